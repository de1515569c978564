"""Who is connected with a case by more than officials' word, of many at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from provinces.citizens.models import Citizen
from provinces.evidence.classes import EvidenceClass
from provinces.evidence.models import Evidence
from provinces.evidence.services import linking
from provinces.evidence.services.linking import Piece, linked
from provinces.tenancy import directory
from tests.cast import NOW
from tests.factories import citizens
from tests.factories import evidence as claims
from tests.statements import run_by

CLOSE, SECONDARY = EvidenceClass.CLOSE_CONTACT, EvidenceClass.SECONDARY_CONTACT


@pytest.fixture(autouse=True)
def _in_the_north(north: directory.Entry) -> None:
    pass


def piece(of: Evidence) -> Piece:
    return Piece(of.pk, of.citizen_id, of.case_id)


def found(*pieces: Evidence) -> list[bool]:
    among = linked(map(piece, pieces), NOW)
    return [each.pk in among for each in pieces]


def registered(citizen: Citizen | None = None) -> Evidence:
    """Return a case that a register knows."""
    return claims.recorded(citizen)


class TestLinked:
    def test_is_not_what_officials_alone_say(self) -> None:
        case = claims.in_force()
        contact = claims.in_force(of=CLOSE, contact=claims.contact(case=case))

        assert found(case, contact) == [False, False]

    def test_is_what_rests_on_a_case_of_a_register(self) -> None:
        case = registered()
        contact = claims.in_force(of=CLOSE, contact=claims.contact(case=case))
        further = claims.in_force(of=SECONDARY, contact=claims.contact(case=contact))

        assert found(contact, further) == [True, True]

    def test_is_whoever_a_register_knows(self) -> None:
        known = citizens.citizen()
        registered(known)
        other = claims.in_force(citizen=known)

        assert found(other, claims.in_force()) == [True, False]

    def test_is_whoever_is_a_contact_of_such_a_case(self) -> None:
        contact = citizens.citizen()
        claims.in_force(of=CLOSE, contact=claims.contact(case=registered()), citizen=contact)

        assert found(claims.in_force(citizen=contact)) == [True]

    def test_is_not_whom_a_register_knew_once(self) -> None:
        once = citizens.citizen()
        registered(once)
        other = piece(claims.in_force(citizen=once))

        assert linked([other], NOW) == {other.key}
        assert linked([other], NOW + timedelta(days=8)) == set()

    def test_is_not_by_a_contact_that_awaits_a_signature(self) -> None:
        person = citizens.citizen()
        claims.proposed(person, CLOSE, contact=claims.contact(case=registered()))

        assert found(claims.in_force(citizen=person)) == [False]

    def test_asks_as_much_of_one_as_of_many(self) -> None:
        some = [claims.in_force() for _ in range(4)]

        assert len(run_by(lambda: found(some[0]))) == len(run_by(lambda: found(*some)))

    def test_asks_in_parts_of_very_many(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(linking, "AT_ONCE", 2)
        case = registered()
        contacts = [claims.in_force(of=CLOSE, contact=claims.contact(case=case)) for _ in range(5)]

        assert found(*contacts, claims.in_force()) == [True] * 5 + [False]

    def test_is_nobody_of_none(self) -> None:
        assert found() == []
