"""A registrar looks after the venues of their area, and sees nobody who checks in."""

from __future__ import annotations

import re
from typing import Any

import pytest

from provinces.accounts.models import User
from provinces.presence import queries
from provinces.presence.models import Venue
from provinces.tenancy import scope
from tests import cast
from tests.factories import areas, road, venues, zones
from tests.pages import address, reader, words

NOW = cast.NOW
SAID = {
    "name_zh": "西市场",
    "name_en": "West Market",
    "area": "110101",
    "answerable": "Wang Li",
    "contact": "010-5555",
    "latitude": "39.9042",
    "longitude": "116.4074",
    "datum": "wgs84",
}


@pytest.fixture
def registrar(north: object) -> User:
    areas.area("110101")
    return venues.registrar()


def register(by: User, **changes: str) -> Any:
    return reader(by).post(address("console:venue-register"), {**SAID, **changes})


class TestRegister:
    def test_keeps_a_cell_and_shows_the_word_once(self, registrar: User) -> None:
        said = words(register(registrar))

        venue = Venue.objects.get()
        assert (venue.cell, venue.area.code) == (road.HERE, "110101")
        word = re.search(r"Word ([A-Z2-9]{4}(?:-[A-Z2-9]{4}){3}) ", said)
        assert word
        assert queries.venue_of_word(venue.reference, word[1], NOW) == venue
        page = reader(registrar).get(address("console:venue", venue.reference))
        assert word[1] not in page.content.decode()
        assert f"Number of the venue {venue.reference}" in words(page)

    def test_refuses_an_area_of_others_and_a_place_elsewhere(self, registrar: User) -> None:
        areas.area("110201")
        zones.ground()

        assert "There is a problem Area" in words(register(registrar, area="110201"))
        assert scope.current().slug == "north"
        away = words(register(registrar, latitude="31.2", longitude="121.5"))
        assert "This is not in this province." in away
        assert not Venue.objects.exists()


class TestVenue:
    def test_is_given_another_word_and_closed(self, registrar: User) -> None:
        venue, word = venues.venue(by=registrar)
        browser = reader(registrar)

        said = words(browser.post(address("console:venue-key", venue.reference)))

        assert word not in said
        asked = words(browser.post(address("console:venue-close", venue.reference)))
        assert "Close it for good?" in asked
        assert queries.venue_with_key(venue.reference, 2, NOW) is not None
        browser.post(address("console:venue-close", venue.reference), {"confirm": "yes"})
        shown = words(browser.get(address("console:venues")))
        assert "East Market" in shown
        assert "Closed for good" in shown
        assert browser.post(address("console:venue-key", venue.reference)).status_code == 404
