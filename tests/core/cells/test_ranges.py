"""Sets of cells as ranges behave as sets, next to pentagons too."""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Callable
from operator import and_, or_, sub
from typing import Any

import h3.api.basic_int as h3
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cells.ranges import MixedResolutions, Ranges
from core.cells.ranks import NotACell

RESOLUTION = 5
_PENTAGON = h3.get_pentagons(RESOLUTION)[0]
# Around a pentagon, across the edge of a base cell, and a stretch of consecutive ids.
_UNIVERSE = sorted(
    {
        *h3.grid_disk(_PENTAGON, 4),
        *h3.cell_to_children(h3.cell_to_parent(_PENTAGON, 3), RESOLUTION),
        *h3.grid_disk(h3.latlng_to_cell(39.9, 116.4, RESOLUTION), 3),
    }
)
some_cells = st.sets(st.sampled_from(_UNIVERSE))


def ranges(cells: set[int]) -> Ranges:
    return Ranges.from_cells(cells, RESOLUTION)


class TestFromCells:
    @given(some_cells)
    def test_holds_each_cell_once(self, cells: set[int]) -> None:
        assert list(ranges(cells).cells()) == sorted(cells)

    @given(st.lists(st.sampled_from(_UNIVERSE), min_size=1))
    def test_forgets_order_and_repetition(self, cells: list[int]) -> None:
        assert Ranges.from_cells(np.array(cells)) == Ranges.from_cells(iter(sorted(cells)))

    def test_joins_cells_whose_ids_are_far_apart_but_consecutive(self) -> None:
        last = max(h3.cell_to_children(h3.latlng_to_cell(39.9, 116.4, 3), RESOLUTION))
        following = int(Ranges.from_cells([last]).ranks[0][0]) + 1

        joined = Ranges.from_ranks(np.array([following - 1]), np.array([following]), RESOLUTION)

        assert Ranges.from_cells(joined.cells()).to_pairs() == joined.to_pairs()
        assert len(joined.pieces) == 1
        assert np.diff(joined.pieces)[0] > 1 << 30

    def test_joins_the_children_of_a_pentagon_over_the_one_it_lacks(self) -> None:
        children = Ranges.from_cells(h3.cell_to_children(_PENTAGON))

        assert len(children.pieces) == 1
        assert children.count() == 6

    def test_refuses_an_empty_set_without_a_resolution(self) -> None:
        with pytest.raises(ValueError, match="resolution"):
            Ranges.from_cells([])

    def test_refuses_cells_of_two_resolutions(self) -> None:
        with pytest.raises(NotACell):
            Ranges.from_cells([_PENTAGON, h3.cell_to_parent(_PENTAGON)])


class TestCount:
    @given(some_cells)
    def test_counts_cells(self, cells: set[int]) -> None:
        assert ranges(cells).count() == len(cells)

    @pytest.mark.parametrize("cell", [h3.get_pentagons(2)[3], h3.latlng_to_cell(39.9, 116.4, 2)])
    def test_is_exact_for_all_descendants(self, cell: int) -> None:
        descendants = Ranges.from_cells([cell]).at(11)

        assert descendants.count() == h3.cell_to_children_size(cell, 11)
        assert len(descendants.pieces) == 1

    def test_of_the_whole_globe_is_the_number_of_cells(self) -> None:
        assert Ranges.from_cells(h3.get_res0_cells()).at(11).count() == h3.get_num_cells(11)


class TestAlgebra:
    @pytest.mark.parametrize("operator", [or_, and_, sub])
    @given(one=some_cells, other=some_cells)
    def test_is_that_of_sets(
        self, operator: Callable[[Any, Any], Any], one: set[int], other: set[int]
    ) -> None:
        result = operator(ranges(one), ranges(other))

        assert result == ranges(operator(one, other))

    @given(st.lists(some_cells))
    def test_unites_any_number_of_sets(self, many: list[set[int]]) -> None:
        assert Ranges.union_of(map(ranges, many), RESOLUTION) == ranges(set().union(*many))

    @pytest.mark.parametrize("operator", [or_, and_, sub])
    def test_refuses_two_resolutions(self, operator: Callable[[Any, Any], Any]) -> None:
        with pytest.raises(MixedResolutions):
            operator(Ranges.empty(5), Ranges.empty(6))

    @given(some_cells, some_cells)
    def test_equal_sets_are_equal_and_hash_alike(self, one: set[int], other: set[int]) -> None:
        assert (ranges(one) == ranges(other)) == (one == other)
        assert (hash(ranges(one)) == hash(ranges(other))) == (one == other)

    def test_is_equal_to_nothing_else(self) -> None:
        assert Ranges.empty(5) != Ranges.empty(6)
        assert Ranges.empty(5) != set()

    @given(some_cells)
    def test_only_the_empty_set_is_false(self, cells: set[int]) -> None:
        assert bool(ranges(cells)) == bool(cells)


