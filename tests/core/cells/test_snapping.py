"""Shapes become the cells whose centres are inside them."""

from __future__ import annotations

import math
from typing import Any

import h3.api.basic_int as h3
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.cells.classes import FINE
from core.cells.lookup import cell_for
from core.cells.ranges import Ranges
from core.cells.snapping import InvalidGeometry, snap, snap_circle
from tests.core.cells import oracle
from tests.core.cells.shapes import (
    METRES_PER_DEGREE,
    boundaries,
    box,
    multipolygon,
    polygon,
    square,
)

PLACES = {
    "Beijing": (39.9, 116.4),
    "on an edge of the icosahedron": (38.0138, 114.92),
    "antimeridian": (-16.5, 179.999),
    "pentagon": h3.cell_to_latlng(h3.get_pentagons(FINE)[4]),
    "far north": (84.0, 30.0),
}
places = st.sampled_from(list(PLACES.values()))
REACH = 22  # steps of fine cells around a place in which all shapes below lie


def star(place: tuple[float, float], radii_m: list[float]) -> list[tuple[float, float]]:
    """Return a ring with corners all around a place, at the given distances."""
    lat, lon = place
    ring = []
    for number, radius in enumerate(radii_m):
        angle = 2 * math.pi * number / len(radii_m)
        north, east = radius * math.sin(angle), radius * math.cos(angle)
        aside = east / METRES_PER_DEGREE / math.cos(math.radians(lat))
        ring.append(((lon + aside + 180) % 360 - 180, lat + north / METRES_PER_DEGREE))
    return ring


def around(place: tuple[float, float]) -> list[int]:
    return h3.grid_disk(h3.latlng_to_cell(*place, FINE), REACH)


class TestSnap:
    @given(places, st.lists(st.floats(60, 500), min_size=3, max_size=9))
    @settings(max_examples=40)
    def test_takes_the_cells_whose_centres_are_inside(
        self, place: tuple[float, float], radii_m: list[float]
    ) -> None:
        hole = star(place, [radius / 2.5 for radius in radii_m])
        shape = polygon(star(place, radii_m), hole)

        assert set(snap(shape).cells()) == oracle.snapped(shape, around(place))

    @given(places, st.floats(1, 20))
    def test_is_never_empty(self, place: tuple[float, float], radius_m: float) -> None:
        assert snap(polygon(star(place, [radius_m] * 5)))

    def test_of_a_sliver_is_the_cell_of_its_representative_point(self) -> None:
        lat, lon = h3.cell_to_boundary(cell_for(39.9, 116.4, FINE))[0]
        corner = square(lat, lon, 0.5)

        assert list(snap(corner).cells()) in [[cell] for cell in around((39.9, 116.4))]

    def test_of_several_parts_is_their_union(self) -> None:
        parts = [square(39.9, 116.4, 300), square(39.91, 116.41, 200), square(40.2, 117, 100)]

        assert snap(multipolygon(*parts)) == Ranges.union_of(map(snap, parts))

    def test_leaves_out_a_hole_and_keeps_an_island_in_it(self) -> None:
        lake = polygon(box(116, 39, 116.1, 39.1), box(116.03, 39.03, 116.07, 39.07))
        island = polygon(box(116.04, 39.04, 116.06, 39.06))

        both = snap(multipolygon(lake, island))

        assert both == snap(lake) | snap(island)
        assert cell_for(39.05, 116.05, FINE) in both
        assert cell_for(39.035, 116.035, FINE) not in both

    def test_crosses_the_antimeridian_however_it_is_written(self) -> None:
        jumping = polygon([(179.99, -17), (-179.99, -17), (-179.99, -16.98), (179.99, -16.98)])
        cut = multipolygon(
            polygon(box(179.99, -17, 180, -16.98)), polygon(box(-180, -17, -179.99, -16.98))
        )

        assert snap(jumping) == snap(cut)
        assert cell_for(-16.99, 180, FINE) in snap(jumping)

    def test_of_half_the_globe_does_not_enumerate_it(self) -> None:
        cap = snap(polygon(box(-180, 89.5, 180, 90)))

        assert cell_for(89.9, 12.3, FINE) in cap
        assert cap.count() > 100 * len(cap.pieces)

    def test_refuses_what_is_no_area(self) -> None:
        with pytest.raises(InvalidGeometry):
            snap({"type": "Point", "coordinates": [116.4, 39.9]})

    @pytest.mark.parametrize("code", ["131028", "110101", "120102"])
    def test_agrees_with_h3_on_real_counties(self, code: str) -> None:
        county = boundaries("china6_amap/counties")[code]

        expected = h3.h3shape_to_cells(h3.geo_to_h3shape(county), FINE)

        assert snap(county) == Ranges.from_cells(expected)


class TestSnapCircle:
    @given(places, st.floats(30, 700))
    @settings(max_examples=40)
    def test_takes_the_cells_within_the_radius(
        self, place: tuple[float, float], radius_m: float
    ) -> None:
        near = h3.grid_disk(h3.latlng_to_cell(*place, FINE), 26)

        expected = {
            cell
            for cell in near
            if h3.great_circle_distance(h3.cell_to_latlng(cell), place, "m") <= radius_m
        }

        assert set(snap_circle(*place, radius_m).cells()) - {cell_for(*place, FINE)} == (
            expected - {cell_for(*place, FINE)}
        )

    @given(places)
    def test_is_never_empty(self, place: tuple[float, float]) -> None:
        assert list(snap_circle(*place, 0.01).cells()) == [cell_for(*place, FINE)]

    def test_of_fifty_kilometres_has_its_area(self) -> None:
        circle = snap_circle(39.9, 116.4, 50_000)

        # Some thousand cells of the circle, spread evenly over it, tell how large its cells are.
        sample = circle.to_array()[:: circle.count() // 2000].tolist()
        area = circle.count() * np.mean([h3.cell_area(cell, "km^2") for cell in sample])
        assert area == pytest.approx(math.pi * 50**2, rel=1e-3)

    @pytest.mark.parametrize(
        "circle", [(91, 0, 10), (0, 181, 10), (0, 0, 0), (0, 0, -5), (0, 0, 1e9), (0, 0, math.nan)]
    )
    def test_refuses_what_is_no_circle(self, circle: Any) -> None:
        with pytest.raises(InvalidGeometry, match="circle"):
            snap_circle(*circle)
