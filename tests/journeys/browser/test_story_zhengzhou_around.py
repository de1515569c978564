"""Ways around evidence: a zone about the bank, rules made to measure, a venue's code, a neighbour.

The same two officials as in `test_story_zhengzhou` try what is not about one person, and the two
of a neighbouring province say it of people who were never there.
"""

from __future__ import annotations

import copy
import json
import re
from datetime import timedelta
from typing import Any

import h3.api.basic_int as h3
import pytest
from playwright.sync_api import expect

from provinces.citizens.models import Citizen
from provinces.evidence.classes import EvidenceClass
from provinces.exposure.models import Question
from provinces.presence import services as presence
from provinces.presence.models import CheckIn, Venue
from provinces.rules import queries as rules
from provinces.rules.models import Draft
from provinces.status import trials
from provinces.tenancy import scope
from tests import cast
from tests.factories import areas, citizens, road, venues, zones
from tests.factories import evidence as claims
from tests.journeys.browser import zhengzhou
from tests.journeys.browser.conftest import Clock, Look, Open, Visit
from tests.journeys.browser.hands import Hand, Mouse
from tests.journeys.browser.test_story_zone import declares, looks, terms
from tests.journeys.browser.zhengzhou import (
    ALL,
    BANK,
    LI,
    NEXT_COUNTY,
    NOW,
    ON_SITE,
    QIAN,
    SUN,
    YESTERDAY,
    people,
    story,
)

