"""A person without a phone is served at a desk, and can see on their page whatever was done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from provinces.citizens.models import Citizen, Consent
from provinces.passes.queries import Verdict
from provinces.screening.models import Appointment
from provinces.status import pipeline
from provinces.tenancy import scope
from tests import cast
from tests.factories import areas, offices, road, sites, users
from tests.factories.registries import GRAN, InProcess
from tests.journeys.browser import story as telling
from tests.journeys.browser.conftest import Clock, Look, Open, Visit
from tests.journeys.browser.hands import HANDS, Hand, Keys, Mouse
from tests.journeys.browser.story import checked, printed, read_sheet, say_who

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENGLISH = Look("en-GB")
OFFICE = "Service centre of Dongcheng"
DONE = (
    "You were enrolled",
    "You were given a code on paper",
    "A test was booked for you",
    "It was noted how you are, as you said",
    "Your objection was filed",
)


@pytest.fixture
def story(clock: Clock, live_server: object, chromium: object) -> None:
    telling.begin()
    with scope.province(cast.NORTH):
        sites.site(code="near", name_zh="东城区街道核酸采样点", name_en="Dongcheng site")
        clerk = users.user("clerk")
        offices.office(clerk, areas.area("110101"), "desk_clerk", unit=OFFICE, now=cast.NOW)


@pytest.mark.parametrize("kind", HANDS, ids=lambda kind: kind.__name__)
def test_a_person_without_a_phone_is_served_and_sees_each_act(
    kind: type[Mouse] | type[Keys], known: InProcess, clock: Clock, visit: Open
) -> None:
    with visit(ENGLISH) as opened:
        hand = kind(opened.page)
        opened.sign_in("clerk")
        enrols(opened, hand)
        paper = read_sheet(printed(opened, hand, "Print the code"))
        assert checked(paper, clock).verdict is Verdict.ALLOW
        books(opened, hand)
        declares(opened, hand)
        is_held(clock)
        assert checked(paper, clock).failure == "Withdrawn"
        is_told(opened)
        appeals(opened, hand)
        opened.open("console/desk/person/")
        hand.press("Done: the person leaves")
        opened.open("console/desk/person/")
        expect(opened.page.get_by_role("heading", name=GRAN.name)).to_have_count(0)
    with visit(ENGLISH) as own:
        sees_each_act(own)


def enrols(opened: Visit, hand: Hand) -> None:
    """Find nobody by a document that is shown, and enrol whoever shows it."""
    opened.open("console/desk/")
    say_who(hand, GRAN)
    hand.tick("The person is present")
    hand.press("Find")
    hand.tick("Year of birth")
    hand.press("Enrol")
    expect(opened.page.get_by_role("heading", level=1)).to_contain_text(GRAN.name)
    with scope.province(cast.NORTH):
        agreed = set(Consent.objects.values_list("item", "verified_by"))
        assert agreed == {(item, "desk") for item in ("identity", "residence", "birth_year")}


def books(opened: Visit, hand: Hand) -> None:
    hand.follow("Book or cancel a test")
    hand.press("Show free times")
    hand.press("Book for the person")
    expect(opened.page.get_by_role("status").first).to_contain_text("Booked.")
    with scope.province(cast.NORTH):
        assert (
            Appointment.objects.get().code in opened.page.get_by_role("status").first.inner_text()
        )
    hand.follow("At the desk")


def declares(opened: Visit, hand: Hand) -> None:
    hand.tick("Well: no fever")
    hand.press("Declare for them")
    expect(opened.page.get_by_role("status").first).to_contain_text("Noted, as the person said.")


def is_held(clock: Clock) -> None:
    """Let the person, meanwhile, be held for where they were yesterday."""
    with scope.province(cast.NORTH):
        road.zone()
        road.stay(Citizen.objects.get(), at=clock.now - timedelta(days=1))
        pipeline.drain(now=clock.now)


def is_told(opened: Visit) -> None:
    """Have the status and its reason read out before it is contested."""
    opened.open("console/desk/person/")
    expect(opened.page.get_by_role("heading", name="Status of the person Red")).to_be_visible()
    expect(opened.page.get_by_role("region", name="Why")).to_contain_text("high-risk zone")


def appeals(opened: Visit, hand: Hand) -> None:
    hand.follow("File an appeal at the desk")
    hand.tick("I was not there")
    hand.say("In their words", "She was at home all day, and has no phone.")
    hand.press("File the appeal")
    expect(opened.page.get_by_role("status").first).to_contain_text("The number of the appeal")


def sees_each_act(opened: Visit) -> None:
    """Have the person, who opens an account one day, find each act with its office."""
    with scope.province(cast.NORTH):
        Citizen.objects.update(user=users.user("gran"))
    opened.sign_in("gran")
    acted = opened.page.get_by_role("region", name="Who acted for me")
    for done in DONE:
        expect(acted).to_contain_text(done)
    assert acted.get_by_role("listitem").count() == len(DONE)
    expect(acted.get_by_role("listitem").first).to_contain_text(OFFICE)
