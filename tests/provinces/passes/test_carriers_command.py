"""The operator registers carriers, renews their keys and revokes them, and keeps no key."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from provinces.ledger.models import Entry
from provinces.passes import carriers
from provinces.passes.models import Carrier
from tests.cast import NOW

pytestmark = pytest.mark.usefixtures("north", "noon")


def told(*words: str) -> dict[str, Any]:
    said = StringIO()
    call_command("carriers", "north", "--json", *words, stdout=said)
    read: dict[str, Any] = json.loads(said.getvalue())
    return read


def registered() -> str:
    key: str = told("register", "rail", "--name", "Railway", "--contact", "duty@rail.example")[
        "key"
    ]
    return key


class TestCarriers:
    def test_are_registered_with_a_key_that_is_not_kept(self) -> None:
        key = registered()

        assert carriers.carrier_of_key(key, at=NOW).reference == "rail"
        assert key.encode() not in bytes(Carrier.objects.get().key_hash)

    def test_are_registered_once(self) -> None:
        registered()

        with pytest.raises(CommandError, match="registered already"):
            registered()

    def test_are_listed(self) -> None:
        registered()

        assert "duty@rail.example" in told("list")["rail"]

    def test_are_renewed_and_revoked_on_the_record(self) -> None:
        key = registered()
        newer = told("renew", "rail")["key"]
        told("revoke", "rail")

        for gone in (key, newer):
            with pytest.raises(carriers.KeyUnknown):
                carriers.carrier_of_key(gone, at=NOW)
        events = Entry.objects.order_by("pk").values_list("event", flat=True)
        assert [*events][-3:] == ["carriers.registered", "carriers.renewed", "carriers.revoked"]

    def test_that_are_not_there_cannot_be_revoked(self) -> None:
        with pytest.raises(CommandError, match="no carrier"):
            told("revoke", "rail")
