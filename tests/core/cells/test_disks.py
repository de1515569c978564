"""Cells around cells by arithmetic are those of H3."""

from __future__ import annotations

import h3.api.basic_int as h3
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cells.disks import disks


def agrees(cells: list[int], resolution: int, radius: int) -> bool:
    rows = disks(np.array(cells, np.int64), resolution, radius).tolist()
    return all(
        row[0] == cell and set(row) == set(h3.grid_disk(cell, radius))
        for cell, row in zip(cells, rows, strict=True)
    )


class TestDisks:
    @given(st.floats(-90, 90), st.floats(-180, 180), st.integers(1, 15), st.integers(1, 4))
    def test_are_those_of_h3(self, lat: float, lon: float, resolution: int, radius: int) -> None:
        assert agrees([h3.latlng_to_cell(lat, lon, resolution)], resolution, radius)

    @pytest.mark.parametrize("radius", [1, 2, 3])
    @pytest.mark.parametrize("resolution", [1, 2, 8, 11])
    def test_are_those_of_h3_around_pentagons(self, resolution: int, radius: int) -> None:
        around = {c for p in h3.get_pentagons(resolution) for c in h3.grid_disk(p, radius + 1)}

        assert agrees(sorted(around), resolution, radius)

    @pytest.mark.parametrize("radius", [1, 3])
    def test_are_those_of_h3_all_over_a_base_cell(self, radius: int) -> None:
        pentagon, hexagon = h3.get_pentagons(0)[0], h3.latlng_to_cell(30, 104, 0)

        assert agrees(h3.cell_to_children(pentagon, 3), 3, radius)
        assert agrees(h3.cell_to_children(hexagon, 3), 3, radius)

    def test_repeat_the_cell_where_there_are_fewer_around_it(self) -> None:
        pentagon = h3.get_pentagons(11)[0]

        row = disks(np.array([pentagon]), 11, 1)[0].tolist()

        assert len(row) == 7
        assert row.count(pentagon) == 2

    def test_of_no_cells_are_none(self) -> None:
        assert disks(np.empty(0, np.int64), 11, 2).shape == (0, 19)
