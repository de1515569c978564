"""What the tests stand on: nobody else's network, and nothing left for the next test."""

from __future__ import annotations

import socket

import pytest

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.ledger.models import Entry
from provinces.presence.models import Presence
from provinces.retention import services as retention
from provinces.tenancy import directory, scope
from tests import cast, database
from tests.client import signed_in
from tests.conftest import OutsideWorld
from tests.factories import citizens


class TestNetwork:
    # Reserved for documentation: RFC 5737 and RFC 3849.
    @pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1", "example.org"])
    def test_ends_at_this_machine(self, address: str) -> None:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET

        with socket.socket(family) as leaving, pytest.raises(OutsideWorld):
            leaving.connect((address, 80))


class TestCommittedRows:
    def test_are_removed_and_the_provinces_stay(self, in_login_mode: None) -> None:
        with scope.province(cast.NORTH):
            citizens.citizen()

        database.empty()

        directory.forget()
        with scope.province(cast.NORTH):
            assert not Citizen.objects.exists()
            assert not Entry.objects.exists()
        assert {entry.slug for entry in directory.hosted()} == set(cast.PROVINCES)


class TestProvinces:
    def test_have_their_days_already(self, north: directory.Entry) -> None:
        done = retention.keep_days(now=cast.NOW)

        assert (done["made"], done["dropped"]) == (0, 0)
        assert not Presence.objects.exists()


class TestCast:
    def test_signs_in(self, ada: User, north: directory.Entry) -> None:
        client = signed_in(ada)

        assert client.session["_auth_user_id"] == str(ada.pk)
        assert list(client.cookies) == ["north.sessionid"]

    def test_stays_in_its_province_after_a_request(self, ada: User) -> None:
        signed_in(ada).get("/p/south/")

        assert scope.current().slug == cast.NORTH
