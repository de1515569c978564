"""A person without a phone that shows pages rings a desk, and has a code in their letter-box."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from provinces.citizens.models import Citizen
from provinces.passes import services as passes
from provinces.passes.queries import Verdict
from provinces.tenancy import scope
from tests import cast
from tests.factories import areas, letters, offices, users
from tests.factories.registries import GRAN, InProcess
from tests.journeys.browser import story as telling
from tests.journeys.browser.conftest import Clock, Look, Open, Visit
from tests.journeys.browser.hands import HANDS, Hand, Keys, Mouse
from tests.journeys.browser.story import checked, say_who, sent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENGLISH = Look("en-GB")
OFFICE = "Service centre of Dongcheng"


@pytest.fixture
def story(clock: Clock, live_server: object, chromium: object) -> None:
    telling.begin()
    with scope.province(cast.NORTH):
        clerk = users.user("clerk")
        offices.office(clerk, areas.area("110101"), "desk_clerk", unit=OFFICE, now=cast.NOW)
        letters.enrolled()


@pytest.mark.parametrize("kind", HANDS, ids=lambda kind: kind.__name__)
def test_a_caller_has_a_code_posted_that_counts_and_sees_who_asked(
    kind: type[Mouse] | type[Keys], known: InProcess, clock: Clock, visit: Open
) -> None:
    with visit(ENGLISH) as opened:
        opened.sign_in("clerk")
        takes_the_call(opened, kind(opened.page), known, clock)
    with scope.province(cast.NORTH):
        passes.post_due(now=clock.now)
    (letter,) = known.books.posted
    assert letter.to == f"{GRAN.name}, {GRAN.address}"
    assert checked(letters.code(letter.pdf), clock).verdict is Verdict.ALLOW
    with visit(ENGLISH) as own:
        sees_what_was_done(own, kind(own.page))


def takes_the_call(opened: Visit, hand: Hand, known: InProcess, clock: Clock) -> None:
    """Have a code read out, and a letter posted; the clerk is shown nothing of the caller."""
    opened.open("console/desk/")
    hand.follow("Serve a caller")
    say_who(hand, GRAN)
    hand.press("Send the code")
    hand.say("Code", sent(known, clock))
    hand.press("Continue")
    hand.press("Have it posted")
    expect(opened.page.get_by_role("status").first).to_contain_text("you are not told")
    assert GRAN.name not in opened.page.get_by_role("main").inner_text()


def sees_what_was_done(opened: Visit, hand: Hand) -> None:
    """Have the person, who opens an account one day, find who asked and what became of it."""
    with scope.province(cast.NORTH):
        Citizen.objects.update(user=users.user("gran"))
    opened.sign_in("gran")
    acted = opened.page.get_by_role("region", name="Who acted for me")
    expect(acted).to_contain_text("A code on paper was asked for by post")
    expect(acted).to_contain_text(OFFICE)
    hand.follow("My code")
    hand.follow("Paper code: print it, or have it posted")
    posted = opened.page.get_by_role("region", name="No printer? Have it posted")
    expect(posted).to_contain_text("A letter was posted on")
    opened.open("my-data/")
    expect(opened.page.get_by_role("main")).to_contain_text("The identity registry")