class TestContains:
    @given(some_cells)
    def test_tells_for_each_cell(self, cells: set[int]) -> None:
        found = ranges(cells).contains(np.array(_UNIVERSE))

        assert found.tolist() == [cell in cells for cell in _UNIVERSE]

    def test_is_false_for_other_resolutions(self) -> None:
        everything = Ranges.from_cells(h3.get_res0_cells()).at(RESOLUTION)

        assert _PENTAGON in everything
        assert h3.cell_to_parent(_PENTAGON) not in everything
        assert h3.cell_to_center_child(_PENTAGON) not in everything


class TestPairs:
    @given(some_cells)
    def test_come_back_from_json(self, cells: set[int]) -> None:
        pairs = json.loads(json.dumps(ranges(cells).to_pairs()))

        assert Ranges.from_pairs(pairs, RESOLUTION) == ranges(cells)

    def test_may_overlap_and_come_in_any_order(self) -> None:
        a, b, c = h3.cell_to_children(_PENTAGON)[:3]

        assert Ranges.from_pairs([(b, c), (a, b)], 6) == Ranges.from_cells([a, b, c])

    def test_refuse_an_end_before_its_start(self) -> None:
        with pytest.raises(ValueError, match="ends before it starts"):
            Ranges.from_pairs([(_UNIVERSE[1], _UNIVERSE[0])], RESOLUTION)

    @pytest.mark.parametrize(
        "pairs", [[(1, 2)], [("a", "b")], [(1 << 70, 1)], [(1, 2), (3,)], [None]]
    )
    def test_refuse_what_is_no_pair_of_cells(self, pairs: Any) -> None:
        with pytest.raises(NotACell):
            Ranges.from_pairs(pairs, RESOLUTION)


class TestResolutions:
    @given(some_cells)
    def test_a_finer_one_holds_all_descendants(self, cells: set[int]) -> None:
        finer = ranges(cells).at(RESOLUTION + 1)

        assert finer == Ranges.from_cells(
            (child for cell in cells for child in h3.cell_to_children(cell)), RESOLUTION + 1
        )

    @given(some_cells)
    def test_a_coarser_one_is_inner_or_outer(self, cells: set[int]) -> None:
        parents = {h3.cell_to_parent(cell) for cell in cells}
        whole = {parent for parent in parents if cells.issuperset(h3.cell_to_children(parent))}

        assert set(ranges(cells).outer(RESOLUTION - 1).cells()) == parents
        assert set(ranges(cells).inner(RESOLUTION - 1).cells()) == whole

    @given(some_cells, st.integers(RESOLUTION, 11))
    def test_refining_can_be_undone(self, cells: set[int], finer: int) -> None:
        refined = ranges(cells).at(finer)

        assert refined.inner(RESOLUTION) == refined.outer(RESOLUTION) == ranges(cells)

    def test_the_wrong_way_is_refused(self) -> None:
        with pytest.raises(ValueError, match="coarser"):
            Ranges.empty(5).at(4)
        with pytest.raises(ValueError, match="finer"):
            Ranges.empty(5).inner(6)


class TestDigest:
    @given(some_cells, some_cells)
    def test_is_equal_for_equal_sets_only(self, one: set[int], other: set[int]) -> None:
        assert (ranges(one).digest() == ranges(other).digest()) == (one == other)

    def test_is_that_of_the_resolution_and_the_ends_as_eight_bytes_each(self) -> None:
        children = sorted(h3.cell_to_children(h3.latlng_to_cell(39.9, 116.4, RESOLUTION)))
        words = struct.pack(">3q", RESOLUTION + 1, children[0], children[-1])

        assert Ranges.from_cells(children).digest() == hashlib.sha256(words).hexdigest()

    def test_tells_resolutions_apart(self) -> None:
        assert Ranges.empty(5).digest() != Ranges.empty(6).digest()


class TestPieces:
    def test_cannot_be_changed(self) -> None:
        with pytest.raises(ValueError, match="read-only"):
            Ranges.from_cells([_PENTAGON]).pieces[0, 0] = 0

    def test_are_summed_up_for_people(self) -> None:
        assert repr(Ranges.from_cells([_PENTAGON])) == "<Ranges: 1 cells of resolution 5 in 1>"
