"""Every page, wide and narrow, in both languages, by day and by night: nothing breaks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.browser.conftest import Look, Visit
from tests.journeys.browser.world import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOKS = [
    *(Look(language, width) for language in ("zh-CN", "en-GB") for width in (1280, 390)),
    Look("zh-CN", 390, "dark"),
    Look("en-GB", 1280, "dark"),
    Look("zh-CN", 360),
]
EVERYBODY = {
    "doors": "/",
    "home": "",
    "sign-in": "sign-in/",
    "not-found": "nowhere/",
}
CITIZENS = {"eve": "red", "finn": "yellow", "gail": "green", "hugo": "ended"}


@pytest.mark.parametrize("look", LOOKS, ids=str)
class TestEveryPage:
    def test_of_the_portal(self, look: Look, story: Story, visit: Callable[[Look], Any]) -> None:
        with visit(look) as opened:
            for name, path in EVERYBODY.items():
                opened.open(path)
                fits(opened, f"{look}-{name}")
        for citizen, status in CITIZENS.items():
            with visit(look) as opened:
                opened.sign_in(citizen)
                fits(opened, f"{look}-status-{status}")

    def test_of_the_console(self, look: Look, story: Story, visit: Callable[[Look], Any]) -> None:
        pages = {
            "desk": "console/",
            "zones": "console/zones/",
            "zone": f"console/zones/{story.awaiting}/",
            "runs": "console/runs/",
            "forbidden": "status/",
        }
        with visit(look) as opened:
            opened.sign_in("ben")
            for name, path in pages.items():
                opened.open(path)
                fits(opened, f"{look}-console-{name}")


def fits(opened: Visit, name: str) -> None:
    """Keep a picture of the page, and see that nothing is cut off or has to be scrolled to."""
    opened.keep(name)
    assert not opened.is_wider_than_the_window(), name
