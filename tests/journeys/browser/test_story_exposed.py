"""From enrolment to a letter: a code, a night, a hold, "this is wrong", an answer, a code again."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from provinces.appeals import tasks as appeals
from provinces.citizens.models import Citizen
from provinces.passes.codec import Follows
from provinces.passes.queries import Verdict
from provinces.status import tasks as statuses
from provinces.tenancy import scope
from tests import cast
from tests.factories import areas, offices, road, users, zones
from tests.factories.appeals import HERE
from tests.factories.registries import MOTHER, InProcess
from tests.journeys.browser import story as telling
from tests.journeys.browser.conftest import Clock, Look, Open, Visit
from tests.journeys.browser.hands import HANDS, Hand, Keys, Mouse
from tests.journeys.browser.story import checked, printed, read, read_sheet
from tests.journeys.browser.test_signing_in import give_authenticator

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENGLISH = Look("en-GB")
AFTERNOON = cast.NOW + timedelta(hours=2)
EVENING = cast.NOW + timedelta(hours=8)
MIDNIGHT = cast.NOW + timedelta(hours=12, minutes=5)
MORNING = cast.NOW + timedelta(hours=20)
REASONS = "The phone was lent to a neighbour that day, as her statement shows."


@pytest.fixture
def story(clock: Clock, live_server: object, chromium: object) -> None:
    """Rules and ground, an official who declares, one who signs, one who answers appeals."""
    telling.begin()
    with scope.province(cast.NORTH):
        county, city = areas.area("110101"), areas.area("110100")
        ada, zoe, rosa = (users.user(name) for name in ("ada", "zoe", "rosa"))
        for user, area, role, unit in [
            (ada, county, "epidemiologist", "Disease control of Dongcheng"),
            (zoe, city, "high_reviewer", "Health commission of Anping"),
            (rosa, city, "appeals_officer", "Appeals office of Anping"),
        ]:
            offices.office(user, area, role, unit=unit, now=cast.NOW)


@pytest.mark.parametrize("kind", HANDS, ids=lambda kind: kind.__name__)
def test_is_held_overnight_appeals_and_is_green_again(
    kind: type[Mouse] | type[Keys], known: InProcess, clock: Clock, visit: Open
) -> None:
    with visit(ENGLISH) as citizen, visit(ENGLISH) as official:
        hers, theirs = kind(citizen.page), kind(official.page)
        paper = enrols(citizen, hers, known, clock)

        is_exposed(clock)
        zone_is_signed(official, theirs, clock)
        night_falls(clock)
        reads_the_notice(citizen, hers, paper, clock)

        reference = appeals_in_three_clicks(citizen, hers)
        is_looked_at_again(citizen)
        is_upheld(official, theirs, reference)
        is_green_again(citizen, hers, reference, clock)


def enrols(opened: Visit, hand: Hand, known: InProcess, clock: Clock) -> str:
    """Enrol, keep a receipt, set up a passkey, see a green code; return that on a paper sheet."""
    page = opened.page
    give_authenticator(opened)
    telling.enrol(opened, hand, MOTHER, known, clock)
    opened.open("profile/")
    expect(page.get_by_role("main")).to_contain_text("E-mail address and phone number")
    with page.expect_download() as receipt:
        hand.follow("Receipt", saves=True)
    kept = json.loads(receipt.value.path().read_text())
    told = kept["consents"] + kept["required_by_law"]
    assert [one["item"] for one in told] == ["contact", "identity", "residence"]
    assert all(one["purpose"] and one["fields"] for one in told)
    opened.open("security/")
    hand.follow("Set up a passkey")
    hand.press("Set up a passkey")
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")

    hand.follow("My code")
    live = checked(read(page.locator("[data-frame]")), clock)
    assert (live.verdict, live.claims.follows) == (Verdict.ALLOW, Follows.FREE)
    hand.follow("Paper code: print it, or have it posted")
    paper = read_sheet(printed(opened, hand, "Make a sheet to print"))
    assert checked(paper, clock).verdict is Verdict.ALLOW
    return paper


def is_exposed(clock: Clock) -> None:
    """Have her phone tell of an hour and a quarter in a compound, in the afternoon."""
    clock.now = EVENING
    with scope.province(cast.NORTH):
        eve = Citizen.objects.get(user__username="fang.wang")
        road.stay(eve, at=AFTERNOON, minutes=75, cell=HERE)
        zones.declared(by=users.User.objects.get(username="ada"), now=EVENING)


def zone_is_signed(opened: Visit, hand: Hand, clock: Clock) -> None:
    """Have the second office sign what the first has declared."""
    opened.sign_in("zoe")
    opened.open("console/zones/")
    hand.follow("Fuding Garden")
    expect(opened.page.get_by_role("main")).to_contain_text("The second signature")
    hand.press("Sign: put the zone into force")
    expect(opened.page.get_by_role("status").first).to_contain_text("The zone is in force")
    opened.page.context.clear_cookies()


def night_falls(clock: Clock) -> None:
    """Have the minute beat find that it is midnight, and a worker do what there is."""
    clock.now = MIDNIGHT
    statuses.minute(cast.NORTH)
    statuses.work(cast.NORTH)
    clock.now = MORNING


def reads_the_notice(opened: Visit, hand: Hand, paper: str, clock: Clock) -> None:
    """Sign in by the passkey; see why, where and until when; the sheet counts no more."""
    main = opened.page.get_by_role("main")
    opened.page.context.clear_cookies()
    opened.open("sign-in/")
    hand.press("Sign in with a passkey")
    opened.page.wait_for_url("**/status/")
    expect(opened.page.get_by_role("heading", level=1)).to_contain_text("Red")
    told = main.get_by_role("region", name="What we told you")
    expect(told).to_contain_text("Your status became: Red.")
    expect(told).to_contain_text("high-risk zone")
    why = main.get_by_role("region", name="Why")
    expect(why).to_contain_text("Fuding Garden")
    expect(why).to_contain_text("15 November 2026")

    opened.open("code/")
    held = checked(read(opened.page.locator("[data-frame]")), clock)
    assert held.claims.follows is Follows.HELD
    expect(main).to_contain_text("Codes that were withdrawn")
    refused = checked(paper, clock)
    assert (refused.verdict, refused.failure) == (Verdict.UNREADABLE, "Withdrawn")


def appeals_in_three_clicks(opened: Visit, hand: Hand) -> str:
    """From one's own page say "this is wrong"; return the appeal's reference."""
    hand.follow("My status")
    hand.clicks = 0
    hand.follow("This is wrong")
    hand.tick("I was not there")
    hand.say("In your words", "My phone was with a neighbour; she says so.")
    hand.press("File my appeal")
    assert hand.clicks <= 3
    expect(opened.page.get_by_role("main")).to_contain_text("Awaits its answer")
    return opened.page.url.rstrip("/").rpartition("/")[2]


def is_looked_at_again(opened: Visit) -> None:
    """Have the machine look again: the ground holds, and another office has it."""
    appeals.attend(cast.NORTH)
    opened.page.reload()
    main = opened.page.get_by_role("main")
    expect(main).to_contain_text("By what is recorded the ground holds")
    expect(main).to_contain_text("Given to Appeals office of Anping")


def is_upheld(opened: Visit, hand: Hand, reference: str) -> None:
    """Have whoever it lies with say what is wrong, and why."""
    main = opened.page.get_by_role("main")
    opened.sign_in("rosa")
    opened.open("console/appeals/")
    hand.follow(reference)
    expect(main).to_contain_text("My phone was with a neighbour")
    hand.follow("Answer")
    for box in main.get_by_role("checkbox").all():
        hand.tick(" ".join(box.evaluate("one => one.labels[0].innerText").split()))
    hand.tick("The person was not there.")
    hand.say("Reasons, in plain words", REASONS)
    hand.press("Continue")
    expect(main).to_contain_text("Is this your answer?")
    hand.press("Answer, and tell the person")
    expect(opened.page.get_by_role("status")).to_contain_text("Answered.")


def is_green_again(opened: Visit, hand: Hand, reference: str, clock: Clock) -> None:
    """See green, and keep the letter that says which decision was wrong."""
    statuses.drain(cast.NORTH)
    page, main = opened.page, opened.page.get_by_role("main")
    hand.follow("My status")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Green")
    expect(main).to_contain_text(f"Your appeal {reference} is upheld: you were right.")
    hand.follow("My code")
    live = checked(read(page.locator("[data-frame]")), clock)
    assert (live.verdict, live.claims.follows) == (Verdict.ALLOW, Follows.FREE)
    hand.follow("About me")
    hand.follow("My appeals")
    hand.follow(reference)
    expect(main).to_contain_text(REASONS)
    hand.follow("Letter ")
    expect(page.get_by_role("heading", level=1)).to_have_text("Letter of correction")
    expect(main).to_contain_text(f"This was found on appeal {reference}.")
    expect(main.get_by_role("row").last).to_contain_text("Red")
    opened.keep("en-1280-light-letter")
