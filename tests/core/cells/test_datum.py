"""GCJ-02 and back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cells.datum import (
    Datum,
    UnknownDatum,
    gcj02_to_wgs84,
    geometry_to_wgs84,
    wgs84_to_gcj02,
)
from core.cells.geojson import InvalidGeometry
from tests.core.cells.shapes import METRES_PER_DEGREE

# The vectors of eviltransform (MIT), by which every public implementation is checked.
GOLDEN = [
    ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
    ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
    ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
]
# Where the algorithm's own shift is least smooth: it has the root of the distance from here.
KINK = 105.0


class TestDatum:
    def test_is_found_by_name_in_any_case(self) -> None:
        assert Datum("GCJ02") is Datum.GCJ02

    @pytest.mark.parametrize("undeclared", [None, "", "bd09", 4326])
    def test_refuses_what_is_undeclared_or_unknown(self, undeclared: Any) -> None:
        with pytest.raises(UnknownDatum, match="wgs84, gcj02"):
            Datum(undeclared)


class TestWgs84ToGcj02:
    @pytest.mark.parametrize(("wgs84", "gcj02"), GOLDEN)
    def test_agrees_with_the_published_vectors(
        self, wgs84: tuple[float, float], gcj02: tuple[float, float]
    ) -> None:
        assert wgs84_to_gcj02(*wgs84) == pytest.approx(gcj02, abs=1e-12)

    @pytest.mark.parametrize("place", [(46.2, 6.1), (0.5, 100.0), (56.0, 100.0), (35.0, 138.0)])
    def test_leaves_what_is_outside_the_rectangle(self, place: tuple[float, float]) -> None:
        assert wgs84_to_gcj02(*place) == place

    def test_moves_arrays_as_it_moves_points(self) -> None:
        lat, lon = (
            np.array(column) for column in zip(*(wgs84 for wgs84, _ in GOLDEN), strict=True)
        )

        north, east = wgs84_to_gcj02(lat, lon)

        assert list(zip(north, east, strict=True)) == [
            wgs84_to_gcj02(*wgs84) for wgs84, _ in GOLDEN
        ]


class TestGcj02ToWgs84:
    @pytest.mark.parametrize(("wgs84", "gcj02"), GOLDEN)
    def test_undoes_the_published_vectors(
        self, wgs84: tuple[float, float], gcj02: tuple[float, float]
    ) -> None:
        assert gcj02_to_wgs84(*gcj02) == pytest.approx(wgs84, abs=1e-9)

    @given(
        st.floats(1, 55.8),
        st.one_of(st.floats(72.1, 137.8), st.floats(KINK - 0.001, KINK + 0.001)),
    )
    def test_undoes_every_shift_to_a_centimetre(self, lat: float, lon: float) -> None:
        back = gcj02_to_wgs84(*wgs84_to_gcj02(lat, lon))

        assert np.hypot(back[0] - lat, back[1] - lon) * METRES_PER_DEGREE < 0.01

    def test_leaves_what_is_outside_the_rectangle(self) -> None:
        assert gcj02_to_wgs84(42.7, -2.7) == (42.7, -2.7)


class TestGeometryToWgs84:
    def test_leaves_wgs84_as_it_is(self) -> None:
        geometry = {"type": "Point", "coordinates": [116.4, 39.9]}

        assert geometry_to_wgs84(geometry, "wgs84") == geometry

    @pytest.mark.parametrize("depth", range(4))
    def test_converts_positions_at_any_depth(self, depth: int) -> None:
        (lat, lon), (shifted_lat, shifted_lon) = GOLDEN[0]
        coordinates: Any = [shifted_lon, shifted_lat]
        for _ in range(depth):
            coordinates = [coordinates]

        converted = geometry_to_wgs84({"type": "Any", "coordinates": coordinates}, Datum.GCJ02)

        assert np.ravel(converted["coordinates"]) == pytest.approx([lon, lat], abs=1e-9)

    def test_refuses_an_undeclared_datum(self) -> None:
        with pytest.raises(UnknownDatum):
            geometry_to_wgs84({"type": "Point", "coordinates": [116.4, 39.9]}, "")

    @pytest.mark.parametrize("datum", list(Datum))
    @pytest.mark.parametrize("geometry", [None, ["Polygon"]])
    def test_refuses_what_is_no_geometry(self, geometry: Any, datum: str) -> None:
        with pytest.raises(InvalidGeometry):
            geometry_to_wgs84(geometry, datum)

    @pytest.mark.parametrize("coordinates", [None, [], "abc", [["a"]], [[[1, 2], ["a"]]], [[1]]])
    def test_refuses_coordinates_that_are_no_positions(self, coordinates: Any) -> None:
        with pytest.raises(InvalidGeometry):
            geometry_to_wgs84({"type": "Polygon", "coordinates": coordinates}, "gcj02")

    def test_keeps_infinity_for_a_later_check_to_refuse(self) -> None:
        geometry = {"type": "Polygon", "coordinates": [[[np.inf, 1.0], [2.0, 3.0]]]}

        assert geometry_to_wgs84(geometry, "gcj02") == geometry
