"""Somebody waits for a test; a laboratory's negative, sent over the wire, clears them at once."""

from __future__ import annotations

from datetime import timedelta
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from provinces.evidence.classes import EvidenceClass
from provinces.passes.codec import Follows
from provinces.screening import tasks as results
from provinces.status import pipeline
from provinces.status import tasks as statuses
from provinces.tenancy import scope
from tests import cast
from tests.factories import areas, evidence, sites, users
from tests.factories import laboratories as lab
from tests.journeys.browser import story as telling
from tests.journeys.browser.conftest import Clock, Look, Open, Visit
from tests.journeys.browser.hands import HANDS, Hand, Keys, Mouse
from tests.journeys.browser.story import checked, read

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VISIT = cast.NOW - timedelta(hours=20)
LATER = cast.NOW + timedelta(hours=6)


@pytest.fixture
def story(clock: Clock, live_server: object, chromium: object) -> None:
    """Rules by which whoever was at a clinic for fever is to take a test; Gail was."""
    telling.begin("beijing")
    with scope.province(cast.NORTH):
        sites.site(code="near", name_zh="东城区街道核酸采样点", name_en="Dongcheng site")
        gail = lab.identified(area=areas.area("110101"), user=users.user("gail"))
        evidence.in_force(gail, EvidenceClass.CLINIC_VISIT, happened_at=VISIT)
        pipeline.drain(now=cast.NOW)


@pytest.mark.parametrize("kind", HANDS, ids=lambda kind: kind.__name__)
def test_a_negative_clears_at_once_what_waits_for_it(
    kind: type[Mouse] | type[Keys], story: None, clock: Clock, visit: Open
) -> None:
    with visit(Look("en-GB")) as opened:
        hand = kind(opened.page)
        opened.sign_in("gail")
        main = opened.page.get_by_role("main")
        expect(opened.page.get_by_role("heading", level=1)).to_contain_text("Prompt")
        expect(main.get_by_role("region", name="Why")).to_contain_text("take a PCR test")
        books(opened, hand)

        clock.now = LATER
        reports(opened)

        hand.follow("My status")
        expect(opened.page.get_by_role("heading", level=1)).to_contain_text("No abnormality")
        expect(main).to_contain_text("Your status is: No abnormality.")
        hand.follow("My code")
        live = checked(read(opened.page.locator("[data-frame]")), clock)
        assert live.claims.follows is Follows.FREE
        hand.follow("My health")
        expect(main).to_contain_text("Negative")


def books(opened: Visit, hand: Hand) -> None:
    """Book the first time that there is at a site nearby."""
    hand.follow("My health")
    hand.follow("Book a test")
    hand.follow("Dongcheng site")
    hand.press("Book this time")
    expect(opened.page.get_by_role("status").first).to_contain_text("Your appointment is booked.")


def reports(opened: Visit) -> None:
    """Have a laboratory post its bundle with its key; workers do what they are nudged to."""
    sampled, issued = cast.NOW + timedelta(hours=1), LATER - timedelta(minutes=1)
    collected = {"collection": {"collectedDateTime": sampled.isoformat()}}
    with scope.province(cast.NORTH):
        key = lab.key_of(lab.laboratory())
    asked = Request(  # noqa: S310  a server of this test
        f"{opened.server}/p/north/api/laboratory/fhir",
        lab.bundle(lab.report_of(specimen=collected, issued=issued)),
        {"Authorization": f"Bearer {key}", "Content-Type": "application/fhir+json"},
    )
    with urlopen(asked, timeout=10) as answer:  # noqa: S310
        assert answer.status == 200
    results.deliver(cast.NORTH)
    statuses.drain(cast.NORTH)
