"""Names that lead back for one auditor in one case, and to nobody for anybody else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provinces.oversight.auditing import pseudonyms
from provinces.oversight.auditing.pseudonyms import LETTERS, MOST

NUMBERS = st.integers(0, MOST - 1)
SECRET = bytes(32)
MINE = pseudonyms.made(SECRET, auditor=1, case="")


class TestPseudonyms:
    @given(NUMBERS)
    def test_lead_back(self, number: int) -> None:
        assert MINE.number(MINE.of(number)) == number

    @given(NUMBERS)
    def test_may_be_typed_as_they_are_heard(self, number: int) -> None:
        said = MINE.of(number).lower().replace("-", " ").replace("1", "l").replace("0", "o")

        assert MINE.number(said) == number

    @given(NUMBERS)
    def test_are_others_for_another_auditor_and_in_another_case(self, number: int) -> None:
        theirs = pseudonyms.made(SECRET, auditor=2, case="")
        elsewhere = pseudonyms.made(SECRET, auditor=1, case="X")

        assert len({MINE.of(number), theirs.of(number), elsewhere.of(number)}) == 3
        assert theirs.number(MINE.of(number)) is None

    @given(NUMBERS, NUMBERS)
    def test_are_two_for_two_people(self, one: int, other: int) -> None:
        assert (MINE.of(one) == MINE.of(other)) == (one == other)

    @pytest.mark.parametrize("said", ["", "nobody", "Z" * LETTERS, "*" * LETTERS, "0" * 40])
    def test_of_nobody_lead_to_nobody(self, said: str) -> None:
        assert MINE.number(said) is None

    def test_are_of_people_alone(self) -> None:
        with pytest.raises(ValueError, match="nobody's"):
            MINE.of(MOST)
