"""Officials of two offices draw a zone, look at it, declare it and sign it; or one refuses it."""

from __future__ import annotations

import re
from datetime import timedelta

import h3.api.basic_int as h3
import pytest
from playwright.sync_api import expect

from provinces.status import pipeline
from provinces.tenancy import scope
from provinces.zones.models import State, Version
from tests import cast
from tests.factories import areas, citizens, offices, road, zones
from tests.journeys.browser.conftest import Look, Open, Visit
from tests.journeys.browser.hands import Hand, Keys, Mouse
from tests.journeys.browser.world import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENGLISH = Look("en-GB")
CUSTOMERS = 13


def terms(hand: Hand, name: str) -> None:
    """Fill in all but where the zone is."""
    hand.pick("Area that answers for it", "110101")
    hand.say("Name in Chinese", "试验小区")
    hand.say("Name in English", name)
    hand.pick("Level", "3")
    hand.pick("Kind of place", "compound")
    hand.pick("Reason", "cases_live_there")
    hand.pick("Law it rests on", "diseases_law")
    hand.say("Case evidence", "CASE-110101-0007")


def looks(opened: Visit, hand: Hand) -> None:
    hand.press("Look at it first", saves=True)
    expect(opened.page.get_by_role("heading", name="What it would be")).to_be_focused()


def declares(hand: Hand) -> None:
    hand.press("Declare it: another office has to sign")


def draws_by_mouse(opened: Visit, hand: Hand) -> None:
    """Draw a rectangle in the middle of the map: two clicks."""
    hand.press("Rectangle", saves=True)
    board = opened.page.locator("#board")
    board.scroll_into_view_if_needed()
    box = board.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    opened.page.mouse.click(x - 20, y - 20)
    opened.page.mouse.move(x, y)
    opened.page.mouse.click(x + 20, y + 20)


def draws_by_keys(opened: Visit, hand: Keys) -> None:
    """Draw a triangle around the middle of the map, corner by corner."""
    hand.press("Outline", saves=True)
    board = opened.page.locator("#board")
    for _ in range(20):
        if board.evaluate("one => one === document.activeElement"):
            break
        opened.page.keyboard.press("Tab")
    for key in ("Enter", "ArrowRight ArrowRight ArrowRight Enter", "ArrowDown ArrowDown Enter"):
        for each in key.split():
            opened.page.keyboard.press(each)
    expect(opened.page.locator("#board-said")).to_contain_text("Point 3 set at")


@pytest.mark.four_eyes("zones.Version")
@pytest.mark.parametrize("kind", [Mouse, Keys], ids=lambda kind: kind.__name__)
def test_a_zone_is_drawn_declared_and_signed(
    kind: type[Mouse] | type[Keys], story: Story, visit: Open
) -> None:
    with visit(ENGLISH) as opened:
        opened.sign_in("ada")
        opened.open("console/zones/declare/")
        expect(opened.page.locator("#drawing-board[data-ready]")).to_be_visible()
        hand = kind(opened.page)
        if isinstance(hand, Keys):
            draws_by_keys(opened, hand)
        else:
            draws_by_mouse(opened, hand)
        expect(opened.page.locator("#id_shape")).not_to_have_value("")
        expect(opened.page.locator("#id_datum")).to_have_value("wgs84")
        terms(hand, "Trial compound")
        looks(opened, hand)
        expect(opened.page.locator(".zonemap .cells")).to_have_count(1)
        opened.keep(f"en-1280-light-zone-drawn-{kind.__name__.lower()}")
        assert opened.barriers() == []
        declares(hand)
        expect(opened.page.get_by_role("status").first).to_contain_text("Declared.")
    with visit(ENGLISH) as opened:
        opened.sign_in("ben")
        hand = kind(opened.page)
        hand.follow("Zones to sign or refuse")
        hand.follow("Trial compound")

        hand.press("Sign: put the zone into force")

        expect(opened.page.locator("main")).to_contain_text("In effect")


def test_a_point_is_changed_in_the_table_and_taken_back(story: Story, visit: Open) -> None:
    with visit(ENGLISH) as opened:
        opened.sign_in("ada")
        opened.open("console/zones/declare/")
        expect(opened.page.locator("#drawing-board[data-ready]")).to_be_visible()
        hand = Mouse(opened.page)
        draws_by_mouse(opened, hand)
        before = opened.page.locator("#id_shape").input_value()

        opened.page.get_by_label("Point 1 Latitude").fill("39.91")
        opened.page.get_by_label("Point 1 Latitude").press("Enter")

        expect(opened.page.locator("#id_shape")).to_have_value(re.compile(r"39\.91[,\]]"))
        hand.press("Undo", saves=True)
        expect(opened.page.locator("#id_shape")).to_have_value(before)
        hand.press("Delete the shape", saves=True)
        expect(opened.page.locator("#id_shape")).to_have_value("")


def test_what_was_changed_since_is_looked_at_again(story: Story, visit: Open) -> None:
    with visit(ENGLISH) as opened:
        opened.sign_in("ada")
        opened.open("console/zones/declare/")
        expect(opened.page.locator("#drawing-board[data-ready]")).to_be_visible()
        hand = Mouse(opened.page)
        draws_by_mouse(opened, hand)
        terms(hand, "Trial compound")
        looks(opened, hand)

        opened.page.get_by_label("Point 1 Latitude").fill("39.91")
        opened.page.get_by_label("Point 1 Latitude").press("Enter")

        declare = opened.page.get_by_role("button", name="Declare it: another office has to sign")
        expect(declare).to_be_disabled()
        expect(opened.page.locator("#board-said")).to_contain_text("The shape was changed since.")


