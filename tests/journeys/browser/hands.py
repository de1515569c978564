"""Two ways to use a page: with a mouse, and with the keyboard alone."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, Protocol

import pytest
from playwright.sync_api import Locator, Page

# More keystrokes than this lead nowhere.
FAR = 120
HAS_FOCUS = "one => one === document.activeElement"


class Hand(Protocol):
    """What somebody does on a page; `clicks` counts links, buttons and choices, not typing.

    A link or button leads on to another page, unless it `saves` a file.
    """

    clicks: int

    def press(self, name: str, *, saves: bool = False) -> None: ...
    def follow(self, name: str, *, saves: bool = False) -> None: ...
    def tick(self, name: str) -> None: ...
    def say(self, name: str, text: str) -> None: ...
    def pick(self, name: str, value: str) -> None: ...


@dataclass
class Mouse:
    """Somebody who points and clicks."""

    page: Page
    clicks: int = 0

    def press(self, name: str, *, saves: bool = False) -> None:
        """Press the button of a name."""
        with leading_on(self.page, saves):
            self._click(button(self.page, name))

    def follow(self, name: str, *, saves: bool = False) -> None:
        """Follow the link of a name."""
        with leading_on(self.page, saves):
            self._click(link(self.page, name))

    def tick(self, name: str) -> None:
        """Choose a radio button, or tick a box."""
        self._click(choice(self.page, name))

    def say(self, name: str, text: str) -> None:
        """Write into a field."""
        field(self.page, name).fill(text)

    def pick(self, name: str, value: str) -> None:
        """Pick an option by its value."""
        field(self.page, name).select_option(value)

    def _click(self, found: Locator) -> None:
        self.clicks += 1
        found.click()


@dataclass
class Keys:
    """Somebody who has no mouse: Tab leads everywhere, and nothing is focused for them."""

    page: Page
    clicks: int = 0

    def press(self, name: str, *, saves: bool = False) -> None:
        """Go to the button of a name, and press Enter."""
        with leading_on(self.page, saves):
            self._enter(button(self.page, name))

    def follow(self, name: str, *, saves: bool = False) -> None:
        """Go to the link of a name, and press Enter."""
        with leading_on(self.page, saves):
            self._enter(link(self.page, name))

    def tick(self, name: str) -> None:
        """Go to a box and tick it, or into a group of radio buttons and along it."""
        self.clicks += 1
        found = choice(self.page, name)
        if found.get_attribute("type") != "radio":
            self._reach(found)
            self.page.keyboard.press("Space")
            return
        self._reach_group(found)
        for _ in range(FAR):
            if found.evaluate(HAS_FOCUS):
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")
        assert found.is_checked(), name

    def say(self, name: str, text: str) -> None:
        """Go to a field, and type over what is in it."""
        self._reach(field(self.page, name))
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def pick(self, name: str, value: str) -> None:
        """Go to a list, and along it to the option of a value."""
        found = field(self.page, name)
        self._reach(found)
        self.page.keyboard.press("Home")
        for _ in range(FAR):
            if found.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no key leads to {value} of {name}")

    def _enter(self, found: Locator) -> None:
        self.clicks += 1
        self._reach(found)
        self.page.keyboard.press("Enter")

    def _reach(self, found: Locator) -> None:
        for _ in range(FAR):
            if found.evaluate(HAS_FOCUS):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no key leads to {found}")

    def _reach_group(self, found: Locator) -> None:
        """Press Tab until a radio button of the same group has the focus."""
        group = found.get_attribute("name")
        for _ in range(FAR):
            if self.page.evaluate("document.activeElement.name") == group:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no key leads to {group}")


# The keyboard alone is tried in every run: it can do what a mouse can. The mouse, in batteries.
HANDS: list[Any] = [Keys, pytest.param(Mouse, marks=pytest.mark.battery)]


def leading_on(page: Page, saves: bool) -> AbstractContextManager[Any]:
    """Wait until another page is there, unless a file is saved instead."""
    return nullcontext() if saves else page.expect_event("load")


def button(page: Page, name: str) -> Locator:
    """Return the first button in the main part of a page whose words hold a name."""
    return page.get_by_role("main").get_by_role("button", name=name).first


def link(page: Page, name: str) -> Locator:
    """Return the first link of a page whose words hold a name."""
    return page.get_by_role("link", name=name).first


def choice(page: Page, name: str) -> Locator:
    """Return the first radio button or box whose words hold a name."""
    return page.get_by_role("radio", name=name).or_(page.get_by_role("checkbox", name=name)).first


def field(page: Page, name: str) -> Locator:
    """Return the field of a label."""
    return page.get_by_label(name, exact=True)
