"""What a minute takes up: nights, due clocks, runs left behind."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from provinces.citizens.models import Citizen
from provinces.status import pipeline, queries, tasks
from provinces.status.models import Run
from provinces.tenancy import scope
from provinces.tenancy.connecting import connection
from tests import cast
from tests.factories import road

NOW = cast.NOW


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The clock that tasks read, and nothing else does."""
    hands = SimpleNamespace(now=NOW)
    monkeypatch.setattr(tasks, "timezone", SimpleNamespace(now=lambda: hands.now))
    return hands


def minute() -> None:
    """Let a minute's task run in north, and come back there."""
    tasks.minute("north")
    connection.set_tenant(scope.directory.find("north"))


def work() -> None:
    tasks.work("north")
    connection.set_tenant(scope.directory.find("north"))


class TestMinute:
    def test_starts_the_night_once_midnight_has_passed(
        self, north: object, clock: SimpleNamespace
    ) -> None:
        minute()
        started = queries.running()
        work()

        assert started is not None
        assert started.kind == Run.Kind.NIGHTLY
        assert queries.last_published() == started

    def test_does_not_start_it_twice(self, north: object, clock: SimpleNamespace) -> None:
        minute()
        work()
        clock.now += timedelta(hours=2)

        minute()

        assert Run.objects.count() == 1

    def test_catches_up_with_nights_that_were_missed(
        self, north: object, clock: SimpleNamespace
    ) -> None:
        minute()
        work()
        clock.now += timedelta(days=3)

        minute()

        assert queries.running() is not None
        assert queries.running().as_of == clock.now

    def test_ends_a_hold_in_the_minute_it_is_due(
        self, eve: Citizen, clock: SimpleNamespace
    ) -> None:
        road.first_ruleset()
        road.zone(starts=NOW - timedelta(days=8))
        road.stay(eve, at=NOW - timedelta(days=6, hours=23, minutes=30), minutes=20)
        pipeline.drain(now=NOW)
        minute()
        work()
        clock.now += timedelta(hours=1)

        minute()

        assert list(
            queries.history(eve).order_by("decision_id").values_list("status", flat=True)
        ) == ["red", "green"]
