"""Counting many at once is counting each."""

from __future__ import annotations

import h3.api.basic_int as h3
import numpy as np
import pytest

from core.cells import nearby
from core.cells.classes import FINE, RADIUS_M
from core.cells.lookup import centre_vectors
from core.cells.nearby import Nearby
from tests.core.cells import oracle

PLACES: list[tuple[float, float]] = [
    (39.9, 116.4),
    (-16.5, 180.0),
    h3.cell_to_latlng(h3.get_pentagons(FINE)[1]),
]


class TestNearby:
    @pytest.mark.parametrize("place", PLACES)
    @pytest.mark.parametrize("resolution", [9, 10, 11])
    @pytest.mark.parametrize(("few", "at_a_time"), [(1 << 20, 1), (0, 50), (0, 1 << 20)])
    def test_counts_the_fine_cells_of_each_disc(
        self,
        monkeypatch: pytest.MonkeyPatch,
        place: tuple[float, float],
        resolution: int,
        few: int,
        at_a_time: int,
    ) -> None:
        monkeypatch.setattr(nearby, "_FEW_PAIRS", few)
        monkeypatch.setattr(nearby, "_PAIRS", at_a_time)
        fine = set(h3.grid_disk(h3.latlng_to_cell(*place, FINE), 9))
        cells = np.array(sorted(h3.grid_disk(h3.latlng_to_cell(*place, resolution), 3)), np.int64)

        counts = Nearby(np.array(sorted(fine), np.int64)).count(
            cells, centre_vectors(cells), RADIUS_M[resolution]
        )

        assert counts.tolist() == [len(oracle.disc(cell) & fine) for cell in cells.tolist()]

    def test_counts_exactly_however_far_apart_the_cells_are(self) -> None:
        cells = np.array([h3.latlng_to_cell(*place, 10) for place in PLACES], np.int64)
        fine = sorted(set().union(*(oracle.disc(cell) for cell in cells.tolist())))

        counts = Nearby(np.array(fine, np.int64)).count(cells, centre_vectors(cells), 150.0)

        assert counts.tolist() == [len(oracle.disc(cell)) for cell in cells.tolist()]

    @pytest.mark.parametrize("few", [0, 1000])
    def test_counts_nothing_where_there_is_nothing(
        self, monkeypatch: pytest.MonkeyPatch, few: int
    ) -> None:
        monkeypatch.setattr(nearby, "_FEW_PAIRS", few)
        cells = np.array([h3.latlng_to_cell(39.9, 116.4, 10)], np.int64)
        elsewhere = np.array([h3.latlng_to_cell(30.6, 104.1, 11)], np.int64)

        assert Nearby(elsewhere).count(cells, centre_vectors(cells), 150.0).tolist() == [0]
