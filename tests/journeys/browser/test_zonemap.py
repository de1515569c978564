"""The map of zones: drawn where there is a script, and said by the table where there is none."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests.journeys.browser.conftest import Look, Open
from tests.journeys.browser.world import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_shows_each_zone_with_its_level_in_bars(story: Story, visit: Open) -> None:
    with visit(Look("en-GB")) as opened:
        opened.open("zones/")

        expect(opened.page.locator(".zonemap .zone.level-3")).to_have_count(1)
        expect(opened.page.locator(".zonemap .border")).to_have_count(1)
        expect(opened.page.locator(".zonemap .zone-mark .bars .on")).to_have_count(3)


def test_says_of_which_zone_the_pointer_is_on(story: Story, visit: Open) -> None:
    with visit(Look("en-GB")) as opened:
        opened.open("/")

        opened.page.locator(".zonemap .zone-mark").hover()

        expect(opened.page.locator(".leaflet-tooltip")).to_contain_text("Hepingli compound")
        opened.keep("en-1280-light-doors-map")


@pytest.mark.parametrize(("path", "zone"), [("p/north/zones/", "和平里小区"), ("", "和平里小区")])
def test_is_not_missed_without_a_script(
    path: str, zone: str, story: Story, chromium: Browser, live_server: LiveServer
) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()

    page.goto(f"{live_server.url}/{path}")

    expect(page.locator(".zonemap")).to_be_hidden()
    if not path:
        page.locator("summary").first.click()
    expect(page.get_by_role("rowheader", name=zone)).to_be_visible()
    context.close()
