"""Runs that fail, crash, are given up or raced for: nothing half-done is ever seen."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from provinces.citizens.models import Citizen
from provinces.notices.models import Notice
from provinces.status import checking, pipeline, queries, runs, services, tasks
from provinces.status.models import Current, Decision, Outcome, Run, Shard
from provinces.tenancy import scope
from provinces.tenancy.connecting import connection
from tests import cast
from tests.factories import road

from .trouble import crowd, fails, leases_run_out, poisoned

NOW, YESTERDAY = cast.NOW, cast.NOW - timedelta(days=1)


def work_until_it_fails(run: Run) -> None:
    with pytest.raises(DatabaseError, match="a disk gave out"):
        _work(run)


def _work(run: Run) -> None:
    while shard := runs.lease(run):
        with transaction.atomic():
            runs.do(shard)


class TestFailedNight:
    def test_shows_nothing_and_can_be_resumed(self, north: object) -> None:
        people = crowd()
        run = runs.start(runs.Plan(as_of=NOW, shards=4), now=NOW)
        with poisoned(people[2]):
            work_until_it_fails(run)
            seen = [queries.status_of(person, NOW).status for person in people]
            assert queries.running() == run

        leases_run_out()
        services.resume()

        assert seen == ["green"] * 4
        assert queries.running() is None
        assert [queries.status_of(person, NOW).status for person in people] == ["red"] * 4
        assert Notice.objects.count() == 4

    def test_prolongs_no_hold(self, north: object) -> None:
        person = crowd(1)[0]
        services.recompute(runs.Plan(as_of=NOW), now=NOW)
        until = queries.status_of(person, NOW).until
        runs.start(runs.Plan(as_of=until), now=until)

        assert queries.status_of(person, until).status == "green"

    def test_that_is_given_up_leaves_everybody_to_the_next(self, north: object) -> None:
        people = crowd()
        run = runs.start(runs.Plan(as_of=NOW, shards=4), now=NOW)
        with poisoned(people[3]):
            work_until_it_fails(run)

        services.abandon(run, now=NOW)
        services.recompute(runs.Plan(as_of=NOW), now=NOW)

        assert [queries.status_of(person, NOW).status for person in people] == ["red"] * 4
        assert checking.check(as_of=NOW).verdict == "equal"

    def test_that_is_given_up_at_noon_is_made_up_for_at_once(self, north: object) -> None:
        crowd()
        services.recompute(runs.Plan(as_of=NOW), now=NOW)
        not_due = services.run_is_due(NOW)
        run = runs.start(runs.Plan(as_of=NOW), now=NOW)

        services.abandon(run, now=NOW)

        assert not not_due
        assert services.run_is_due(NOW)


class TestFailingShard:
    def test_keeps_what_of_and_where_and_nothing_of_anybody(self, north: object) -> None:
        people = crowd()
        run = runs.start(runs.Plan(as_of=NOW, shards=4), now=NOW)

        with poisoned(people[2]):
            fails(run)

        told = queries.troubles(run, timezone.now())
        assert [(each.tries, each.again_at is None) for each in told.failed] == [(1, False)]
        assert re.fullmatch(r"\w+ P0001 in provinces\.status\.\w+\.\w+:\d+", told.failed[0].trouble)
        assert "a disk gave out" not in told.failed[0].trouble
        assert not told.is_failing

    def test_lets_the_others_be_done_first(self, north: object) -> None:
        people = crowd()
        run = runs.start(runs.Plan(as_of=NOW, shards=2), now=NOW)
        with poisoned(people[0]):
            fails(run)
            leases_run_out()
            fails(run)

        left = Shard.objects.filter(run=run, done_at=None)

        assert [shard.tries for shard in left] == [2]

    def test_has_the_run_fail_by_its_third_try(self, north: object) -> None:
        people = crowd()
        run = runs.start(runs.Plan(as_of=NOW, shards=1), now=NOW)
        seen = []
        with poisoned(people[0]):
            for _ in range(3):
                fails(run)
                seen.append(queries.troubles(run, NOW).is_failing)
                leases_run_out()

        assert seen == [False, False, True]

    def test_has_it_fail_where_its_workers_die_without_a_word(self, north: object) -> None:
        run = runs.start(runs.Plan(as_of=NOW, shards=1), now=NOW)
        for _ in range(2):
            runs.lease(run)
            leases_run_out(NOW)
        runs.lease(run)
        third_at_work = queries.troubles(run, NOW)
        leases_run_out(NOW)

        third_left = queries.troubles(run, NOW)

        assert (third_at_work.is_failing, third_at_work.stalled) == (False, 0)
        assert (third_left.is_failing, third_left.stalled) == (True, 1)
        assert third_left.failed == ()

    def test_is_no_trouble_once_it_is_done(self, north: object) -> None:
        people = crowd()
        run = runs.start(runs.Plan(as_of=NOW, shards=1), now=NOW)
        with poisoned(people[0]):
            fails(run)
        leases_run_out()

        runs.work(run)

        assert not queries.troubles(run, NOW)
        assert run.shards.exclude(trouble="").get().tries == 2

    def test_says_nothing_over_a_later_try(self, north: object) -> None:
        people = crowd()
        run = runs.start(runs.Plan(as_of=NOW, shards=1), now=NOW)
        while (shard := runs.lease(run)).stage == Shard.Stage.MATCH:
            runs.do(shard)
        leases_run_out()
        runs.lease(run)

        with poisoned(people[0]), pytest.raises(DatabaseError, match="a disk gave out"):
            runs.attempt(shard)

        assert queries.troubles(run, NOW).failed == ()


class TestGivenUp:
    def test_a_worker_lets_go(self, north: object) -> None:
        crowd()
        run = runs.start(runs.Plan(as_of=NOW), now=NOW)
        services.abandon(run, now=NOW)

        left = runs.work(run)

        assert left.state == Run.State.ABANDONED
        assert not Decision.objects.exists()

    def test_a_shard_in_hand_leaves_no_trace(self, north: object) -> None:
        people = crowd(1)
        run = runs.start(runs.Plan(as_of=NOW, shards=1), now=NOW)
        while (shard := runs.lease(run)).stage == Shard.Stage.MATCH:
            runs.do(shard)
        services.abandon(run, now=NOW)
        services.recompute(runs.Plan(as_of=NOW), now=NOW)
        road.stay(people[0], at=YESTERDAY + timedelta(hours=3))
        pipeline.drain(now=NOW)
        before = Decision.objects.count()

        with transaction.atomic():
            runs.do(shard)

        assert Decision.objects.count() == before

    def test_decisions_stay_out_of_the_history(self, eve: Citizen) -> None:
        road.first_ruleset()
        road.zone()
        road.stay(eve, at=YESTERDAY)
        run = runs.start(runs.Plan(as_of=NOW), now=NOW)
        while shard := runs.lease(run):
            runs.do(shard)
        in_progress = list(queries.history(eve))

        services.abandon(run, now=NOW)

        assert Outcome.objects.count() == 1
        assert (in_progress, list(queries.history(eve))) == ([], [])


class TestCrash:
    def test_before_publishing_is_made_up_for_by_whoever_comes_next(self, north: object) -> None:
        crowd()
        run = runs.start(runs.Plan(as_of=NOW), now=NOW)
        while shard := runs.lease(run):
            runs.do(shard)
        seen = Current.objects.count()

        done = services.resume()

        assert (seen, Current.objects.count()) == (0, 4)
        assert done.state == Run.State.PUBLISHED
        assert done.summary["changed"] == 4


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The clock that tasks read."""
    hands = SimpleNamespace(now=NOW)
    monkeypatch.setattr(tasks, "timezone", SimpleNamespace(now=lambda: hands.now))
    return hands


