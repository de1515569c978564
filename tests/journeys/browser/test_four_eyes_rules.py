"""A draft is sent back by another office; its drafter does not sign it in any of theirs."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from provinces.ledger.events import Event
from provinces.rules import queries as rules
from provinces.rules.models import Draft
from provinces.tenancy import scope
from tests import cast
from tests.factories import areas
from tests.journeys.browser.conftest import Open
from tests.journeys.browser.hands import Mouse
from tests.journeys.browser.test_story_rules import drafts, is_tried, submits
from tests.journeys.browser.two_hands import (
    Signature,
    is_recorded,
    refuses_a_colleague,
    seated,
    signs,
    sitting,
    takes_no_second_step,
)
from tests.journeys.browser.world import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OWN = "You drafted it; somebody else signs it or sends it back."
COLLEAGUE = "Your office drafted it, or you share an office with the drafter; another one signs it."


@pytest.mark.battery
def test_a_draft_is_signed_by_neither_office_of_its_drafter_and_sent_back_by_another(
    story: Story, visit: Open
) -> None:
    with scope.province(cast.NORTH):
        areas.area("110000")
        seated("rule_drafter", "high_reviewer")
    with sitting(visit, "ann") as opened:
        hand = Mouse(opened.page)
        page = drafts(opened, hand)
        is_tried(opened, hand, page)
        submits(opened, hand, page)
        with scope.province(cast.NORTH):
            edition = Draft.objects.get().edition
        said = {"edition": str(edition)}
        signature = Signature(page, "Sign and publish", f"{page}sign/", said)
        takes_no_second_step(opened, signature, OWN)
        refuses_a_colleague(signature, COLLEAGUE)

        sent_back = Signature(page, "Send it back", "")
        because = {"Why you send it back": "Thirty days are too long for this."}
        signs(visit, sent_back, "Sent back. The drafter reads why.", because=because)

        opened.open(page)
        said_why = "Thirty days are too long for this."
        expect(opened.page.get_by_role("main")).to_contain_text(said_why)
    is_recorded(Event.RULESET_SUBMITTED, Event.RULESET_SENT_BACK)
    with scope.province(cast.NORTH):
        published = rules.last_to_come()
        assert published is not None
        assert published.version == "2026-1"
