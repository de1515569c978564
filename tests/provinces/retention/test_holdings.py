"""What is held of a person, with whom it is shared, and what a copy says of others: nothing."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.utils import translation

from provinces.citizens.models import Citizen
from provinces.passes import services as passes
from provinces.retention import queries, services
from provinces.retention.holdings import held_of
from provinces.status import pipeline
from tests.cast import NOW
from tests.factories import citizens, road, screening
from tests.factories import passes as made


def tables_of(citizen: Citizen) -> dict[str, int]:
    return {
        rows.model._meta.label: rows.count() for _, tables in held_of(citizen) for rows in tables
    }


def copied(citizen: Citizen) -> dict[str, list[dict[str, Any]]]:
    copy = json.loads(services.export(citizen, "json", language="en", now=NOW))
    return {table["table"]: table["rows"] for each in copy["classes"] for table in each["tables"]}


def beside_each_other(*people: Citizen) -> None:
    """They were in the same zone at the same time."""
    road.first_ruleset()
    road.zone()
    for each in people:
        road.stay(each, at=NOW - timedelta(days=1))
    pipeline.drain(now=NOW)


class TestHeldOf:
    def test_finds_what_is_about_a_person(self, eve: Citizen) -> None:
        beside_each_other(eve)
        screening.result(eve, now=NOW)

        found = tables_of(eve)

        for table in (
            "citizens.Citizen",
            "accounts.User",
            "presence.Stay",
            "exposure.Exposure",
            "screening.Result",
            "status.Outcome",
            "status.Current",
            "facts.FactSheet",
        ):
            assert found[table] >= 1, table

    def test_finds_nothing_of_anybody_else(self, eve: Citizen) -> None:
        beside_each_other(eve)
        stranger = citizens.citizen()

        found = tables_of(stranger)

        assert {table for table, count in found.items() if count} <= {
            "citizens.Citizen",
            "citizens.Identity",
            "ledger.Payload",
        }


class TestCopyOf:
    def test_leaves_out_who_else_was_there(self, eve: Citizen, finn: Citizen) -> None:
        beside_each_other(eve, finn)

        rows = copied(eve)["exposure.Exposure"]

        assert {row["citizens"] for row in rows} == {"about other people, and left out"}


class TestSharedOf:
    def test_tells_the_laboratory_and_the_fields(self, eve: Citizen) -> None:
        result = screening.result(eve, now=NOW)

        (shared,) = queries.shared_of(eve, NOW)

        assert shared.recipient == result.laboratory
        assert "Document number" in shared.fields

    def test_calls_a_province_by_its_name(self, eve: Citizen) -> None:
        made.policy(made.ASKED)
        passes.issue_entry(eve, host="south", now=NOW)

        with translation.override("en"):
            (shared,) = queries.shared_of(eve, NOW)

        assert shared.recipient == "South"
