"""Where two sets meet neighbours are of both; what is near there is measured one by one."""

from __future__ import annotations

import h3.api.basic_int as h3
import numpy as np
import pytest

from core.cells.edges import edge, within
from core.cells.ranges import Ranges
from core.cells.snapping import snap_circle

PLACES: list[tuple[float, float]] = [
    (39.9, 116.4),
    (-16.5, 180.0),
    h3.cell_to_latlng(h3.get_pentagons(11)[3]),
]


def two(place: tuple[float, float], radius_m: float = 1500.0) -> tuple[Ranges, Ranges]:
    """Return a circle and what lies north of its middle, parted from one another."""
    whole = snap_circle(*place, radius_m)
    north = snap_circle(place[0] + 0.01, place[1], radius_m)
    return whole - north, north


def naive_edge(own: Ranges, others: Ranges, resolution: int) -> list[int]:
    ours, theirs = (
        {h3.cell_to_parent(cell, resolution) for cell in cells.cells()} for cells in (own, others)
    )
    return sorted(cell for cell in ours if not theirs.isdisjoint(h3.grid_disk(cell, 1)))


def naive_within(cells: list[int], distance_m: float, resolution: int) -> set[int]:
    found = set()
    for cell in cells:
        here = h3.cell_to_latlng(cell)
        for near in h3.grid_disk(h3.cell_to_parent(cell, resolution), 12):
            if h3.great_circle_distance(h3.cell_to_latlng(near), here, "m") <= distance_m:
                found.add(near)
    return found


class TestEdge:
    @pytest.mark.parametrize("place", PLACES)
    @pytest.mark.parametrize("resolution", [8, 9, 11])
    def test_is_every_cell_with_the_others_inside_or_beside_it(
        self, place: tuple[float, float], resolution: int
    ) -> None:
        own, others = two(place)

        found = edge(own, others, resolution).tolist()

        assert found == naive_edge(own, others, resolution)
        assert found

    def test_bridges_a_gap_that_is_finer_than_its_cells(self) -> None:
        own, others = two(PLACES[0])
        gap = Ranges.from_cells(edge(own, others, 11))

        assert not len(edge(own - gap, others, 11))
        assert len(edge(own - gap, others, 9))

    def test_of_sets_apart_is_nothing(self) -> None:
        own, far = snap_circle(39.9, 116.4, 500), snap_circle(39.9, 117.4, 500)

        assert not len(edge(own, far, 9))

    def test_with_nothing_is_nothing(self) -> None:
        assert not len(edge(snap_circle(39.9, 116.4, 500), Ranges.empty(), 9))
        assert not len(edge(Ranges.empty(), snap_circle(39.9, 116.4, 500), 9))


class TestWithin:
    @pytest.mark.parametrize("place", PLACES)
    @pytest.mark.parametrize("distance_m", [900.0, 5000.0])
    def test_is_every_cell_with_a_centre_so_close(
        self, place: tuple[float, float], distance_m: float
    ) -> None:
        cells = edge(*two(place), 9)

        found = within(cells, distance_m, 8)

        assert set(found.cells()) == naive_within(cells.tolist(), distance_m, 8)
        assert found.resolution == 8

    def test_goes_on_after_a_first_part(self, monkeypatch: pytest.MonkeyPatch) -> None:
        cells = edge(*two(PLACES[0]), 9)
        at_once = within(cells, 2000.0, 8)

        monkeypatch.setattr("core.cells.edges._AT_ONCE", 3)

        assert within(cells, 2000.0, 8) == at_once

    def test_of_nothing_is_nothing(self) -> None:
        assert not within(np.empty(0, np.int64), 5000.0, 8)
