"""What people do on the pages: answer, sign, watch a run, change the language, print."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import world
from tests.journeys.browser.conftest import Look, Open
from tests.journeys.browser.world import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENGLISH = Look("en-GB")


def test_a_citizen_answers_a_question(story: Story, visit: Open) -> None:
    with visit(ENGLISH) as opened:
        opened.sign_in("finn")
        expect(opened.page.locator("main")).to_contain_text("Were you in Jiepai village on")

        opened.page.get_by_role("button", name="No, I was not there").click()

        expect(opened.page.get_by_role("status")).to_contain_text("Thank you.")
        expect(opened.page.locator("main")).not_to_contain_text("Were you in")


def test_a_second_official_signs_a_zone(story: Story, visit: Open) -> None:
    with visit(ENGLISH) as opened:
        opened.sign_in("ben")
        opened.open("console/zones/")
        opened.page.get_by_role("link", name="Fuding Garden").first.click()

        opened.page.get_by_role("button", name="Sign: put the zone into force").click()

        expect(opened.page.get_by_role("status")).to_contain_text("Signed.")
        expect(opened.page.locator("main")).to_contain_text("In effect")


def test_a_run_is_watched_until_it_is_published(story: Story, visit: Open) -> None:
    with visit(ENGLISH) as opened:
        opened.open("")
        expect(opened.page.locator(".words")).to_contain_text("3 of 8 parts done (37%)")

        world.finish(story.running)

        expect(opened.page.locator(".news")).to_contain_text("Finished.", timeout=15_000)


def test_a_language_chosen_on_the_node_holds_in_the_province(story: Story, visit: Open) -> None:
    with visit(ENGLISH) as opened:
        opened.open("/")
        opened.page.get_by_role("button", name="简体中文").click()

        opened.page.get_by_role("link", name="今日数据").first.click()

        expect(opened.page.locator("h1")).to_have_text("北省公共卫生状态")


def test_the_keyboard_reaches_the_main_part_first(story: Story, visit: Open) -> None:
    with visit(ENGLISH) as opened:
        opened.open("")
        opened.page.keyboard.press("Tab")
        expect(opened.page.locator(":focus")).to_have_text("Skip to main content")

        opened.page.keyboard.press("Enter")

        assert opened.page.url.endswith("#main")


def test_paper_shows_the_status_without_the_navigation(story: Story, visit: Open) -> None:
    with visit(ENGLISH) as opened:
        opened.sign_in("eve")

        opened.page.emulate_media(media="print")

        opened.keep("en-print-status-red")
        expect(opened.page.locator("h1")).to_be_visible()
        expect(opened.page.get_by_role("navigation")).to_have_count(0)
