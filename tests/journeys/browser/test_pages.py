"""Every page, wide and narrow, in both languages, by day and by night: nothing breaks."""

from __future__ import annotations

import pytest

from tests.journeys.browser.conftest import Look, Open, Visit, looked_at_by_turns
from tests.journeys.browser.world import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOKS = [
    Look("zh-CN", 390),
    Look("en-GB", 1280, "dark"),
    *(Look(language, 1280) for language in ("zh-CN", "en-GB")),
    Look("en-GB", 390),
    Look("zh-CN", 390, "dark"),
    Look("en-GB", 360),
]
EVERYBODY = {
    "doors": "/",
    "home": "",
    "zones": "zones/",
    "rules": "rules/",
    "ruleset": "rules/first/2026-1/",
    "compare": "rules/compare/?old=first/2026-1&new=first/2026-1",
    "sign-in": "sign-in/",
    "not-found": "nowhere/",
}
CITIZENS = {"eve": "red", "finn": "yellow", "gail": "green", "hugo": "ended"}


@pytest.mark.parametrize("look", looked_at_by_turns(LOOKS, always=2), ids=str)
def test_every_page_fits(look: Look, story: Story, visit: Open) -> None:
    with visit(look) as opened:
        for name, path in EVERYBODY.items():
            opened.open(path)
            fits(opened, f"{look}-{name}")
    for citizen, status in CITIZENS.items():
        with visit(look) as opened:
            opened.sign_in(citizen)
            fits(opened, f"{look}-status-{status}")
    with visit(look) as opened:
        opened.sign_in("ben")
        for name, path in console(story).items():
            opened.open(path)
            fits(opened, f"{look}-{name}")


def console(story: Story) -> dict[str, str]:
    return {
        "console-desk": "console/",
        "console-zones": "console/zones/",
        "console-zone": f"console/zones/{story.awaiting}/",
        "console-runs": "console/runs/",
        "forbidden": "status/",
    }


def fits(opened: Visit, name: str, *, is_ours: bool = True) -> None:
    """Keep a picture of the page; nothing is cut off, beyond an edge, or in somebody's way."""
    opened.keep(name)
    assert not is_ours or opened.barriers() == [], name
    assert not opened.is_wider_than_the_window(), name
    assert opened.sticks_out() == [], name
