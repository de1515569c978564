"""A guardian shows a child's code by a mandate that the child sees used, and that ends at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from provinces.citizens.mandates import Scope
from provinces.citizens.models import Citizen, Mandate
from provinces.passes.codec import Follows
from provinces.status import pipeline
from provinces.tenancy import scope
from tests import cast
from tests.factories import road, users
from tests.factories.registries import MOTHER, SON, InProcess
from tests.journeys.browser import story as telling
from tests.journeys.browser.conftest import Clock, Look, Open, Visit
from tests.journeys.browser.hands import HANDS, Hand, Keys, Mouse
from tests.journeys.browser.story import checked, read, say_who, sent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENGLISH = Look("en-GB")


@pytest.fixture
def story(clock: Clock, live_server: object, chromium: object) -> None:
    telling.begin()


@pytest.mark.parametrize("kind", HANDS, ids=lambda kind: kind.__name__)
def test_a_childs_code_is_shown_until_the_mandate_ends(
    kind: type[Mouse] | type[Keys], known: InProcess, clock: Clock, visit: Open
) -> None:
    with visit(ENGLISH) as mother, visit(ENGLISH) as child:
        hers, his = kind(mother.page), kind(child.page)
        telling.enrol(mother, hers, MOTHER, known, clock)
        asks_to_act(mother, hers, known, clock)
        is_held_apart_from_her(clock)

        hers.follow("My code")
        assert follows(mother, clock) is Follows.HELD
        hers.follow("About me")
        hers.follow("Acting for others")
        hers.press("Act for myself again")
        hers.follow("My code")
        assert follows(mother, clock) is Follows.FREE
        hers.follow("About me")
        hers.follow("Acting for others")
        hers.press("Act for them")
        expect(mother.page.get_by_role("main")).to_contain_text(f"You act for {SON.name}")

        sees_it_and_ends_it(child, his)

        hers.follow("My code")
        expect(mother.page.get_by_role("alert")).to_contain_text("The mandate has ended.")
        hers.follow("My code")
        assert follows(mother, clock) is Follows.FREE
        hers.follow("About me")
        hers.follow("Acting for others")
        expect(mother.page.get_by_role("button", name="Act for them")).to_have_count(0)


def asks_to_act(opened: Visit, hand: Hand, known: InProcess, clock: Clock) -> None:
    """Have the registry say that she is the guardian; her own code opens it."""
    hand.follow("About me")
    hand.follow("Acting for others")
    hand.follow("Act for a child")
    hand.pick("You would act", "child")
    say_who(hand, SON)
    hand.press("Send the code")
    hand.say("Code", sent(known, clock))
    hand.press("Continue")
    expect(opened.page.get_by_role("main")).to_contain_text(SON.name)
    with scope.province(cast.NORTH):
        assert Mandate.objects.get().scopes == [Scope.SHOW_CODE]


def is_held_apart_from_her(clock: Clock) -> None:
    """Let the child, whom nobody has enrolled at a desk, have been somewhere without her."""
    with scope.province(cast.NORTH):
        child = Mandate.objects.get().subject
        road.zone()
        road.stay(child, at=clock.now - timedelta(days=1))
        pipeline.drain(now=clock.now)


def sees_it_and_ends_it(opened: Visit, hand: Hand) -> None:
    """Have the child, who is given an account, see what was done by the mandate, and end it."""
    with scope.province(cast.NORTH):
        mandate = Mandate.objects.get()
        Citizen.objects.filter(pk=mandate.subject_id).update(user=users.user("qiang"))
    opened.sign_in("qiang")
    acted = opened.page.get_by_role("region", name="Who acted for me")
    expect(acted).to_contain_text(MOTHER.name)
    expect(acted).to_contain_text("See the status and show the code")
    hand.follow("About me")
    hand.follow("Acting for others")
    hand.press("End the mandate")
    expect(opened.page.get_by_role("status").first).to_contain_text("The mandate has ended.")


def follows(opened: Visit, clock: Clock) -> object:
    """Return what follows from the code that is on the screen."""
    return checked(read(opened.page.locator("[data-frame]")), clock).claims.follows
