"""Ranks have no gaps, pentagons or not."""

from __future__ import annotations

import h3.api.basic_int as h3
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cells import ranks

points = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def every_cell(resolution: int) -> list[int]:
    return sorted(
        cell for base in h3.get_res0_cells() for cell in h3.cell_to_children(base, resolution)
    )


def position(cell: int) -> int:
    """Count the cells before one, by H3's own positions within a base cell."""
    resolution = h3.get_resolution(cell)
    before = [base for base in h3.get_res0_cells() if base < h3.cell_to_parent(cell, 0)]
    below = sum(h3.cell_to_children_size(base, resolution) for base in before)
    return int(below + h3.cell_to_child_pos(cell, 0))


class TestToRanks:
    @pytest.mark.parametrize("resolution", range(4))
    def test_numbers_every_cell_without_a_gap(self, resolution: int) -> None:
        cells = np.array(every_cell(resolution), np.int64)

        found = ranks.to_ranks(cells, resolution)

        assert np.array_equal(found, np.arange(h3.get_num_cells(resolution)))

    @given(points, st.integers(0, 15))
    def test_agrees_with_positions_in_h3(self, point: tuple[float, float], resolution: int) -> None:
        cell = h3.latlng_to_cell(*point, resolution)

        assert ranks.to_ranks(np.array([cell]), resolution)[0] == position(cell)

    @pytest.mark.parametrize("pentagon", h3.get_pentagons(11))
    def test_agrees_with_positions_around_pentagons(self, pentagon: int) -> None:
        around = np.array(h3.grid_disk(pentagon, 3))

        assert ranks.to_ranks(around, 11).tolist() == [position(cell) for cell in around.tolist()]

    @pytest.mark.parametrize(
        "number",
        [
            0,
            -1,
            h3.latlng_to_cell(39.9, 116.4, 10),
            h3.latlng_to_cell(39.9, 116.4, 11) | 7 << 12,
            h3.get_pentagons(11)[0] | 1 << 12,
            h3.get_pentagons(11)[0] | 127 << 45,
        ],
    )
    def test_refuses_what_is_no_cell(self, number: int) -> None:
        with pytest.raises(ranks.NotACell, match="resolution 11"):
            ranks.to_ranks(np.array([number]), 11)


class TestToCells:
    @given(st.integers(0, 15), st.floats(0, 1, exclude_max=True))
    def test_undoes_to_ranks(self, resolution: int, along: float) -> None:
        rank = np.array([int(along * h3.get_num_cells(resolution))])

        cell = ranks.to_cells(rank, resolution)

        assert h3.is_valid_cell(int(cell[0]))
        assert ranks.to_ranks(cell, resolution) == rank


class TestFamilies:
    @given(points, st.integers(0, 10))
    def test_children_are_those_of_h3(self, point: tuple[float, float], resolution: int) -> None:
        cell = h3.latlng_to_cell(*point, resolution)

        children = ranks.children(np.array([cell]), resolution)

        assert children.tolist() == sorted(h3.cell_to_children(cell))

    def test_a_pentagon_has_six_children(self) -> None:
        pentagon = h3.get_pentagons(5)[0]

        assert len(ranks.children(np.array([pentagon]), 5)) == 6

    @given(points)
    def test_ancestors_are_those_of_h3(self, point: tuple[float, float]) -> None:
        cell = h3.latlng_to_cell(*point, 11)

        found = [int(ranks.ancestors(np.array([cell]), r)[0]) for r in range(12)]

        assert found == [h3.cell_to_parent(cell, r) for r in range(12)]

    @given(points, st.integers(0, 11))
    def test_the_first_descendant_is_the_one_at_the_centre(
        self, point: tuple[float, float], resolution: int
    ) -> None:
        cell = h3.latlng_to_cell(*point, resolution)

        assert ranks.first(np.array([cell]), 11)[0] == h3.cell_to_center_child(cell, 11)
