"""Rules go from one office to another: drafted, checked, tried on everybody, submitted, signed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from provinces.rules import queries as rules
from provinces.status import trials
from provinces.tenancy import scope
from tests import cast
from tests.factories import areas, offices, users
from tests.factories.rulesets import COMMAND, COMMISSION
from tests.journeys.browser.conftest import Look, Open, Visit
from tests.journeys.browser.hands import HANDS, Hand, Keys, Mouse
from tests.journeys.browser.world import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENGLISH = Look("en-GB")


@pytest.fixture
def two_offices(story: Story) -> None:
    """He drafts in one office, and signs in another; Liu signs there, too."""
    with scope.province(cast.NORTH):
        province = areas.area("110000")
        he, liu = users.user("he"), users.user("liu")
        offices.office(he, province, "rule_drafter", unit=COMMISSION, now=cast.NOW)
        offices.office(he, province, "high_reviewer", unit="another command", now=cast.NOW)
        offices.office(liu, province, "high_reviewer", unit=COMMAND, now=cast.NOW)


@pytest.mark.four_eyes("rules.Ruleset")
@pytest.mark.parametrize("kind", HANDS, ids=lambda kind: kind.__name__)
def test_a_draft_needs_two_officials_of_different_offices(
    kind: type[Mouse] | type[Keys], two_offices: None, visit: Open
) -> None:
    with visit(ENGLISH) as opened:
        opened.sign_in("he")
        hand = kind(opened.page)
        draft = drafts(opened, hand)
        is_tried(opened, hand, draft)
        submits(opened, hand, draft)
        expect(opened.page.get_by_role("button", name="Sign and publish")).to_have_count(0)
    with visit(ENGLISH) as opened:
        opened.sign_in("liu")
        signs(opened, kind(opened.page))
    with scope.province(cast.NORTH):
        made = rules.last_to_come()
        assert made is not None
        assert made.in_force_from == cast.NOW + timedelta(hours=48)
        assert (made.drafted_unit, made.signed_unit) == (COMMISSION, COMMAND)


def drafts(opened: Visit, hand: Hand) -> str:
    """Begin from what is in force, and change one number; it is checked while it is typed."""
    opened.open("console/rules/")
    hand.press("Begin a draft")
    draft = opened.page.url.partition("/p/north/")[2]
    assert opened.barriers() == []
    hand.follow("About the rule set, and its parameters")
    assert opened.barriers() == []
    hand.say("Days in force (days)", "91")
    expect(opened.page.locator("#findings")).to_contain_text("rules last 1 to 90 days, not 91")
    hand.say("Days in force (days)", "30")
    hand.press("Save")
    expect(opened.page.get_by_role("status").first).to_contain_text("Saved as edition 2.")
    for page in ("grounds/0/", "statuses/", "places/", "cases/0/", "json/"):
        opened.open(f"{draft}{page}")
        assert opened.barriers() == [], page
    opened.open(f"{draft}proof/")
    expect(opened.page.locator("main")).to_contain_text("5 of 5 cases come to what is expected")
    return draft


def is_tried(opened: Visit, hand: Hand, draft: str) -> None:
    opened.open(f"{draft}figures/")
    hand.press("Work it out")
    with scope.province(cast.NORTH):
        (waiting,) = trials.waiting(cast.NOW)
        trials.work(waiting.pk, now=cast.NOW)
    expect(opened.page.locator(".news")).to_contain_text("Done.", timeout=15_000)
    hand.follow("Refresh this page")
    expect(opened.page.locator("main")).to_contain_text("Edition 2, compared with")
    assert opened.barriers() == []


def submits(opened: Visit, hand: Hand, draft: str) -> None:
    opened.open(draft)
    hand.press("Submit it to another office")
    expect(opened.page.get_by_role("status").first).to_contain_text("Submitted.")
    expect(opened.page.locator("main")).to_contain_text("Waits for a signature")


def signs(opened: Visit, hand: Hand) -> None:
    opened.open("console/rules/")
    expect(opened.page.get_by_role("heading", name="Waits for me")).to_be_visible()
    hand.follow("First rule set 2026-1.2")
    hand.press("Sign and publish")
    expect(opened.page.get_by_role("status").first).to_contain_text("Signed and published.")
    expect(opened.page.locator("main")).to_contain_text("Nobody is held by this version yet.")
