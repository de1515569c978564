"""Everybody sees what is off, and how often authorities asked; the person sees what was asked."""

from __future__ import annotations

import pytest

from provinces.citizens.models import Citizen
from provinces.oversight.lawful import services as lawful
from provinces.oversight.switching.parts import Part
from tests.client import ProvinceClient
from tests.factories import incidents
from tests.factories.incidents import DAY, HOUR, NOW
from tests.pages import address, reader, words

pytestmark = pytest.mark.usefixtures("north")


class TestService:
    def test_says_what_is_off_since_when_until_when_and_why(self, client: ProvinceClient) -> None:
        incidents.off(Part.DESK_LOOK_UP, lasting=HOUR)

        said = words(client.get(address("portal:service")))

        assert "Looking people up at desks It is being attacked." in said
        assert "Off since 15 November 2026, 12:00; on again on 15 November 2026, 13:00" in said

    def test_says_what_was_off(self, client: ProvinceClient) -> None:
        incidents.off(now=NOW - 2 * HOUR, by=incidents.on_call())

        said = words(client.get(address("portal:service")))

        assert "Nothing is switched off." in said
        assert "Looking people up at desks 15 Nov 2026, 10:00 15 Nov 2026, 11:00" in said

    def test_is_told_of_on_the_first_page(self, client: ProvinceClient) -> None:
        incidents.off()

        assert "1 part of the service is switched off." in words(client.get(address("portal:home")))


class TestAccountable:
    def test_shows_no_small_number(self, client: ProvinceClient, eve: Citizen) -> None:
        incidents.granted(incidents.received(eve))

        said = words(client.get(address("portal:accountable")))

        assert "People's court <10 <10 0" in said
        assert "Public security organ 0 0 0" in said

    def test_counts_breaches(self, client: ProvinceClient, eve: Citizen) -> None:
        suspect = incidents.reader()
        incidents.looked(suspect, eve)
        incidents.breach(suspect)

        said = words(client.get(address("portal:accountable")))

        assert "Breaches opened 1" in said
        assert "People whose records were read <10" in said


class TestMyData:
    def test_shows_what_an_authority_asked_once_it_is_told(self, eve: Citizen) -> None:
        incidents.granted(incidents.received(eve))
        browser = reader(eve.user)
        before = words(browser.get(address("portal:my-data")))

        lawful.attend(now=NOW + DAY)

        after = words(browser.get(address("portal:my-data")))
        assert "安平市中级人民法院" not in before
        assert "安平市中级人民法院" in after
        assert "A legal request: Civil Procedure Law, article 70" in after
