"""Offers, treaties, rules of entry and held words of neighbours, each by two offices here."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from federation.borders.models import EntryPolicy, Offer, OfferState, PolicyState, Treaty
from federation.casework import queries as casework
from federation.casework import services
from provinces.ledger.events import Event
from provinces.tenancy import scope
from tests import cast
from tests.factories import areas, offices, users
from tests.federation.borders import border
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

DESK = "console/federation/"
OWN = "You took the first step yourself; somebody else has to take the second."
COLLEAGUE = "Your office took the first step; another office has to take the second."
BEFORE = cast.NOW - timedelta(minutes=5)


@pytest.fixture
def story(noon: None, live_server: LiveServer) -> None:
    """The places of the north; what neighbours have to do with it, each test tells."""
    with scope.province(cast.NORTH):
        areas.area("110000", name_zh="北省", name_en="North")
        areas.area("110100", name_zh="安平市", name_en="Anping")


def page_of(opened: Visit) -> str:
    return opened.page.url.partition(f"/p/{cast.NORTH}/")[2]


def is_proposed(opened: Visit) -> None:
    expect(opened.page.get_by_role("status")).to_contain_text("Proposed.")


def an_offer() -> str:
    """Have the south offer the north a zone; return the page of the offer."""
    with scope.province(cast.NORTH):
        border.made()
        seated("epidemiologist", "high_reviewer", at="110100")
    with scope.province(cast.SOUTH):
        border.zone(case_evidence="case 2026-1115-03", name_en="Bridge Market")
    border.carry(cast.SOUTH, cast.NORTH)
    with scope.province(cast.NORTH):
        return f"{DESK}border/offers/{Offer.objects.get().pk}/"


@pytest.mark.four_eyes("borders.Offer")
def test_a_neighbours_zone_is_accepted_by_two_offices(story: None, visit: Open) -> None:
    page = an_offer()
    signature = Signature(page, "Sign: accept the zone here", f"{page}sign/")
    with sitting(visit, "ann", page) as opened:
        Mouse(opened.page).press("Propose to accept")
        is_proposed(opened)
        takes_no_second_step(opened, signature, OWN)
    refuses_a_colleague(signature, COLLEAGUE)

    signs(visit, signature, "Accepted, and published. The zone holds here with the next map.")

    is_recorded(Event.OFFER_ACCEPTED, Event.OFFER_SIGNED)
    with scope.province(cast.NORTH):
        made = Offer.objects.get()
        assert made.state == OfferState.ACCEPTED
        assert (made.proposed_unit, made.signed_unit) == (FIRST, SECOND)


def test_an_acceptance_is_refused_with_a_reason(story: None, visit: Open) -> None:
    page = an_offer()
    with scope.province(cast.NORTH):
        dee = users.user("dee", full_name="Dee")
        offices.office(dee, areas.area("110100"), "epidemiologist", unit="third", now=cast.NOW)
    with sitting(visit, "ann", page) as opened:
        Mouse(opened.page).press("Propose to accept")
        is_proposed(opened)

    refused = Signature(page, "Refuse: the zone gets no effect here", "")
    because = {"Why you refuse": "The case never came here."}
    done = "Refused, and published. The zone has no effect on our ground."
    signs(visit, refused, done, name="dee", because=because)

    with scope.province(cast.NORTH):
        assert Offer.objects.get().state == OfferState.REFUSED


@pytest.mark.four_eyes("borders.Treaty")
def test_a_treaty_is_signed_by_another_office_than_the_one_that_proposed_it(
    story: None, visit: Open
) -> None:
    with scope.province(cast.NORTH):
        border.made()
        seated("federation_officer", "high_reviewer")
    with sitting(visit, "ann", f"{DESK}border/treaties/") as opened:
        hand = Mouse(opened.page)
        hand.pick("With", cast.SOUTH)
        for side, degrees in [("West", "116.495"), ("South", "39.89"), ("East", "116.505")]:
            hand.say(side, degrees)
        hand.say("North", "39.91")
        hand.say("The terms in Chinese", "由北省划定")
        hand.say("The terms in English", "The north zones it")
        hand.press("Propose")
        is_proposed(opened)
        page = page_of(opened)
        signature = Signature(page, "Sign for the province", f"{page}sign/")
        takes_no_second_step(opened, signature, OWN)
    refuses_a_colleague(signature, COLLEAGUE)

    signs(visit, signature, "Signed, and published.")

    is_recorded(Event.TREATY_PROPOSED, Event.TREATY_SIGNED)
    with scope.province(cast.NORTH):
        made = Treaty.objects.get()
        assert (made.proposed_unit, made.signed_unit) == (FIRST, SECOND)
        assert made.partner_signed_at is None


def drafts(visit: Open) -> Signature:
    """Have Ann draft rules of entry, and be kept from signing them."""
    with scope.province(cast.NORTH):
        seated("rule_drafter", "high_reviewer")
    with sitting(visit, "ann", f"{DESK}entry/draft/") as opened:
        page, hand = opened.page, Mouse(opened.page)
        hand.press("Add a rule")
        page.locator("[name='rules.0.id']").fill("from_abroad")
        page.locator("[name='rules.0.text_zh']").fill("从境外入境的人")
        page.locator("[name='rules.0.text_en']").fill("People who arrived from abroad")
        page.locator("[name='rules.0.fact']").select_option("arrivals.overseas.entered_at")
        page.locator("[name='rules.0.outcome']").select_option("allow_with_condition")
        page.locator("[name='rules.0.conditions'][value=test_on_arrival]").check()
        page.get_by_role("button", name="Draft it").last.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Waits for a signature")
        path = page_of(opened)
        with scope.province(cast.NORTH):
            said = {"read": EntryPolicy.objects.get().digest}
        signature = Signature(path, "Sign and publish it", f"{path}sign/", said)
        takes_no_second_step(opened, signature, OWN)
    refuses_a_colleague(signature, COLLEAGUE)
    return signature


@pytest.mark.four_eyes("borders.EntryPolicy")
def test_rules_of_entry_are_published_by_another_office(story: None, visit: Open) -> None:
    signs(visit, drafts(visit), "Signed and published.")

    is_recorded(Event.POLICY_DRAFTED, Event.POLICY_PUBLISHED)
    with scope.province(cast.NORTH):
        made = EntryPolicy.objects.get()
        assert (made.state, made.signed_unit) == (PolicyState.PUBLISHED, SECOND)


@pytest.mark.battery
def test_rules_of_entry_are_refused_with_a_reason(story: None, visit: Open) -> None:
    signature = drafts(visit)

    because = {"Why you refuse": "It is stricter than need be."}
    refused = Signature(signature.page, "Refuse it", "")
    signs(visit, refused, "It is stricter than need be.", because=because)

    is_recorded(Event.POLICY_DRAFTED, Event.POLICY_REFUSED)
    with scope.province(cast.NORTH):
        assert EntryPolicy.objects.get().state == PolicyState.REFUSED


def words_held() -> str:
    """Have the south say of three people what is held here; return the page of the hold."""
    with scope.province(cast.NORTH):
        stories.founded()
        seated("epidemiologist", "high_reviewer")
        numbers = [stories.guest()[1] for _ in range(3)]
        stories.named(now=BEFORE)
        for number in numbers:
            word = stories.word(link="venue_code", source_reference="code 7")
            stories.said(number, word, now=BEFORE)
        stories.deliver(now=BEFORE)
        services.judge(now=cast.NOW)
        return f"{DESK}casework/holds/{casework.holds().get().pk}/"


def would_release(opened: Visit, page: str) -> Signature:
    hand = Mouse(opened.page)
    hand.say("Why it should count", "They showed us the cases.")
    hand.press("Propose to release")
    is_proposed(opened)
    said = {"reason": "They bear out."}
    return Signature(page, "Release: let it count", f"{page}release/", said)


def states() -> dict[str, int]:
    with scope.province(cast.NORTH):
        return stories.states()


@pytest.mark.four_eyes("casework.Hold")
def test_words_of_a_neighbour_that_are_held_are_released_by_two_offices(
    story: None, visit: Open
) -> None:
    page = words_held()
    with sitting(visit, "ann", page) as opened:
        signature = would_release(opened, page)
        takes_no_second_step(opened, signature, OWN)
    refuses_a_colleague(signature, COLLEAGUE)
    assert states() == {"held": 3}

    because = {"Why you release it": "They bear out."}
    signs(visit, signature, "Released, and published.", because=because)

    is_recorded(Event.ASSERTION_RELEASE_PROPOSED, Event.ASSERTION_RELEASED)
    assert states() == {"in_force": 3}


@pytest.mark.battery
def test_words_of_a_neighbour_that_are_held_are_refused_with_a_reason(
    story: None, visit: Open
) -> None:
    page = words_held()
    with sitting(visit, "ann", page) as opened:
        would_release(opened, page)

    because = {"Why you refuse": "No case was shown."}
    signs(visit, Signature(page, "Refuse for good", ""), "Refused, and published.", because=because)

    assert states() == {"refused": 3}
