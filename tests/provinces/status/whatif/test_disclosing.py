"""No small number is told, and none can be worked out from the others."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provinces.status.whatif.disclosing import FEWEST, VAGUE, Hidden, parts, told

FEW, WITHHELD = Hidden.FEW, Hidden.WITHHELD


class TestTold:
    @pytest.mark.parametrize(
        ("count", "expected"), [(0, 0), (1, FEW), (9, FEW), (10, 10), (200_000, 200_000)]
    )
    def test_hides_what_is_below_ten(self, count: int, expected: object) -> None:
        assert told(count) == expected


class TestParts:
    @pytest.mark.parametrize(
        ("counts", "expected"),
        [
            ([], []),
            ([31, 12], [31, 12]),
            # The whole is hidden as well, so nothing can be worked out.
            ([3, 2], [FEW, FEW]),
            ([3], [FEW]),
            # One alone would be the whole less the others.
            ([31, 5, 12], [31, FEW, WITHHELD]),
            # Two that come to two are one each.
            ([31, 1, 1], [WITHHELD, FEW, FEW]),
            ([31, 5, 5], [31, FEW, FEW]),
            ([31, 5, 8, 40], [31, FEW, FEW, 40]),
            # Two below ten that come to 17 are eight and nine.
            ([31, 8, 9, 40], [WITHHELD, FEW, FEW, 40]),
            # What is withheld is ten at least: of eleven one is left.
            ([50, 1, 10], [WITHHELD, FEW, WITHHELD]),
            # Nobody is nothing to hide somebody behind.
            ([31, 5, 0], [WITHHELD, FEW, 0]),
        ],
    )
    def test_hides_small_ones_and_whatever_would_tell_them(
        self, counts: list[int], expected: list[object]
    ) -> None:
        found = parts(dict(enumerate(counts)))

        assert [found[place] for place in range(len(counts))] == expected

    @given(st.lists(st.integers(1, 40), max_size=12))
    def test_leaves_at_least_ten_people_in_two_parts_unsaid(self, counts: list[int]) -> None:
        found = parts(dict(enumerate(counts)))

        hidden = [counts[place] for place, said in found.items() if isinstance(said, Hidden)]
        assert all(found[place] in (count, WITHHELD) or count < FEWEST
                   for place, count in enumerate(counts))  # fmt: skip
        if hidden and sum(counts) >= FEWEST and len(counts) > 1:
            assert len(hidden) > 1
            assert sum(hidden) >= FEWEST

    @given(st.lists(st.integers(1, 14), min_size=3, max_size=5))
    def test_leaves_open_how_much_each_small_one_is(self, counts: list[int]) -> None:
        found = parts(dict(enumerate(counts)))
        if sum(counts) < FEWEST or all(isinstance(said, Hidden) for said in found.values()):
            return

        hidden = [place for place, said in found.items() if isinstance(said, Hidden)]
        sums = sum(counts[place] for place in hidden)
        least_told = min(said for said in found.values() if not isinstance(said, Hidden))
        could_be = [
            range(1, FEWEST) if found[place] is FEW else range(FEWEST, least_told + 1)
            for place in hidden
        ]
        ways = [way for way in product(*could_be) if sum(way) == sums]
        for number, place in enumerate(hidden):
            if found[place] is FEW:
                assert len({way[number] for way in ways}) >= VAGUE

    @given(st.lists(st.integers(10, 40), max_size=12))
    def test_withholds_nothing_without_need(self, counts: list[int]) -> None:
        assert parts(dict(enumerate(counts))) == dict(enumerate(counts))