__all__ = ["people", "story"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENGLISH = Look("en-GB")
# Of those on site, so many phones knew no better than within a kilometre where they were.
VAGUE = 46
CERTAIN = ON_SITE - VAGUE
RADIUS = 450


def neighbour() -> Citizen:
    """Return somebody of the next county, who is no depositor."""
    return citizens.citizen(area=areas.area(NEXT_COUNTY))


class TestAZone:
    def test_meets_only_who_was_there_and_ends_as_if_it_had_never_been(
        self, people: list[Citizen], clock: Clock, visit: Open
    ) -> None:
        with scope.province(cast.NORTH):
            for place, person in enumerate(people[:ON_SITE]):
                cell = BANK if place < CERTAIN else h3.cell_to_parent(BANK, 8)
                road.stay(person, at=YESTERDAY, cell=cell)
        with visit(ENGLISH) as opened:
            opened.sign_in(SUN)
            hand = Mouse(opened.page)
            self.is_drawn(opened, hand)
            looks(opened, hand)
            seen = opened.page.locator("#preview")
            expect(seen).to_contain_text("it reaches further back than a county's cap.")
            expect(seen).to_contain_text(re.compile(rf"Certainly there\s*{CERTAIN} people"))
            expect(seen).to_contain_text(re.compile(rf"Asked whether they were\s*{VAGUE} people"))
            expect(seen).to_contain_text(re.compile(rf"Green\s*→\s*Yellow\s*{CERTAIN} people"))
            declares(hand)
            main = opened.page.locator("main")
            expect(main).to_contain_text("You declared this zone; somebody else has to sign it.")
        with visit(ENGLISH) as opened:
            opened.sign_in("wu")
            opened.open("console/zones/")
            Mouse(opened.page).follow("Bank of the North")
            main = opened.page.locator("main")
            expect(main).to_contain_text("one that reaches so far back, needs a higher office.")
            expect(opened.page.get_by_role("button", name="Sign: put")).to_have_count(0)
        assert zhengzhou.walk() == zhengzhou.free()

        with visit(ENGLISH) as opened:
            opened.sign_in(QIAN)
            opened.open("console/zones/")
            hand = Mouse(opened.page)
            hand.follow("Bank of the North")
            hand.press(f"Sign: put the zone into force and change {CERTAIN} people's statuses")
            expect(opened.page.locator("main")).to_contain_text("In effect")

        # Nobody is red; nobody who was elsewhere is touched, nor anybody of whom it is uncertain.
        touched = {"yellow": CERTAIN, "green": ALL - CERTAIN}
        assert zhengzhou.walk() == touched
        with scope.province(cast.NORTH):
            asked = set(Question.objects.values_list("citizen", flat=True))
        assert asked == {person.pk for person in people[CERTAIN:ON_SITE]}
        clock.now += timedelta(hours=2)
        self.is_lifted_by_one(visit)
        assert zhengzhou.walk(clock.now) == zhengzhou.free()

    def is_drawn(self, opened: Visit, hand: Hand) -> None:
        latitude, longitude = h3.cell_to_latlng(BANK)
        opened.open("console/zones/declare/")
        hand.tick("A circle around a point")
        hand.say("Latitude", str(latitude))
        hand.say("Longitude", str(longitude))
        hand.say("Radius in metres", str(RADIUS))
        hand.pick("Where the numbers come from", "wgs84")
        terms(hand, "Bank of the North")
        hand.say("From", "2026-10-20T08:00")

    def is_lifted_by_one(self, visit: Open) -> None:
        with visit(ENGLISH) as opened:
            opened.sign_in(LI)
            opened.open("console/zones/map/")
            hand = Mouse(opened.page)
            hand.follow("Bank of the North")
            hand.follow("Lift the zone")
            hand.say("When it ends", "2026-10-20T08:00")
            hand.pick("Why it is lifted", "declared_without_ground")
            hand.press("Lift it")


@pytest.mark.battery
class TestRules:
    def test_can_neither_name_depositors_nor_hold_whom_nothing_is_known_of(
        self, people: list[Citizen], visit: Open
    ) -> None:
        with scope.province(cast.NORTH):
            claims.recorded(neighbour(), EvidenceClass.PROVINCE_ARRIVAL)
        with visit(ENGLISH) as opened:
            opened.sign_in(SUN)
            hand = Mouse(opened.page)
            opened.open("console/rules/")
            hand.press("Begin a draft")
            draft = opened.page.url.partition("/p/north/")[2]
            for wrong, finding in REFUSED:
                opened.open(f"{draft}json/")
                self.is_written(opened, beside(**wrong))
                hand.press("Check")
                expect(opened.page.locator("#findings")).to_contain_text(finding)
            opened.open(f"{draft}json/")
            self.is_written(opened, graver())
            hand.press("Save")
            self.is_tried(opened, hand, draft)
            opened.open(draft)
            hand.say("Emergency: why it cannot wait 48 hours", "depositors are on their way")
            hand.press("Submit it to another office")
            expect(opened.page.get_by_role("button", name="Sign and publish")).to_have_count(0)
        with visit(ENGLISH) as opened:
            opened.sign_in(QIAN)
            opened.open(draft)
            main = opened.page.locator("main")
            expect(main).to_contain_text("in force at once, and ends within 72 hours.")
            Mouse(opened.page).press("Sign and publish")
            assert "Signed and published." in zhengzhou.told(opened)

        assert zhengzhou.walk(NOW + timedelta(minutes=1)) == zhengzhou.free()
        assert zhengzhou.counted(NEXT_COUNTY, NOW + timedelta(minutes=1)) == {"red": 1}
        opened_by_all = f"rules/{self.published()}/"
        with visit(ENGLISH) as opened:
            opened.open(opened_by_all)
            expect(opened.page.locator("main")).to_contain_text("depositors are on their way")

    def is_written(self, opened: Visit, document: dict[str, Any]) -> None:
        opened.page.locator("#document").fill(json.dumps(document, ensure_ascii=False))

    def is_tried(self, opened: Visit, hand: Hand, draft: str) -> None:
        opened.open(f"{draft}figures/")
        hand.press("Work it out")
        with scope.province(cast.NORTH):
            (waiting,) = trials.waiting(NOW)
            trials.work(waiting.pk, now=NOW)
        expect(opened.page.locator(".news")).to_contain_text("Done.", timeout=15_000)
        hand.follow("Refresh this page")
        # One person is not told of; nobody else's would change.
        main = opened.page.locator("main")
        expect(main).not_to_contain_text(re.compile(r"Red\s*1,3\d\d"))

    def published(self) -> str:
        with scope.province(cast.NORTH):
            made = rules.in_force(NOW + timedelta(minutes=1))
        assert made is not None
        return f"{made.name}/{made.version}"


GROUND = "returned_from_other_province"


def beside(**made_up: Any) -> dict[str, Any]:
    """Return what the draft says, with one ground more, made after one that there is."""
    with scope.province(cast.NORTH):
        document: dict[str, Any] = copy.deepcopy(Draft.objects.get().document)
    (found,) = [each for each in document["grounds"] if each["key"] == GROUND]
    document["grounds"].append({**found, "key": "depositors", **made_up})
    return document


def graver() -> dict[str, Any]:
    """Return what the draft says, with red for whoever came from elsewhere, and cases to match."""
    with scope.province(cast.NORTH):
        document: dict[str, Any] = copy.deepcopy(Draft.objects.get().document)
    (found,) = [each for each in document["grounds"] if each["key"] == GROUND]
    found["phases"][0]["status"] = "red"
    for case in document["cases"]:
        if case["expect"]["grounds"] == [GROUND]:
            case["expect"]["status"] = "red"
    return document


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"rests_on": ["venue_scan"]}, "'venue_scan' is no source of facts"),
    ({"rests_on": ["manual"]}, "'manual' is a catch-all"),
    ({"when": True}, "this holds of anybody, even where nothing is known"),
    ({}, "no case expects this ground"),
]


