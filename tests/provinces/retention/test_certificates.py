"""A certificate holds, or says what is wrong with it."""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction

from core.signing import statements
from provinces.citizens.models import Citizen
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.retention import queries, services
from provinces.retention.certificates import Gone, numbers, ranges
from provinces.retention.models import Purge
from provinces.tenancy import directory, keys
from provinces.tenancy.keys import KeyRole
from tests.cast import NOW
from tests.factories import ledger as ledgers


def purged(eve: Citizen) -> Purge:
    """Two payloads are erased, and that is certified."""
    with ledgers.tampering():
        Payload.objects.all().delete()
    for _ in range(2):
        with transaction.atomic():
            ledger.record(Event.CHECKED_IN, by=eve, about=eve, at=NOW)
    services.purge(now=NOW + timedelta(days=184))
    return Purge.objects.get(kind="payloads")


def forged(purge: Purge, **changed: Any) -> Purge:
    """What the province itself could write and sign, after the fact."""
    body = {**purge.statement["body"], **changed}
    statement = statements.signed(body, keys.signing_key(KeyRole.LEDGER))
    return Purge(pk=purge.pk, kind=purge.kind, statement=statement, entry_id=purge.entry_id)


class TestRanges:
    @pytest.mark.parametrize(
        ("given", "found"),
        [([], []), ([4], [[4, 4]]), ([1, 2, 3, 7, 9, 10], [[1, 3], [7, 7], [9, 10]])],
    )
    def test_are_what_numbers_makes_of_them(self, given: list[int], found: list[list[int]]) -> None:
        assert ranges(given) == found
        assert numbers(found) == given


class TestFaults:
    def test_are_none_as_a_rule(self, eve: Citizen) -> None:
        assert queries.faults(purged(eve)) == []

    def test_name_a_flipped_count(self, eve: Citizen) -> None:
        purge = purged(eve)
        purge.statement = copy.deepcopy(purge.statement)
        purge.statement["body"]["count"] += 1

        assert any("signature" in fault for fault in queries.faults(purge))

    def test_name_a_flipped_count_that_was_signed_anew(self, eve: Citizen) -> None:
        purge = forged(purged(eve), count=3)

        found = queries.faults(purge)

        assert "it counts 3 rows, and names 2" in found
        assert f"entry {purge.entry_id} of the ledger does not name it" in found

    def test_name_a_digest_over_other_commitments(self, eve: Citizen) -> None:
        purge = forged(purged(eve), digest="0" * 64)

        assert "its digest is not over the commitments of the rows it names" in (
            queries.faults(purge)
        )

    def test_name_rows_that_are_still_there(self, eve: Citizen) -> None:
        purge = purged(eve)
        number = purge.statement["body"]["ranges"][0][0]
        Payload.objects.create(entry_id=number, salt=bytes(16), by="", about="", body={})

        assert "1 of the rows it says are gone are there" in queries.faults(purge)

    def test_name_keys_that_are_not_those_certified(self, north: directory.Entry) -> None:
        with transaction.atomic():
            purge = services.certify(Gone("notices", "notices_notice", NOW, [3, 4]), now=NOW)

        assert queries.faults(purge) == []
        assert "its digest is not over the rows it names" in (
            queries.faults(forged(purge, ranges=[[4, 5]]))
        )

    def test_name_a_day_of_another_count(self, north: directory.Entry) -> None:
        gone = Gone("presences", "presence_presence", NOW, lot="presence_presence_d1", rows=7)
        with transaction.atomic():
            purge = services.certify(gone, now=NOW)

        assert queries.faults(purge) == []
        assert "its digest is not over the lot it names" in queries.faults(forged(purge, count=8))


class TestCommand:
    def test_verifies_one_or_all(self, eve: Citizen) -> None:
        purge = purged(eve)

        call_command("retention", "north", "--verify", str(purge.pk))
        call_command("retention", "north", "--verify", "all", "--json")

    def test_fails_for_one_that_does_not_hold(self, eve: Citizen) -> None:
        purge = purged(eve)
        with ledgers.tampering():
            Payload.objects.filter(pk=purge.entry_id).delete()

        with pytest.raises(CommandError, match="1 certificates do not hold"):
            call_command("retention", "north", "--verify", "all")

    @pytest.mark.parametrize("named", ["77", "x"])
    def test_refuses_what_is_no_certificate(self, north: directory.Entry, named: str) -> None:
        with pytest.raises(CommandError, match="there is no certificate"):
            call_command("retention", "north", "--verify", named)

    def test_only_tells_in_a_dry_run(
        self, eve: Citizen, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with transaction.atomic():
            ledger.record(Event.CHECKED_IN, by=eve, about=eve, at=NOW - timedelta(days=9000))

        call_command("retention", "north", "--dry-run", "--json")

        assert '"payloads": 1' in capsys.readouterr().out
        assert Payload.objects.filter(entry__event=Event.CHECKED_IN).exists()

    def test_refuses_a_province_there_is_not(self, db: None) -> None:
        with pytest.raises(CommandError, match="not on this node"):
            call_command("retention", "west")
