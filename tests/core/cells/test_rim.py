"""The rim of a set is found without looking inside it."""

from __future__ import annotations

import h3.api.basic_int as h3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.cells import rim as module
from core.cells.classes import FINE
from core.cells.ranges import Ranges
from core.cells.rim import rim
from core.cells.snapping import snap_circle


def expected(cells: Ranges) -> list[int]:
    held = set(cells.cells())
    return [cell for cell in sorted(held) if not held.issuperset(h3.grid_disk(cell, 1))]


class TestRim:
    @given(st.floats(-89, 89), st.floats(-180, 180), st.floats(30, 800), st.floats(0.1, 1))
    @settings(max_examples=15)
    def test_is_every_cell_with_a_neighbour_outside(
        self, lat: float, lon: float, radius_m: float, hole: float
    ) -> None:
        ring = snap_circle(lat, lon, radius_m) - snap_circle(lat, lon, radius_m * hole)

        assert rim(ring).tolist() == expected(ring)

    @pytest.mark.parametrize("few", [0, 5, 5000])
    @pytest.mark.parametrize("place", [(39.9, 116.4), h3.cell_to_latlng(h3.get_pentagons(FINE)[7])])
    def test_is_the_same_from_however_far_above(
        self, monkeypatch: pytest.MonkeyPatch, few: int, place: tuple[float, float]
    ) -> None:
        monkeypatch.setattr(module, "_FEW", few)
        area = snap_circle(*place, 2000.0)

        assert rim(area).tolist() == expected(area)

    def test_of_the_whole_globe_is_nothing(self) -> None:
        assert not len(rim(Ranges.from_cells(h3.get_res0_cells()).at(FINE)))

    def test_of_nothing_is_nothing(self) -> None:
        assert not len(rim(Ranges.empty()))