def minute() -> None:
    tasks.minute("north")
    connection.set_tenant(scope.directory.find("north"))


class TestMinute:
    """The minute does not wait for a run that never ends."""

    @pytest.mark.parametrize(("after", "status"), [(0.1, "green"), (2, "red")])
    def test_walks_the_road_beside_a_run_that_takes_long(
        self, eve: Citizen, clock: SimpleNamespace, after: float, status: str
    ) -> None:
        road.first_ruleset()
        road.zone()
        runs.start(runs.Plan(as_of=NOW), now=NOW)
        road.stay(eve, at=YESTERDAY)
        clock.now = NOW + timedelta(hours=after)

        minute()

        assert queries.status_of(eve, clock.now).status == status

    def test_does_not_mind_that_another_started_the_run(self, north: object) -> None:
        runs.start(runs.Plan(as_of=NOW), now=NOW)

        services.start_due(now=NOW)

        assert Run.objects.count() == 1


class TestLock:
    """Two deciders about one person wait for each other, however many each is about."""

    @pytest.mark.parametrize("limit", [0, 1000])
    def test_comes_to_the_same_by_block_and_by_area(
        self, north: object, monkeypatch: pytest.MonkeyPatch, limit: int
    ) -> None:
        monkeypatch.setattr(pipeline, "MANY_BLOCKS", limit)
        people = crowd()

        pipeline.drain(now=NOW)
        services.recompute(runs.Plan(as_of=NOW, kind=Run.Kind.FULL), now=NOW)

        assert Current.objects.count() == len(people)
        assert checking.check(as_of=NOW).verdict == "equal"


def test_tally_adds_up_what_shards_did(north: object) -> None:
    crowd()

    done: Any = services.recompute(runs.Plan(as_of=NOW, shards=3), now=NOW)

    assert (done.changed, done.exposures) == (4, 4)
