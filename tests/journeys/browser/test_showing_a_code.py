"""A code on a screen, seen by a reader that is not ours: drawn, drawn anew, and without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from provinces.passes import queries as passes
from provinces.passes.codec import Follows
from provinces.passes.queries import Verdict
from provinces.tenancy import scope
from tests import cast
from tests.journeys.browser.conftest import Look, Open, Visit
from tests.journeys.browser.story import read
from tests.journeys.browser.world import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOKS = [Look("zh-CN", 390), Look("en-GB", 1280, "dark")]


def checked(text: str) -> passes.Verified:
    """Return what a checkpoint of the north says of a code."""
    with scope.province(cast.NORTH):
        return passes.verify(text, cast.NOW)


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_code_is_drawn_and_counts(look: Look, story: Story, visit: Open) -> None:
    with visit(look) as opened:
        opened.sign_in("gail")
        opened.open("code/")
        opened.keep(f"{look}-code")

        found = checked(read(opened.page.locator("[data-frame]")))

        assert (found.verdict, found.claims.follows) == (Verdict.ALLOW, Follows.FREE)
        assert not opened.is_wider_than_the_window()


def test_a_code_is_drawn_anew_before_it_runs_out(story: Story, visit: Open) -> None:
    with visit(Look("en-GB")) as opened:
        opened.sign_in("gail")
        opened.page.clock.install()
        opened.open("code/")
        frame = opened.page.locator("[data-frame]")
        first = read(frame)

        with opened.page.expect_response("**/code/next"):
            opened.page.clock.run_for(50_000)

        expect(opened.page.locator("[data-until]")).to_contain_text("Drawn anew in")
        second = read(frame)
        assert second != first
        assert checked(second).verdict is Verdict.ALLOW


def test_a_held_person_sees_what_follows(story: Story, visit: Open) -> None:
    with visit(Look("en-GB", 390)) as opened:
        opened.sign_in("eve")
        opened.open("code/")
        opened.keep("en-390-light-code-red")

        found = checked(read(opened.page.locator("[data-frame]")))

        assert found.claims.follows is Follows.HELD
        expect(opened.page.locator("main")).to_contain_text("Always open, whatever the code says")


def test_without_script_a_code_is_there_all_the_same(
    story: Story, chromium: Browser, live_server: LiveServer
) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="en-GB")
    opened = Visit(context.new_page(), live_server.url)
    opened.sign_in("gail")
    opened.open("code/")

    frame = opened.page.locator("noscript .code-frame")
    found = checked(read(frame))

    assert found.verdict is Verdict.ALLOW
    expect(opened.page.locator("noscript p")).to_have_text(
        "This code counts until 12:01:00. Then show a new one."
    )
    context.close()
