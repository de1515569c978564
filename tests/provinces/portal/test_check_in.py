"""A screen at a door shows a code without scripts; a citizen scans or types it, and checks out."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
import zxingcpp
from django.utils import timezone

from provinces.citizens.models import Citizen
from provinces.presence import services as presence
from provinces.presence.models import CheckIn
from tests import cast
from tests.client import ProvinceClient
from tests.factories import venues
from tests.pages import address, reader, words

NOW = cast.NOW

pytestmark = pytest.mark.usefixtures("north")


def screen(reference: str, word: str) -> tuple[ProvinceClient, Any]:
    """Return a screen at a door, and what it shows."""
    browser = ProvinceClient(headers={"accept-language": "en"})
    said = {"reference": reference.lower(), "word": word.lower()}
    return browser, browser.post(address("portal:venue"), said, follow=True)


class TestScreen:
    def test_shows_the_code_and_fetches_the_next(self) -> None:
        venue, word = venues.venue()

        _, page = screen(venue.reference, word)

        said = words(page)
        assert venues.shown(venue) in said
        assert "Who answers for this venue: Wang Li, 010-5555." in said
        assert page.headers["Refresh"] == "61"
        assert "no-store" in page.headers["Cache-Control"]
        assert "<svg" in page.content.decode()

    def test_is_over_when_the_key_is_changed(self) -> None:
        by = venues.registrar()
        venue, word = venues.venue(by=by)
        browser, _ = screen(venue.reference, word)

        presence.change_venue_key(venue.reference, by=by, now=NOW)

        page = browser.get(address("portal:venue-code"))
        assert (page.status_code, page["Location"]) == (302, address("portal:venue"))

    def test_answers_a_wrong_word_and_a_wrong_venue_alike(self) -> None:
        venue, _ = venues.venue()

        pages = [words(screen(reference, "guess")[1]) for reference in (venue.reference, "2222")]

        assert pages[0].replace(venue.reference.lower(), "2222") == pages[1]
        assert "this is not its word" in pages[0]


class TestCheckIn:
    def test_is_led_to_by_the_code_and_done_by_a_button(self, eve: Citizen) -> None:
        venue, word = venues.venue()
        _, page = screen(venue.reference, word)
        browser = reader(eve.user)

        leads_to = scanned(page)
        shown = browser.get(leads_to)

        assert not CheckIn.objects.exists()
        assert f'value="{venues.shown(venue)}"' in shown.content.decode()
        done = words(
            browser.post(address("portal:check-in"), {"code": venues.shown(venue)}, follow=True)
        )
        assert "You are checked in." in done
        assert "East Market" in done
        assert "Kept until" in done
        assert CheckIn.objects.get().citizen == eve

    def test_says_when_the_code_is_over(
        self, eve: Citizen, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        venue, _ = venues.venue()
        code = venues.shown(venue)
        monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=2))

        page = reader(eve.user).post(address("portal:check-in"), {"code": code})

        assert "You are not checked in Code at the door: This is not a code" in words(page)
        assert not CheckIn.objects.exists()

    def test_is_left_and_forgotten(self, eve: Citizen) -> None:
        there = venues.checked_in(eve)
        browser = reader(eve.user)

        assert "Check out" in words(browser.get(address("portal:check-in")))
        browser.post(address("portal:check-out", there.pk))
        page = browser.post(address("portal:check-in-forget", there.pk), follow=True)

        assert "You are checked in nowhere, and nothing is kept." in words(page)
        assert not CheckIn.objects.exists()


def scanned(page: Any) -> str:
    """Return what a phone's camera makes of the code on a screen."""
    drawing = r'<svg[^>]*viewBox="0 0 (\d+) \d+".*?<path[^>]*stroke="#000"[^>]*d="([^"]+)"'
    path = re.search(drawing, page.content.decode(), re.S)
    assert path
    return drawn(int(path[1]), path[2])


def drawn(side: int, strokes: str) -> str:
    """Draw the modules that an SVG strokes, row by row, and have them read."""
    modules = np.full((side, side), 255, np.uint8)
    x = y = 0.0
    for move, dx, dy in re.findall(r"([Mmh])(-?[\d.]+)(?:[ ,]?(-?[\d.]+))?", strokes):
        if move == "h":
            modules[int(y), int(x) : int(x) + int(dx)] = 0
            x += float(dx)
        else:
            x, y = (float(dx), float(dy)) if move == "M" else (x + float(dx), y + float(dy))
    image = np.kron(modules, np.ones((8, 8), np.uint8))
    (found,) = zxingcpp.read_barcodes(image)
    text: str = found.text
    return text.removeprefix("http://testserver")
