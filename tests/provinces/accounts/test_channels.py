"""Registering apps of others, and shutting them out."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from oauth2_provider.models import AccessToken, Application

from provinces.accounts import channels as channel
from provinces.citizens.models import Citizen
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from provinces.tenancy import directory
from tests import cast
from tests.factories import channels
from tests.pages import noon

__all__ = ["noon"]

pytestmark = pytest.mark.usefixtures("noon")


def command(*words: str) -> str:
    said = StringIO()
    call_command("channels", *words, stdout=said)
    return said.getvalue()


@pytest.mark.usefixtures("north")
class TestRegister:
    @pytest.mark.parametrize(
        "address", ["http://app.example/", "app://back", "https://", "https://app.example/#here"]
    )
    def test_refuses_what_one_cannot_be_led_back_to(self, address: str) -> None:
        with pytest.raises(channel.NotAnAddress):
            channel.register("Ride", [address], now=cast.NOW)

    def test_refuses_a_name_that_is_taken(self) -> None:
        channels.app("Ride")

        with pytest.raises(channel.NameTaken):
            channels.app("Ride")


class TestShutOut:
    def test_ends_all_that_it_holds(self, eve: Citizen) -> None:
        channels.token(eve, channels.app("Ride"))

        channel.shut_out("Ride", now=cast.NOW)

        assert not AccessToken.objects.exists()
        assert Entry.objects.filter(event=Event.CHANNEL_REVOKED).count() == 1


@pytest.mark.usefixtures("north")
class TestCommand:
    def test_registers_lists_and_revokes(self) -> None:
        client_id = command("register", cast.NORTH, "Ride", "https://app.example/back").strip()

        assert Application.objects.get().client_id == client_id
        assert f"{client_id}  Ride  https://app.example/back" in command("list", cast.NORTH)
        command("revoke", cast.NORTH, "Ride")
        assert command("list", cast.NORTH) == ""

    @pytest.mark.parametrize(
        "words",
        [
            ("list", "nowhere"),
            ("revoke", cast.NORTH, "Nobody"),
            ("register", cast.NORTH, "Ride", "http://app.example"),
        ],
    )
    def test_says_what_is_wrong(self, north: directory.Entry, words: tuple[str, ...]) -> None:
        with pytest.raises(CommandError):
            command(*words)

    def test_takes_a_name_once(self) -> None:
        command("register", cast.NORTH, "Ride", "https://app.example/back")

        with pytest.raises(CommandError, match="is registered"):
            command("register", cast.NORTH, "Ride", "https://app.example/back")
