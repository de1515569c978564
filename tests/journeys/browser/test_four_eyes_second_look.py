"""Who refused an appeal does not answer it again, in whatever office; one of another does."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from provinces.appeals.models import Appeal, Review
from provinces.citizens.models import Citizen
from provinces.ledger.events import Event
from provinces.tenancy import scope
from tests import cast
from tests.factories import appeals, areas
from tests.journeys.browser.conftest import Open, Visit
from tests.journeys.browser.hands import Hand, Keys
from tests.journeys.browser.two_hands import (
    BESIDES,
    FIRST,
    REFUSED,
    SECOND,
    Signature,
    forged,
    log_of,
    seat,
    sitting,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

THERE, UPHELD = "The person was there.", "The person was not there."
REFUSING = "Her colleagues and the receipts of the shop say that she was there."
UPHOLDING = "The receipts are of another day, as the shop says now."


@pytest.fixture
def held(noon: None, live_server: LiveServer) -> Citizen:
    """Somebody held by a zone, who has filed an appeal; two offices that answer again."""
    with scope.province(cast.NORTH):
        areas.area("110000", name_zh="北省", name_en="North")
        areas.area("110100", name_zh="安平市", name_en="Anping")
        seat("ann", "appeals_officer", "110100", FIRST)
        seat("ann", "high_appeals_officer", "110000", BESIDES)
        seat("bea", "high_appeals_officer", "110000", SECOND)
        held = appeals.resident()
        appeals.exposed(held)
        appeals.attended(appeals.filed(held))
        return held


@pytest.fixture
def story(held: Citizen) -> None:
    """What `held` tells."""


def answers(opened: Visit, hand: Hand, reference: str, finding: str, reasons: str) -> None:
    """Have whoever it lies with answer, in two steps."""
    opened.open("console/appeals/")
    hand.follow(reference)
    hand.follow("Answer")
    if finding == UPHELD:
        for box in opened.page.get_by_role("checkbox").all():
            hand.tick(" ".join(box.evaluate("one => one.labels[0].innerText").split()))
    hand.tick(finding)
    hand.say("Reasons, in plain words", reasons)
    hand.press("Continue")
    hand.press("Answer, and tell the person")
    expect(opened.page.get_by_role("status")).to_contain_text("Answered.")


def test_a_second_look_is_for_another_office(held: Citizen, visit: Open) -> None:
    assert held.user is not None
    with scope.province(cast.NORTH):
        reference = Appeal.objects.get().reference
    with sitting(visit, "ann") as opened:
        answers(opened, Keys(opened.page), reference, THERE, REFUSING)
        with sitting(visit, held.user.username, f"appeals/{reference}/") as theirs:
            hand = Keys(theirs.page)
            hand.follow("Have another office look")
            hand.tick("I was not there")
            hand.say("In your words", "The receipts are not mine.")
            hand.press("Ask for the second look")
        with scope.province(cast.NORTH):
            appeals.attended(Appeal.objects.get())

        page = f"console/appeals/one/{reference}/decide/"
        said = {"finding": "there", "reasons": REFUSING, "confirm": "yes"}
        answer = forged(opened, Signature(page, "", page, said))
        assert f"{REFUSED} This appeal does not lie with you, or not any more." in answer

    with sitting(visit, "bea") as opened:
        answers(opened, Keys(opened.page), reference, UPHELD, UPHOLDING)

    assert " Ann " in log_of(Event.APPEAL_ANSWERED)
    assert " Bea " in log_of(Event.APPEAL_ANSWERED)
    with scope.province(cast.NORTH):
        answered = Review.objects.exclude(answered_at=None).order_by("level")
        assert [each.unit for each in answered] == [FIRST, SECOND]
        assert appeals.status(held) == "green"
    with sitting(visit, held.user.username, f"appeals/{reference}/") as opened:
        expect(opened.page.get_by_role("main")).to_contain_text(UPHOLDING)
