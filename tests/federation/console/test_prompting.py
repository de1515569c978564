"""The casework desk has guests asked about check-ins by their homes."""

from __future__ import annotations

from typing import Any

import pytest

from federation.casework.classes import MessageClass
from federation.casework.models import Assertion, Outgoing
from provinces.accounts.models import User
from provinces.citizens.identities import Person
from provinces.evidence.models import Evidence
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from provinces.presence.models import CheckIn
from provinces.tenancy import directory, scope
from tests import cast
from tests.factories import citizens, venues, zones
from tests.federation.casework import stories
from tests.pages import address, reader, words

from .desks import shown

GUEST = {"kind": "passport", "number": "E12345678", "home": cast.SOUTH}
NORTHERN = (39.9042, 116.4074)


@pytest.fixture(autouse=True)
def _federation(north: directory.Entry, own_keys: None) -> None:
    stories.founded()


@pytest.fixture
def tracer() -> User:
    return stories.official("epidemiologist", unit="tracers")


def asked(by: User, **changes: Any) -> str:
    """Have an official say where a guest checked in; return what they read then."""
    venue, _word = venues.venue()
    said = {
        **GUEST,
        "venue": venue.reference.lower(),
        "at": "2026-11-14T10:00",
        "text": "a case was there",
        **changes,
    }
    return words(reader(by).post(address("desk:guest-ask"), said, follow=True))


class TestAsk:
    def test_is_found_from_the_casework_desk(self, tracer: User) -> None:
        assert "Have a guest asked about a check-in" in shown(tracer, "desk:casework")

    def test_sends_a_question_and_no_evidence(self, tracer: User) -> None:
        assert "Sent." in asked(tracer)

        assert Outgoing.objects.get().message_class == MessageClass.CHECKIN_PROMPT
        assert Entry.objects.filter(event=Event.GUEST_PROMPTED).count() == 1

    def test_is_a_check_in_at_home(self, tracer: User) -> None:
        with scope.province(cast.SOUTH):
            zones.ground(cast.NORTH)
            dan = citizens.citizen(person=Person("Dan", GUEST["number"]))
            stories.be_there([dan.pk], place=NORTHERN)
            stories.named()
        asked(tracer)
        stories.deliver(by=cast.NORTH)

        with scope.province(cast.SOUTH):
            assert "East Market" in CheckIn.objects.get().venue
            assert not Evidence.objects.exists()
            assert not Assertion.objects.exists()

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"venue": "NOWHERE"}, "No venue in use has this number."),
            ({"at": "2026-09-14T10:00"}, "Too long ago, or to come."),
            ({"at": "2026-12-14T10:00"}, "Too long ago, or to come."),
            ({"home": cast.NORTH}, "Choose one of the answers shown"),
            ({"number": "1"}, "Numbers of this document are not made like this."),
            ({"text": ""}, "Fill this in."),
        ],
    )
    def test_says_what_is_wrong(self, tracer: User, changes: dict[str, str], said: str) -> None:
        assert said in asked(tracer, **changes)
        assert not Outgoing.objects.exists()

    def test_is_counted(self, tracer: User, settings: Any) -> None:
        limits = {"actor": 1, "network": 9, "subject": 9, "spread": 9}
        settings.CITIZENS_BUDGETS = {**settings.CITIZENS_BUDGETS, "filing": limits}
        asked(tracer)

        assert "More people were searched for" in asked(tracer)
