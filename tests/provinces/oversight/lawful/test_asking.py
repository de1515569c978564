"""What may be asked is on closed lists, and narrow."""

from __future__ import annotations

import pytest

from provinces.oversight.lawful import wording
from provinces.oversight.lawful.answering import GIVE
from provinces.oversight.lawful.asking import BASES, HOW, WHO, NoBasis, TooBroad, checked
from provinces.oversight.models.lawful import Authority, Basis, Field, Outcome, Refusal

COURT, CIVIL = Authority.COURT, Basis.CIVIL_PROCEDURE


class TestChecked:
    def test_returns_each_field_once(self) -> None:
        assert checked(COURT, CIVIL, ["results", "status", "status"]) == [
            Field.STATUS,
            Field.RESULTS,
        ]

    @pytest.mark.parametrize(
        ("authority", "basis"),
        [
            (Authority.PUBLIC_SECURITY, Basis.CIVIL_PROCEDURE),
            (Authority.SUPERVISION, Basis.CRIMINAL_PROCEDURE),
            (Authority.PROCURATORATE, Basis.SUPERVISION_LAW),
        ],
    )
    def test_refuses_a_law_that_is_not_theirs(self, authority: str, basis: str) -> None:
        with pytest.raises(NoBasis):
            checked(authority, basis, ["status"])

    @pytest.mark.parametrize("who", sorted(WHO))
    @pytest.mark.parametrize("how", sorted(HOW))
    def test_refuses_who_somebody_is_together_with_how_they_are(self, who: str, how: str) -> None:
        with pytest.raises(TooBroad):
            checked(COURT, CIVIL, [who, how])

    @pytest.mark.parametrize("fields", [[], ["status", "results", "vaccinations", "orders"]])
    def test_refuses_none_and_too_many(self, fields: list[str]) -> None:
        with pytest.raises(TooBroad):
            checked(COURT, CIVIL, fields)

    @pytest.mark.parametrize("field", ["presences", "check_ins", "appeals", "other"])
    def test_refuses_what_is_on_no_list(self, field: str) -> None:
        with pytest.raises(ValueError, match="not a valid"):
            checked(COURT, CIVIL, [field])


class TestLists:
    def test_are_worded_and_given_in_full(self) -> None:
        assert set(GIVE) == set(wording.FIELDS) == set(Field)
        assert set(wording.AUTHORITIES) == set(BASES) == set(Authority)
        assert set(wording.BASES) == set(Basis)
        assert set(wording.OUTCOMES) == {"", *Outcome}
        assert set(wording.REFUSALS) == set(Refusal)
