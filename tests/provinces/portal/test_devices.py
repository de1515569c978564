"""Pairing and unpairing phones."""

from __future__ import annotations

import base64
import time
from datetime import timedelta

from provinces.citizens.models import Citizen
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from provinces.presence import queries as presences
from provinces.presence import services as presence
from tests.cast import NOW
from tests.client import ProvinceClient, confirm
from tests.pages import address, reader, words


def posted(reference: str, token: str) -> int:
    """Return what the phone's app is answered with these credentials."""
    pair = base64.b64encode(f"{reference}:{token}".encode()).decode()
    phone = ProvinceClient(headers={"authorization": f"Basic {pair}"})
    body = {"_type": "lwt", "tst": 0}
    where = address("api:presence-owntracks")
    return int(phone.post(where, body, content_type="application/json").status_code)


class TestDevices:
    def test_shows_a_token_once_that_works(self, eve: Citizen) -> None:
        browser = reader(eve.user)

        page = browser.post(address("portal:devices"), {"name": "my phone"})

        told = page.context["paired"]
        assert told["posts_to"].endswith(address("api:presence-owntracks"))
        assert posted(told["user"], told["token"]) == 200
        again = browser.get(address("portal:devices")).content.decode()
        assert "my phone" in again
        assert told["token"] not in again

    def test_tells_when_a_phone_was_used(self, eve: Citizen) -> None:
        token = presence.pair_device(eve, now=NOW)
        browser = reader(eve.user)
        assert "Not used yet." in words(browser.get(address("portal:devices")))

        posted(eve.reference, token)

        assert "Last used" in words(browser.get(address("portal:devices")))

    def test_wants_a_name(self, eve: Citizen) -> None:
        page = reader(eve.user).post(address("portal:devices"), {"name": ""})

        assert "No phone was paired" in words(page)
        assert not presences.devices_of(eve).exists()

    def test_wants_a_recent_confirmation(self, eve: Citizen) -> None:
        browser = reader(eve.user)
        confirm(browser, eve.user, at=time.time() - 301)

        answer = browser.post(address("portal:devices"), {"name": "my phone"})

        assert answer["Location"].startswith(address("account_reauthenticate"))
        assert not presences.devices_of(eve).exists()


class TestUnpair:
    def test_has_the_phone_refused(self, eve: Citizen) -> None:
        token = presence.pair_device(eve, now=NOW)
        device = presences.devices_of(eve).get()

        reader(eve.user).post(address("portal:unpair", device.pk))

        assert posted(eve.reference, token) == 401
        assert Entry.objects.filter(event=Event.DEVICE_REVOKED).count() == 1


class TestUseDevice:
    def test_is_noted_once_an_hour(self, eve: Citizen) -> None:
        token = presence.pair_device(eve, now=NOW)
        later = NOW + timedelta(minutes=59)

        presence.use_device(token, now=NOW)
        presence.use_device(token, now=later)

        assert presences.devices_of(eve).get().used_at == NOW
        presence.use_device(token, now=NOW + timedelta(hours=1))
        assert presences.devices_of(eve).get().used_at == NOW + timedelta(hours=1)
