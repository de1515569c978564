"""A cause is undone for everybody by two offices; an appeal is answered again by another one."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from provinces.appeals.models import Reversal
from provinces.citizens.models import Citizen
from provinces.ledger.events import Event
from provinces.tenancy import scope
from tests import cast
from tests.factories import appeals, areas
from tests.journeys.browser.conftest import Open, Visit
from tests.journeys.browser.hands import Mouse
from tests.journeys.browser.two_hands import (
    FIRST,
    SECOND,
    Signature,
    is_recorded,
    refuses_a_colleague,
    seated,
    signs,
    sitting,
    takes_no_second_step,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ANOTHER = "Another office has to sign it or turn it down, and none that this cause is of."
WRONG = "The compound was searched under a wrong name."


@pytest.fixture
def other(noon: None, live_server: LiveServer) -> Citizen:
    """Somebody held by a zone that an appeal of a neighbour's has found to be wrong."""
    with scope.province(cast.NORTH):
        areas.area("110000", name_zh="北省", name_en="North")
        areas.area("110100", name_zh="安平市", name_en="Anping")
        officer = appeals.reviewer(unit="answering office")
        neighbour, other = appeals.resident(), appeals.resident()
        appeals.exposed(neighbour, other)
        appeals.answered(appeals.attended(appeals.filed(neighbour)), officer)
        seated("appeals_officer", "high_appeals_officer")
        return other


@pytest.fixture
def story(other: Citizen) -> None:
    """What `other` tells."""


def proposes(opened: Visit) -> Signature:
    """Have Ann propose to undo what the zone has done, for everybody."""
    opened.open("console/appeals/causes/")
    hand = Mouse(opened.page)
    hand.follow("Zone Fuding Garden")
    hand.say("What was wrong, in plain words", WRONG)
    hand.press("Propose the reversal")
    expect(opened.page.get_by_role("status")).to_contain_text("Proposed.")
    with scope.province(cast.NORTH):
        made = Reversal.objects.get()
    page = f"console/appeals/causes/one/?cause={quote(made.cause, safe='')}"
    return Signature(page, "Sign: undo it for", f"console/appeals/reversals/{made.pk}/sign/")


def status_of(citizen: Citizen) -> str:
    with scope.province(cast.NORTH):
        return appeals.status(citizen)


@pytest.mark.four_eyes("appeals.Reversal")
def test_a_cause_is_undone_for_everybody_by_another_office(other: Citizen, visit: Open) -> None:
    with sitting(visit, "ann") as opened:
        signature = proposes(opened)
        takes_no_second_step(opened, signature, ANOTHER)
    refuses_a_colleague(signature, ANOTHER)
    assert status_of(other) == "red"

    signs(visit, signature, "Signed. It is undone for everybody, and everybody is told.")

    is_recorded(Event.REVERSAL_PROPOSED, Event.REVERSAL_SIGNED)
    assert status_of(other) == "green"
    with scope.province(cast.NORTH):
        made = Reversal.objects.get()
        assert (made.proposed_unit, made.signed_unit) == (FIRST, SECOND)
    assert other.user is not None
    with sitting(visit, other.user.username, "status/") as opened:
        expect(opened.page.get_by_role("heading", level=1)).to_contain_text("Green")
        expect(opened.page.get_by_role("main")).to_contain_text("was wrong")


@pytest.mark.battery
def test_a_reversal_is_turned_down_with_a_reason(other: Citizen, visit: Open) -> None:
    with sitting(visit, "ann") as opened:
        signature = proposes(opened)

        turned_down = Signature(signature.page, "Turn it down", "")
        because = {"Why you turn it down": "One case alone was wrong."}
        done = "Turned down. Each appeal is answered by itself."
        signs(visit, turned_down, done, because=because)

    is_recorded(Event.REVERSAL_PROPOSED, Event.REVERSAL_REFUSED)
    assert status_of(other) == "red"
    with scope.province(cast.NORTH):
        assert Reversal.objects.get().refusal == "One case alone was wrong."
