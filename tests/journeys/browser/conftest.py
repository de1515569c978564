"""A browser on this machine, a server with a story in it, and an eye on what goes wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any, Literal

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from core.web import assets
from tests import cast
from tests.factories import registries
from tests.factories.registries import InProcess
from tests.factories.users import PASSWORD
from tests.journeys.browser import world
from tests.pages import noon

__all__ = ["noon"]

# Of the journeys of two officials, so many are gone by `make test`; all of them by `make verify`.
FEW_BY_TWO = 6
CHROMIUM = shutil.which("chromium")
PROJECT = Path(__file__).resolve().parents[3]
SCREENSHOTS = PROJECT / "var" / "screenshots"
SWITCHES = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]

# Whatever is wider than the card or the column of the page that it is in, unless it scrolls there.
STICKING_OUT = """
() => {
const isForEarsAlone = one => one && getComputedStyle(one).clipPath !== "none";
return [...document.querySelectorAll(".status *, .columns > * *")]
  .filter(one => !one.closest(".scrolls, .govuk-visually-hidden, svg"))
  .filter(one => one.getClientRects().length && !isForEarsAlone(one.closest("thead")))
  .filter(one => one.getBoundingClientRect().right >
    one.closest(".status, .columns > *").getBoundingClientRect().right + 1)
  .map(one => `${one.tagName} ${one.textContent.trim().slice(0, 40)}`);
}
"""
# What reaches beyond the window, where one could scroll to it.
BEYOND = """
() => {
const width = document.documentElement.clientWidth;
if (document.documentElement.scrollWidth <= width) return [];
return [...document.querySelectorAll("body *")]
  .filter(one => one.getClientRects().length && one.getBoundingClientRect().right > width + 0.5)
  .map(one => `${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 40)}`);
}
"""

# The checker's rules: what WCAG 2.2 asks at levels A and AA, and what it takes for good practice.
BARRIERS = """
async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await axe.run(document, { runOnly: { type: "tag", values: tags } });
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.html.slice(0, 120)}`));
}
"""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave all but a few of the journeys of two officials to the batteries."""
    by_two = {
        item.nodeid: item
        for item in items
        if item.path.name.startswith("test_four_eyes_") and not item.get_closest_marker("battery")
    }
    drawn = Random("four eyes")  # noqa: S311  which journeys, not a secret
    kept = drawn.sample(sorted(by_two), min(FEW_BY_TWO, len(by_two)))
    for name in by_two.keys() - set(kept):
        by_two[name].add_marker(pytest.mark.battery)


@dataclass
class Look:
    """How somebody looks at pages: in which language, how wide, by day or by night."""

    language: str = "zh-CN"
    width: int = 1280
    scheme: Literal["light", "dark"] = "light"

    def __str__(self) -> str:
        return f"{self.language[:2]}-{self.width}-{self.scheme}"


def looked_at_by_turns(looks: Sequence[Look], *, always: int = 1) -> list[Any]:
    """Return looks for parametrizing: the first of them for every run, the rest for batteries."""
    rest = (pytest.param(look, marks=pytest.mark.battery) for look in looks[always:])
    return [*looks[:always], *rest]


@dataclass
class Visit:
    """An open page, and everything that went wrong on it."""

    page: Page
    server: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Go to a page of the province, or with `/` in front to one of the node."""
        where = path if path.startswith("/") else f"/p/north/{path}"
        self.page.goto(f"{self.server}{where}", wait_until="load")

    def turn(self, look: Look) -> None:
        """See the page that is open in another light, and in a window of another width."""
        self.page.emulate_media(color_scheme=look.scheme)
        self.page.set_viewport_size({"width": look.width, "height": 900})

    def sign_in(self, name: str) -> None:
        self.open("sign-in/")
        self.page.fill("#id_username", name)
        self.page.fill("#id_password", PASSWORD)
        self.page.click("main button")
        self.page.wait_for_load_state("load")

    def is_wider_than_the_window(self) -> bool:
        room = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        return bool(self.page.evaluate(room))

    def beyond_the_window(self) -> list[str]:
        """Return what one would have to scroll to sideways."""
        found: list[str] = self.page.evaluate(BEYOND)
        return found

    def sticks_out(self) -> list[str]:
        """Return the beginnings of what is seen beyond the edge of its own column or card."""
        found: list[str] = self.page.evaluate(STICKING_OUT)
        return found

    def barriers(self) -> list[str]:
        """Return what the checker axe finds to be in somebody's way on the page."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate((PROJECT / assets.AXE).read_text())
        found: list[str] = self.page.evaluate(BARRIERS)
        return found

    def keep(self, name: str) -> None:
        """Store what is seen, whole, under var/screenshots."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


Open = Callable[[Look], AbstractContextManager[Visit]]


@dataclass
class Clock:
    """The clock at the edge; a story moves it."""

    now: datetime = cast.NOW


@pytest.fixture
def clock(noon: None, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Let a story's own clock be the one at the edge; it begins at noon."""
    found = Clock()
    monkeypatch.setattr(timezone, "now", lambda: found.now)
    return found


@pytest.fixture
def known(story: object, monkeypatch: pytest.MonkeyPatch) -> InProcess:
    """Have a registry answer that knows a family."""
    return registries.answering(monkeypatch)


@pytest.fixture(scope="module")
def chromium(django_db_setup: None) -> Iterator[Browser]:
    """Debian's chromium, started once for a module's tests."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: apt-get install chromium fonts-noto-cjk")
    assets.provide(PROJECT)
    with pytest.MonkeyPatch.context() as patched:
        # Playwright's event loop runs in this thread; Django would take us for a coroutine.
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
            yield browser
            browser.close()


@pytest.fixture
def story(noon: None, live_server: LiveServer, chromium: Browser) -> world.Story:
    """The north, as `world` tells it, behind a server."""
    return world.told()


@pytest.fixture
def visit(chromium: Browser, story: world.Story, live_server: LiveServer) -> Open:
    """Open the browser with a look; whatever goes wrong meanwhile fails the test."""

    @contextmanager
    def opened(look: Look) -> Iterator[Visit]:
        context = chromium.new_context(
            viewport={"width": look.width, "height": 900},
            locale=look.language,
            color_scheme=look.scheme,
        )
        page = context.new_page()
        visit = Visit(page, live_server.url)
        _listen(visit)
        yield visit
        context.close()
        assert visit.complaints == []

    return opened


def _listen(visit: Visit) -> None:
    def request_made(request: Any) -> None:
        if not request.url.startswith((visit.server, "data:")):
            visit.complaints.append(f"asked elsewhere: {request.url}")

    def said(message: Any) -> None:
        if message.type in ("error", "warning") and "status of 4" not in message.text:
            visit.complaints.append(f"{message.type}: {message.text}")

    visit.page.on("request", request_made)
    visit.page.on("console", said)
    visit.page.on("pageerror", lambda error: visit.complaints.append(f"broke: {error}"))
