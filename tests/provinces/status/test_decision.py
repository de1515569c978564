"""What grounds say at a moment, and what a decision commits to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from provinces.citizens.models import Citizen
from provinces.status import pipeline
from provinces.status.decision import Ground, commitment, effective
from provinces.status.models import Decision, Outcome
from tests import cast
from tests.factories import road

NOW = datetime(2026, 11, 15, tzinfo=UTC)


def ground(name: str, status: str, rank: int, days: int) -> Ground:
    return Ground(name, status, rank, NOW - timedelta(days=1), NOW + timedelta(days=days), {})


RED = ground("high", "red", 2, 2)
YELLOW = ground("medium", "yellow", 1, 5)


class TestEffective:
    @pytest.mark.parametrize(
        ("after", "status", "until"),
        [
            (timedelta(0), "red", RED.until),
            (timedelta(days=2) - timedelta(seconds=1), "red", RED.until),
            (timedelta(days=2), "yellow", YELLOW.until),
            (timedelta(days=5), "green", None),
        ],
    )
    def test_is_the_worst_ground_that_has_not_ended(
        self, after: timedelta, status: str, until: datetime | None
    ) -> None:
        found = effective([YELLOW, RED], default="green", at=NOW + after)

        assert (found.status, found.until) == (status, until)

    def test_is_the_default_without_grounds(self) -> None:
        assert effective([], default="green", at=NOW).status == "green"

    def test_does_not_depend_on_the_order_of_grounds(self) -> None:
        one = effective([YELLOW, RED], default="green", at=NOW)

        assert effective([RED, YELLOW], default="green", at=NOW) == one


class TestCommitment:
    def test_is_what_the_database_wrote(self, eve: Citizen) -> None:
        road.first_ruleset()
        road.zone()
        road.stay(eve, at=cast.NOW - timedelta(days=1))
        pipeline.drain(now=cast.NOW)
        decision, outcome = Decision.objects.get(), Outcome.objects.get()

        told = "|".join(
            [
                str(outcome.citizen_id),
                outcome.status,
                str(int(outcome.since.timestamp())),
                str(int(outcome.until.timestamp())),
                f"stayed_in_high_risk_zone@{int(outcome.until.timestamp())}",
                bytes(outcome.facts_digest).hex(),
                str(decision.ruleset_id),
            ]
        )

        assert commitment(bytes(outcome.salt), told) == bytes(decision.commitment)

    def test_holds_nobody_where_no_rule_says_so(self, north: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(pipeline.LAWLESS.select)

            assert cursor.fetchall() == []
