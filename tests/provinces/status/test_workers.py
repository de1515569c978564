"""Real workers on a real broker: two at once, and one killed in mid-run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from celery import Celery
from django.utils import timezone
from pytest_django import Settings

from core.db import locks
from provinces.citizens.models import Citizen
from provinces.status import checking, pipeline, queries, runs, services
from provinces.status.models import Current, Run, Shard
from provinces.tenancy import scope, tasks
from provinces.zones.models import Level
from tests import cast
from tests.core.config.engines.conftest import passable_directory
from tests.database import owners_session
from tests.factories import changes, citizens, road

from . import workers

NOW = cast.NOW
BLOCKED = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'advisory'
"""


@pytest.fixture
def directory() -> Iterator[Path]:
    with passable_directory() as made:
        yield made


@pytest.fixture
def broker_url(directory: Path) -> Iterator[str]:
    with workers.broker(directory / "broker") as url:
        yield url


@pytest.fixture
def own_queue(broker_url: str, settings: Settings) -> Iterator[None]:
    """Have what this process sends go to the test's own broker."""
    settings.BROKER_URL = broker_url
    tasks._queue.cache_clear()
    yield
    tasks._queue.cache_clear()


@contextmanager
def held_up() -> Iterator[psycopg.Connection]:
    """Hold the locks that workers need in order to decide about north's citizens."""
    with scope.province("north"):
        keys = Citizen.objects.values_list("pk", flat=True)
        blocks = {key >> pipeline.BLOCK for key in keys}
        numbers = sorted(locks.number("deciding", block) for block in blocks)
    with owners_session() as session:
        held = "SELECT pg_advisory_lock(number) FROM unnest(%s::bigint[]) AS number"
        session.execute(held, [numbers])
        yield session


def started(shards: int) -> Run:
    """Start a run about citizens of whom two in three are held, in the province in scope."""
    road.first_ruleset()
    road.zone(level=Level.HIGH)
    road.zone(level=Level.MEDIUM, cells=[road.h3.grid_ring(road.HERE, 9)[0]])
    for number in range(12):
        person = citizens.citizen()
        at = NOW - timedelta(days=1 + number % 3)
        if number % 3 == 0:
            road.stay(person, at=at)
        elif number % 3 == 1:
            road.stay(person, at=at, cell=road.h3.grid_ring(road.HERE, 9)[0])
    # Workers read the real clock: a run that seems a week old is one that takes too long.
    return runs.start(runs.Plan(as_of=NOW, shards=shards), now=timezone.now())


def nudge(broker_url: str, task: str = "work") -> None:
    with Celery(broker=broker_url) as sender:
        sender.send_task(f"provinces.status.tasks.{task}", args=["north"])


def is_published() -> bool:
    with scope.province("north"):
        return queries.running() is None and queries.last_published() is not None


def statuses() -> list[str]:
    with scope.province("north"):
        return list(Current.objects.order_by("citizen_id").values_list("status", flat=True))


EXPECTED = ["red", "yellow"] * 4


class TestWorkers:
    def test_one_killed_in_mid_run_is_replaced_and_the_run_resumes(
        self, in_login_mode: None, directory: Path, broker_url: str
    ) -> None:
        with scope.province("north"):
            run = started(shards=4)
        with (
            held_up() as session,
            workers.worker(broker_url, directory / "first.log") as first,
        ):
            nudge(broker_url)
            workers.eventually(
                lambda: session.execute(BLOCKED).fetchone() == (1,), "a worker in mid-shard"
            )
            workers.kill(first)

        assert not is_published()
        with scope.province("north"):
            assert Shard.objects.filter(run=run, done_at=None).exists()
        with workers.worker(broker_url, directory / "second.log"):
            nudge(broker_url, "minute")
            workers.eventually(is_published, "the run to be published")

        assert statuses() == EXPECTED
        with scope.province("north"):
            assert checking.check(as_of=NOW).verdict == "equal"

    def test_one_killed_is_replaced_when_an_administrator_has_the_run_go_on(
        self, in_login_mode: None, directory: Path, broker_url: str, own_queue: None
    ) -> None:
        with scope.province("north"):
            run = started(shards=4)
            by = changes.granter()
        with (
            held_up() as session,
            workers.worker(broker_url, directory / "first.log") as first,
        ):
            nudge(broker_url)
            workers.eventually(
                lambda: session.execute(BLOCKED).fetchone() == (1,), "a worker in mid-shard"
            )
            workers.kill(first)

        with workers.worker(broker_url, directory / "second.log"):
            with scope.province("north"):
                services.go_on(run, by=by, now=timezone.now())
            workers.eventually(is_published, "the run to be published")

        assert statuses() == EXPECTED

    def test_two_come_to_the_same_as_one(
        self, in_login_mode: None, directory: Path, broker_url: str
    ) -> None:
        with scope.province("north"):
            started(shards=8)
        with (
            workers.worker(broker_url, directory / "first.log"),
            workers.worker(broker_url, directory / "second.log"),
        ):
            nudge(broker_url)
            nudge(broker_url)
            workers.eventually(is_published, "the run to be published")

        assert statuses() == EXPECTED
        with scope.province("north"):
            assert checking.check(as_of=NOW).verdict == "equal"