class TestAVenuesCode:
    def test_asks_and_recolours_nobody(self, people: list[Citizen], visit: Open) -> None:
        latitude, longitude = h3.cell_to_latlng(BANK)
        with visit(ENGLISH) as opened:
            opened.sign_in(SUN)
            opened.open("console/venues/register/")
            hand = Mouse(opened.page)
            hand.say("Name in Chinese", "北省银行")
            hand.say("Name in English", "Bank of the North")
            hand.pick("Area", zhengzhou.COUNTY)
            hand.say("Who answers for it", "孙振")
            hand.say("How to reach them", "010-5555")
            hand.say("Latitude", str(latitude))
            hand.say("Longitude", str(longitude))
            hand.pick("Where the numbers come from", "wgs84")
            hand.press("Register it")
            expect(opened.page.locator("main")).to_contain_text("It is shown this once")
        with scope.province(cast.NORTH):
            code = venues.shown(Venue.objects.get())
            # Those on site and, by a picture that was passed on, all the others.
            for person in people:
                presence.check_in_by_code(person, code, now=NOW)
            there = neighbour()
            road.stay(there, at=NOW - timedelta(hours=3), cell=BANK)
            point = (longitude, latitude)
            zones.in_force(geometry=zones.circle(point, RADIUS))

        assert zhengzhou.walk() == zhengzhou.free()

        assert zhengzhou.counted(NEXT_COUNTY) == {"yellow": 1}
        with scope.province(cast.NORTH):
            assert CheckIn.objects.count() == Question.objects.count() == ALL
        assert zhengzhou.walk(NOW + timedelta(hours=73)) == zhengzhou.free()
        with visit(ENGLISH) as opened:
            opened.sign_in(SUN)
            opened.open("console/venues/")
            Mouse(opened.page).follow("Bank of the North")
            main = opened.page.locator("main")
            expect(main).not_to_contain_text(re.compile(r"depositor|1,?317|446"))
            opened.open(f"console/evidence/about/{people[0].reference}/")
            expect(main).to_contain_text("There is no class for a status")
            expect(main).not_to_contain_text(re.compile("venue|check-in|scan", re.IGNORECASE))
