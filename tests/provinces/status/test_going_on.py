"""What an administrator does about a run: have it go on, or give it up; nobody's status changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.notices.models import Notice
from provinces.status import checking, queries, runs, services, tasks
from provinces.status.models import Current, Outcome, Run
from provinces.tenancy import scope
from provinces.tenancy.connecting import connection
from tests import cast
from tests.factories import changes, citizens, road

from .trouble import crowd, fails, leases_run_out, poisoned

NOW, YESTERDAY = cast.NOW, cast.NOW - timedelta(days=1)


@pytest.fixture
def admin(north: object) -> User:
    return changes.granter()


def recorded(event: Event) -> Payload:
    """Return what the ledger says of the one event of its kind."""
    return Payload.objects.get(entry__event=event)


class TestGoOn:
    def test_takes_up_at_once_what_failed(self, admin: User) -> None:
        people = crowd()
        run = runs.start(runs.Plan(as_of=NOW, shards=1), now=NOW)
        with poisoned(people[0]):
            fails(run)
        waits = runs.lease(run)

        services.go_on(run, by=admin, now=NOW)

        assert waits is None
        assert runs.lease(run) is not None

    def test_leaves_alone_what_is_being_worked_on(self, admin: User) -> None:
        people = crowd()
        run = runs.start(runs.Plan(as_of=NOW, shards=1), now=NOW)
        with poisoned(people[0]):
            fails(run)
        leases_run_out()
        runs.lease(run)

        services.go_on(run, by=admin, now=NOW)

        assert runs.lease(run) is None

    def test_nudges_workers_and_is_recorded(
        self, admin: User, django_capture_on_commit_callbacks: Any
    ) -> None:
        run = runs.start(runs.Plan(as_of=NOW), now=NOW)

        with django_capture_on_commit_callbacks() as sent:
            services.go_on(run, by=admin, now=NOW)

        assert [one.args[0] for one in sent] == ["provinces.status.tasks.work"]
        told = recorded(Event.RUN_RESUMED)
        assert (told.by, told.about) == (f"accounts.user:{admin.pk}", f"status.run:{run.pk}")

    def test_refuses_what_has_come_to_its_end(self, admin: User) -> None:
        run = runs.work(runs.start(runs.Plan(as_of=NOW), now=NOW))

        with pytest.raises(services.NotRunning):
            services.go_on(run, by=admin, now=NOW)


class TestGiveUp:
    def test_has_the_minute_start_another(
        self,
        admin: User,
        monkeypatch: pytest.MonkeyPatch,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        monkeypatch.setattr(timezone, "now", lambda: NOW)
        people = crowd()
        run = runs.start(runs.Plan(as_of=NOW, shards=4), now=NOW)
        with poisoned(people[3]):
            fails(run)

        with django_capture_on_commit_callbacks() as sent:
            services.give_up(run, by=admin, now=NOW)
        tasks.minute("north")
        connection.set_tenant(scope.directory.find("north"))
        another = queries.running()
        services.resume()

        assert [one.args[0] for one in sent] == ["provinces.status.tasks.minute"]
        assert another not in (None, run)
        assert [queries.status_of(person, NOW).status for person in people] == ["red"] * 4
        assert checking.check(as_of=another.as_of).verdict == "equal"

    @pytest.mark.parametrize("done", [1, 2], ids=["half done", "done but for publishing"])
    def test_changes_nobodys_status(self, admin: User, done: int) -> None:
        """Neither of who was held, nor of who was about to be."""
        held = crowd(1)[0]
        services.recompute(runs.Plan(as_of=NOW), now=NOW)
        about_to_be = citizens.citizen()
        road.stay(about_to_be, at=YESTERDAY)
        run = runs.start(runs.Plan(as_of=NOW, kind=Run.Kind.FULL, shards=2), now=NOW)
        shards = run.shards.order_by("stage", "-number")
        for shard in shards[: shards.filter(stage=1).count() + done]:
            runs.do(shard)
        before = said_of([held, about_to_be])

        services.give_up(run, by=admin, now=NOW)

        assert said_of([held, about_to_be]) == before
        assert Outcome.objects.filter(decision__run=run.pk).exists()
        assert [queries.status_of(each, NOW).status for each in (held, about_to_be)] == [
            *("red", "green")
        ]

    def test_refuses_what_has_come_to_its_end(self, admin: User) -> None:
        run = runs.work(runs.start(runs.Plan(as_of=NOW), now=NOW))

        with pytest.raises(services.NotRunning):
            services.give_up(run, by=admin, now=NOW)

        run.refresh_from_db()
        assert run.state == Run.State.PUBLISHED
        assert not Payload.objects.filter(entry__event=Event.RUN_ABANDONED).exists()


def said_of(people: list[Citizen]) -> Any:
    """Return all that people are told of their status, now and later."""
    moments = [NOW + timedelta(days=day) for day in (0, 5, 9, 30)]
    return (
        [queries.status_of(person, at) for person in people for at in moments],
        [list(queries.history(person).values()) for person in people],
        list(Current.objects.order_by("pk").values()),
        Notice.objects.count(),
    )
