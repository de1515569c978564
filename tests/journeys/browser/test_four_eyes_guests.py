"""A fact about a guest goes to their home by two offices, each with the document before it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from federation.casework.models import Issued, Outgoing, Proposal
from provinces.ledger.events import Event
from provinces.tenancy import scope
from tests import cast
from tests.factories import areas
from tests.federation.casework import stories
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

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_keys"),
]

DESK = "console/federation/casework/"
OWN = "You took the first step yourself; somebody else has to take the second."
COLLEAGUE = "Your office took the first step; another office has to take the second."
GUEST = {"kind": "passport", "number": "E12345678"}


@pytest.fixture
def story(noon: None, live_server: LiveServer) -> None:
    """The north and the south are in a federation; who may tell what sits in the north."""
    with scope.province(cast.NORTH):
        areas.area("110000", name_zh="北省", name_en="North")
        stories.founded()
        seated("epidemiologist", "reviewer")


def proposes(opened: Visit) -> Signature:
    """Say of a guest, on the page, that they are in isolation at home; return what signs it."""
    hand = Mouse(opened.page)
    hand.follow("Tell a guest's home")
    hand.follow("Order of isolation at home")
    hand.pick("Their home province", cast.SOUTH)
    hand.pick("Document", GUEST["kind"])
    hand.say("Document number", GUEST["number"])
    opened.page.locator("#id_happened_at").fill("2026-11-14T10:00")
    opened.page.locator("#id_ends_at").fill("2026-11-20T10:00")
    opened.page.locator("#id_expires_at").fill("2026-11-22T10:00")
    opened.page.locator("#id_source_reference").fill("order 7")
    opened.page.locator("#id_authority").fill("North CDC")
    opened.page.locator("#id_legal_basis").fill("Act, article 39")
    paper = {"name": "order.pdf", "mimeType": "application/pdf", "buffer": b"the order"}
    opened.page.locator("#id_evidence").set_input_files([paper])
    opened.page.locator("#id_phone").fill("010-12320")
    assert opened.barriers() == []
    hand.press("Propose")
    expect(opened.page.get_by_role("status")).to_contain_text("Proposed.")
    with scope.province(cast.NORTH):
        page = f"{DESK}guests/{Proposal.objects.get().pk}/"
    return Signature(page, "Sign and send it", f"{page}sign/", GUEST)


@pytest.mark.four_eyes("casework.Issued")
def test_a_fact_about_a_guest_is_told_by_two_offices(story: None, visit: Open) -> None:
    with sitting(visit, "ann", DESK) as opened:
        signature = proposes(opened)
        takes_no_second_step(opened, signature, OWN)
    refuses_a_colleague(signature, COLLEAGUE)
    with scope.province(cast.NORTH):
        assert not Outgoing.objects.exists()

    with sitting(visit, "bea", signature.page) as opened:
        Mouse(opened.page).pick("Document", GUEST["kind"])
        Mouse(opened.page).say("Document number", GUEST["number"])
        Mouse(opened.page).press(signature.button)
        expect(opened.page.get_by_role("main")).to_contain_text("Signed and sent.")
        assert opened.barriers() == []

    is_recorded(Event.ASSERTION_PROPOSED, Event.ASSERTION_SIGNED)
    with scope.province(cast.NORTH):
        made = Issued.objects.get()
        assert (made.issued_unit, made.signed_unit) == (FIRST, SECOND)


@pytest.mark.battery
def test_a_fact_about_a_guest_is_refused_with_a_reason(story: None, visit: Open) -> None:
    with sitting(visit, "ann", DESK) as opened:
        signature = proposes(opened)

    because = {"Why it is not told": "The order was lifted."}
    refused = Signature(signature.page, "Do not tell it", "")
    signs(visit, refused, "Refused. Nobody is told.", because=because)

    is_recorded(Event.ASSERTION_PROPOSED, Event.ASSERTION_TURNED_DOWN)
    with scope.province(cast.NORTH):
        assert not Outgoing.objects.exists()
