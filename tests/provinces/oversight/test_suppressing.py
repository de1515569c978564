"""Small numbers are hidden, and nobody works them out from what is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provinces.oversight.figures.suppressing import (
    FLOOR,
    Shown,
    Table,
    alone,
    moves,
    rounded,
    suppressed,
)

COUNTS = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.one_of(st.integers(0, 3 * FLOOR), st.integers(0, 10_000)),
    min_size=1,
)


def possible(table: Table, cell: str) -> tuple[int, int]:
    """Return the least and the most that a hidden cell can be, for whoever knows all but it.

    They know the sum where it is told, what each kind of hiding means, and every number told.
    """
    assert table.cells[cell].shown is Shown.FEW
    if table.total.number is None:
        return 1, FLOOR - 1
    rest = table.total.number - sum(each.number or 0 for each in table.cells.values())
    others = [each for name, each in table.cells.items() if name != cell and each.number is None]
    few = sum(each.shown is Shown.FEW for each in others)
    withheld = len(others) - few
    most = rest - few - FLOOR * withheld
    least = 1 if withheld else rest - (FLOOR - 1) * few
    return max(1, least), min(FLOOR - 1, most)


class TestSuppressed:
    @given(COUNTS)
    def test_tells_nothing_below_the_floor(self, counts: dict[str, int]) -> None:
        table = suppressed(counts)

        told = [cell.number for cell in (*table.cells.values(), table.total)]
        assert not [number for number in told if number is not None and 0 < number < FLOOR]

    @given(COUNTS)
    def test_leaves_each_small_number_any_that_it_may_be(self, counts: dict[str, int]) -> None:
        table = suppressed(counts)

        for name, cell in table.cells.items():
            if cell.shown is Shown.FEW:
                assert possible(table, name) == (1, FLOOR - 1)

    @given(COUNTS)
    def test_tells_the_truth_of_what_it_tells(self, counts: dict[str, int]) -> None:
        table = suppressed(counts)

        assert all(cell.number in (None, counts[name]) for name, cell in table.cells.items())
        assert table.total.number in (None, sum(counts.values()))

    @given(COUNTS)
    def test_hides_nothing_where_nothing_is_small(self, counts: dict[str, int]) -> None:
        large = {name: count * FLOOR for name, count in counts.items()}

        table = suppressed(large)

        assert {cell.shown for cell in (*table.cells.values(), table.total)} == {Shown.EXACT}

    def test_withholds_another_cell_so_that_the_sum_can_be_told(self) -> None:
        table = suppressed({"upheld": 3, "refused": 25, "ended": 40})

        assert {name: cell.shown for name, cell in table.cells.items()} == {
            "upheld": Shown.FEW,
            "refused": Shown.WITHHELD,
            "ended": Shown.EXACT,
        }
        assert table.total.number == 68

    def test_withholds_the_sum_where_no_cell_would_do(self) -> None:
        table = suppressed({"upheld": 1, "refused": 10})

        assert table.cells["refused"].number == 10
        assert table.total.shown is Shown.WITHHELD

    def test_refuses_what_cannot_be_counted(self) -> None:
        with pytest.raises(ValueError, match="below nothing"):
            suppressed({"upheld": -1})


class TestRounded:
    @given(COUNTS)
    def test_tells_tens(self, counts: dict[str, int]) -> None:
        table = rounded(counts)

        told = [cell.number for cell in (*table.cells.values(), table.total)]
        assert all(number is None or number % 10 == 0 for number in told)

    @given(COUNTS, st.data())
    def test_may_be_of_one_more(self, counts: dict[str, int], data: st.DataObject) -> None:
        """Somebody who knows all but one small cell does not find it by subtraction."""
        few = [name for name, count in counts.items() if 0 < count < FLOOR]
        if few:
            name = data.draw(st.sampled_from(few))
            another = {**counts, name: data.draw(st.integers(1, FLOOR - 1))}

            assert rounded(another).cells == rounded(counts).cells


class TestAlone:
    @pytest.mark.parametrize(("count", "told"), [(0, 0), (1, None), (9, None), (10, 10)])
    def test_tells_none_and_many(self, count: int, told: int | None) -> None:
        assert alone(count).number == told


class TestMoves:
    @pytest.mark.parametrize(
        ("before", "now", "does"), [(None, 0, True), (10, 19, False), (10, 20, True)]
    )
    def test_is_by_as_many_as_the_floor(self, before: int | None, now: int, does: bool) -> None:
        assert moves(before, now) is does
