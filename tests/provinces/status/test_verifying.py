"""Decisions stay, outcomes can be erased, and the ledger binds both."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from provinces.citizens.models import Citizen
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.status import pipeline, runs, services, verifying
from provinces.status.models import Decision, Outcome, Run
from provinces.tenancy import scope
from provinces.tenancy.addresses import as_owner
from tests import cast
from tests.factories import citizens, road

NOW, YESTERDAY = cast.NOW, cast.NOW - timedelta(days=1)


def crowd(size: int = 5) -> list[Citizen]:
    people = [citizens.citizen() for _ in range(size)]
    road.first_ruleset()
    road.zone()
    for person in people:
        road.stay(person, at=YESTERDAY)
    return people


def batches() -> list[Payload]:
    made = Payload.objects.filter(entry__event=Event.DECISION_MADE).select_related("entry")
    return list(made.order_by("entry_id"))


def unguarded(statement: str) -> None:
    """Do what nobody can do: change decisions behind the trigger's back."""
    run("SET LOCAL session_replication_role = replica", is_owner=True)
    run(statement, is_owner=True)


def run(statement: str, *, is_owner: bool) -> None:
    with ExitStack() as stack:
        if is_owner:
            stack.enter_context(as_owner())
            stack.enter_context(scope.province(cast.NORTH))
        with connection.cursor() as cursor:
            cursor.execute(statement)


@transaction.atomic
def run_apart(statement: str, *, is_owner: bool) -> None:
    run(statement, is_owner=is_owner)


class TestBatch:
    def test_of_a_drain_is_one_entry(self, north: object) -> None:
        crowd()

        pipeline.drain(now=NOW)

        (batch,) = batches()
        ids = list(Decision.objects.order_by("pk").values_list("pk", flat=True))
        assert (batch.body["count"], batch.body["first"], batch.body["last"]) == (
            5,
            ids[0],
            ids[-1],
        )
        assert (batch.by, batch.about) == ("", "")
        assert verifying.is_bound(batch)

    def test_of_a_run_is_one_entry_for_each_shard_that_decides(self, north: object) -> None:
        crowd()

        done = services.recompute(runs.Plan(as_of=NOW, shards=2), now=NOW)

        found = batches()
        assert sum(batch.body["count"] for batch in found) == 5
        assert 1 <= len(found) <= 2
        assert {batch.about for batch in found} == {f"status.run:{done.run}"}
        assert all(verifying.is_bound(batch) for batch in found)

    def test_is_none_where_nothing_changes(self, north: object) -> None:
        crowd()
        pipeline.drain(now=NOW)

        pipeline.drain(now=NOW + timedelta(minutes=1))

        assert len(batches()) == 1

    @pytest.mark.parametrize(
        "statement",
        [
            "DELETE FROM status_decision WHERE id = (SELECT max(id) FROM status_decision)",
            "UPDATE status_decision SET commitment = decode(repeat('00', 32), 'hex')",
            "UPDATE status_decision SET made_at = made_at + interval '1 second'",
        ],
    )
    def test_tells_what_was_done_to_decisions(self, north: object, statement: str) -> None:
        crowd()
        pipeline.drain(now=NOW)

        unguarded(statement)

        assert not verifying.is_bound(batches()[0])

    def test_tells_what_was_done_to_the_entry(self, north: object) -> None:
        crowd()
        pipeline.drain(now=NOW)
        batch = batches()[0]
        batch.body["count"] = 4

        assert not verifying.is_bound(batch)

    def test_is_no_other_event(self, north: object) -> None:
        road.first_ruleset()
        payload = Payload.objects.get(entry__event=Event.RULESET_PUBLISHED)

        assert not verifying.is_bound(payload)


class TestOutcome:
    def test_holds_through_replays_endings_and_runs(self, north: object) -> None:
        crowd()
        pipeline.drain(now=NOW + timedelta(microseconds=500_001))
        for days, kind in ((1, Run.Kind.FULL), (9, Run.Kind.MANUAL)):
            later = NOW + timedelta(days=days)
            services.recompute(runs.Plan(as_of=later, kind=kind), now=later)

        told = list(Outcome.objects.select_related("decision"))

        assert len(told) == 10
        assert all(verifying.holds(outcome) for outcome in told)

    @pytest.mark.parametrize(
        "changes",
        [
            {"status": "green"},
            {"until": NOW},
            {"since": NOW - timedelta(days=3)},
            {"grounds": []},
            {"facts_digest": None},
            {"facts": {}},
            {"facts": {"exposures": {"high": {"left_at": "2026-11-14T05:00:00Z"}}}},
            {"facts": {"exposures": {"high": {"left_at": "no moment"}}}},
            {"facts": {}, "facts_digest": None},
            {"citizen_id": 0},
        ],
    )
    def test_that_was_changed_does_not_hold(
        self, north: object, changes: dict[str, object]
    ) -> None:
        crowd(1)
        pipeline.drain(now=NOW)
        outcome = Outcome.objects.select_related("decision").get()
        for field, value in changes.items():
            setattr(outcome, field, value)

        assert not verifying.holds(outcome)

    def test_can_be_erased_and_the_ledger_still_binds_its_decision(self, north: object) -> None:
        crowd()
        pipeline.drain(now=NOW)

        with as_owner():
            Outcome.objects.all().delete()

        assert verifying.is_bound(batches()[0])


class TestDecision:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE status_decision SET as_of = now()",
            "DELETE FROM status_decision",
            "TRUNCATE status_decision",
        ],
    )
    @pytest.mark.parametrize("is_owner", [False, True])
    def test_stays_as_it_is_for_everybody(
        self, north: object, statement: str, is_owner: bool
    ) -> None:
        crowd(1)
        pipeline.drain(now=NOW)

        with pytest.raises(DatabaseError):
            run_apart(statement, is_owner=is_owner)

        assert Decision.objects.count() == 1
