"""`manage.py ledger`: what it says, and when it fails."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from provinces.ledger import queries
from provinces.tenancy import directory
from tests import cast
from tests.factories import ledger


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("ledger", cast.NORTH, *arguments, stdout=out)
    return out.getvalue()


def told(*arguments: str) -> Any:
    return json.loads(said(*arguments, "--json"))


@pytest.mark.usefixtures("north")
class TestLedger:
    def test_seals(self) -> None:
        ledger.recorded(3)

        assert told("seal") == {"sealed": {"feed": 0, "audit": 3}}

    def test_tells_how_far_it_is(self) -> None:
        ledger.recorded(3)
        ledger.seal()
        ledger.recorded(2)

        found = told("status")

        audit = found["logs"]["audit"]
        assert (audit["size"], audit["queued"], audit["cosigned_by"]) == (3, 2, [])
        assert audit["root"] == bytes(queries.head("audit").root).hex()
        assert not found["closed_for_officials"]
        assert "    size: 3" in said("status")

    def test_tells_of_logs_never_sealed(self) -> None:
        assert told("status")["logs"]["feed"]["size"] == 0

    def test_verifies(self) -> None:
        ledger.recorded(3)
        ledger.seal()

        assert told("verify") == {"findings": []}
        assert said("verify") == "findings: none\n"

    def test_fails_for_a_finding(self) -> None:
        ledger.recorded(3)
        ledger.seal()
        ledger.tampered("UPDATE ledger_payload SET body = '{}'")

        with pytest.raises(CommandError, match="3 findings"):
            said("verify")

    @pytest.mark.parametrize(("log", "make"), [("audit", "recorded"), ("feed", "published")])
    def test_proves_an_entry(self, log: str, make: str) -> None:
        (entry,) = getattr(ledger, make)()
        ledger.seal()

        assert json.loads(said("prove", str(entry.pk), "--log", log)) == queries.proof_of(entry)

    def test_says_what_cannot_be_proved(self) -> None:
        (entry,) = ledger.recorded()

        with pytest.raises(CommandError, match="waits to be sealed"):
            said("prove", str(entry.pk))
        with pytest.raises(CommandError, match="the feed has no entry 77"):
            said("prove", "77", "--log", "feed")

    def test_knows_no_other_province(self, north: directory.Entry) -> None:
        with pytest.raises(CommandError, match="atlantis is not on this node"):
            call_command("ledger", "atlantis", "status")