def test_what_was_mended_is_no_longer_called_wrong(story: Story, visit: Open) -> None:
    with visit(ENGLISH) as opened:
        opened.sign_in("ada")
        opened.open("console/zones/declare/")
        expect(opened.page.locator("#drawing-board[data-ready]")).to_be_visible()
        hand = Mouse(opened.page)
        draws_by_mouse(opened, hand)
        hand.press("Look at it first")
        expect(opened.page.locator("main .govuk-error-message")).not_to_have_count(0)
        expect(opened.page.locator("#drawing-board[data-ready]")).to_be_visible()
        terms(hand, "Trial compound")

        looks(opened, hand)

        expect(opened.page.locator("main .govuk-error-message")).to_have_count(0)
        expect(opened.page.locator("main [aria-invalid]")).to_have_count(0)
        expect(opened.page).to_have_title(re.compile("^Declare a zone"))


def test_the_same_official_in_two_offices_does_not_sign(story: Story, visit: Open) -> None:
    with scope.province(cast.NORTH):
        version = Version.objects.get(pk=story.awaiting)
        area = areas.area("110100")
        offices.office(
            version.declared_by, area, "reviewer", unit="city review office", now=cast.NOW
        )
    with visit(ENGLISH) as opened:
        opened.sign_in("ada")

        opened.open(f"console/zones/{story.awaiting}/")

        expect(opened.page.locator("main")).to_contain_text(
            "You declared this zone; somebody else has to sign it."
        )
        expect(opened.page.get_by_role("button", name="Sign: put")).to_have_count(0)


def test_a_zone_around_a_bank_shows_whom_it_meets_and_is_refused(story: Story, visit: Open) -> None:
    bank = h3.latlng_to_cell(39.95, 116.45, 11)
    latitude, longitude = h3.cell_to_latlng(bank)
    with scope.province(cast.NORTH):
        for _ in range(CUSTOMERS):
            road.stay(citizens.citizen(), at=cast.NOW - timedelta(days=1), cell=bank)
        pipeline.drain(now=cast.NOW)
    with visit(ENGLISH) as opened:
        opened.sign_in("ada")
        opened.open("console/zones/declare/")
        hand = Mouse(opened.page)
        hand.tick("A circle around a point")
        hand.say("Latitude", str(latitude))
        hand.say("Longitude", str(longitude))
        hand.say("Radius in metres", "450")
        hand.pick("Where the numbers come from", "wgs84")
        terms(hand, "Bank of the North")
        opened.page.get_by_label("From", exact=True).fill("2026-11-14T08:00")

        looks(opened, hand)

        expect(opened.page.locator("#preview")).to_contain_text(f"{CUSTOMERS} people")
        declares(hand)
    with visit(ENGLISH) as opened:
        opened.sign_in("ben")
        hand = Mouse(opened.page)
        hand.follow("Zones to sign or refuse")
        hand.follow("Bank of the North")
        expect(opened.page.locator("main")).to_contain_text(f"{CUSTOMERS} people")
        hand.say("Why you refuse", "No case was ever there.")

        hand.press("Refuse: the zone gets no effect")

        expect(opened.page.locator("main")).to_contain_text("No case was ever there.")
    with scope.province(cast.NORTH):
        version = Version.objects.get(zone__name_en="Bank of the North")
        assert version.state == State.REFUSED


def test_the_slider_leads_through_time(story: Story, visit: Open) -> None:
    with scope.province(cast.NORTH):
        zones.in_force(
            name_zh="明日村", name_en="Tomorrow village", starts_at=cast.NOW + timedelta(days=1)
        )
    with visit(ENGLISH) as opened:
        opened.sign_in("ben")
        opened.open("console/zones/map/")
        expect(opened.page.locator("#overview[data-ready]")).to_be_visible()
        expect(opened.page.locator("#zones-then")).not_to_contain_text("Tomorrow village")

        opened.page.locator("#hours").focus()
        for _ in range(25):
            opened.page.keyboard.press("ArrowRight")

        expect(opened.page.locator("#zones-then")).to_contain_text("Tomorrow village")
        expect(opened.page.locator(".zonemap .zone-name", has_text="Tomorrow")).to_be_visible()
        opened.keep("en-1280-light-zones-in-time")


def test_the_map_of_zones_is_moved_by_keys(story: Story, visit: Open) -> None:
    with visit(ENGLISH) as opened:
        opened.sign_in("ben")
        opened.open("console/zones/map/")
        board = opened.page.locator("#overview[data-ready]")
        expect(board).to_be_visible()
        border = board.locator("path.border").first
        before = border.bounding_box()

        board.focus()
        opened.page.keyboard.press("ArrowRight")

        opened.page.wait_for_function(
            "left => document.querySelector('#overview path.border').getBoundingClientRect().left"
            " < left",
            arg=before["x"] if before else 0,
        )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_in_the_way_on_the_maps(scheme: str, story: Story, visit: Open) -> None:
    look = Look("zh-CN", 1280, "dark" if scheme == "dark" else "light")
    with visit(look) as opened:
        opened.sign_in("ada")
        for path, ready in {"map": "#overview", "declare": "#drawing-board"}.items():
            opened.open(f"console/zones/{path}/")
            expect(opened.page.locator(f"{ready}[data-ready]")).to_be_visible()

            assert opened.barriers() == [], path
            assert not opened.is_wider_than_the_window(), path
            opened.keep(f"{look}-zones-{path}")
