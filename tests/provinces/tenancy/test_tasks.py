"""Background work: in one province, and never lost with the broker."""

from __future__ import annotations

import logging
import time

import pytest
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from core.config.engines.address import free_port
from provinces.tenancy import directory, scope, tasks
from provinces.tenancy.connecting import connection
from tests import cast

done: list[tuple[str, int]] = []


@tasks.province_task
def work(amount: int) -> None:
    """Write down where we are."""
    done.append((scope.current().slug, amount))


@pytest.fixture(autouse=True)
def nothing_done() -> None:
    done.clear()
    tasks._queue.cache_clear()


class TestProvinceTask:
    def test_runs_in_its_province(self, db: None) -> None:
        work(cast.SOUTH, amount=3)

        assert done == [("south", 3)]
        assert connection.schema_name == scope.PUBLIC

    def test_returns_to_the_callers_province(self, north: directory.Entry) -> None:
        work(cast.SOUTH, amount=3)

        assert scope.current() == north

    def test_drops_arguments_it_does_not_know(self, db: None) -> None:
        work(cast.SOUTH, amount=3, invented_later=True)

        assert done == [("south", 3)]

    def test_is_named_after_its_function(self) -> None:
        assert work.name == f"{__name__}.work"


@tasks.province_task
def count_in() -> None:
    """Be counted in the province."""
    done.append((scope.current().slug, 1))


class TestForEveryProvince:
    def test_sends_the_task_to_each(self, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(count_in.app.conf, "task_always_eager", True)

        tasks.for_every_province(count_in)

        assert done == [("north", 1), ("south", 1)]


class TestNudge:
    def test_waits_for_the_commit(
        self,
        north: directory.Entry,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        with django_capture_on_commit_callbacks() as callbacks:
            tasks.nudge("any.task", amount=1)

        assert len(callbacks) == 1

    def test_needs_a_province(self, db: None) -> None:
        with pytest.raises(scope.NoProvince):
            tasks.nudge("any.task")

    def test_reaches_the_queue(self, in_login_mode: None) -> None:
        with tasks._queue().connection_for_read() as broker, broker.SimpleQueue("celery") as queue:
            queue.clear()  # of what other tests have sent
            with scope.province(cast.NORTH), transaction.atomic():
                tasks.nudge("any.task", amount=1)
            message = queue.get(block=False)
            message.ack()

        assert message.headers["task"] == "any.task"
        assert message.payload[:2] == [["north"], {"amount": 1}]

    def test_is_lost_without_harm_when_the_broker_is_down(
        self, in_login_mode: None, settings: Settings, caplog: pytest.LogCaptureFixture
    ) -> None:
        settings.BROKER_URL = f"redis://127.0.0.1:{free_port()}/0"
        began = time.monotonic()

        with caplog.at_level(logging.WARNING), scope.province(cast.NORTH), transaction.atomic():
            tasks.nudge("any.task")

        assert "any.task of north waits for the minute beat" in caplog.text
        assert time.monotonic() - began < 10
