"""Runs in shards: leased, done once, published together."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from provinces.citizens.models import Citizen
from provinces.status import checking, pipeline, queries, runs, services
from provinces.status.models import Current, Outcome, Run, Shard
from provinces.zones.models import Level
from tests import cast
from tests.factories import citizens, road

NOW = cast.NOW
YESTERDAY = NOW - timedelta(days=1)


def crowd(size: int = 6) -> list[Citizen]:
    """Citizens of whom every other one stayed in a zone."""
    people = [citizens.citizen() for _ in range(size)]
    road.first_ruleset()
    road.zone(level=Level.MEDIUM)
    for person in people[::2]:
        road.stay(person, at=YESTERDAY)
    return people


def outcomes() -> list[tuple[int, str, object]]:
    return list(Current.objects.order_by("citizen_id").values_list("citizen_id", "status", "until"))


class TestStart:
    def test_refuses_a_second_run_at_a_time(self, north: object) -> None:
        runs.start(runs.Plan(as_of=NOW), now=NOW)

        with pytest.raises(runs.AlreadyRunning):
            runs.start(runs.Plan(as_of=NOW), now=NOW)

    def test_refuses_to_go_back(self, north: object) -> None:
        services.recompute(runs.Plan(as_of=NOW), now=NOW)

        with pytest.raises(runs.GoesBack):
            runs.start(runs.Plan(as_of=NOW - timedelta(hours=1)), now=NOW)

    def test_refuses_to_go_ahead(self, north: object) -> None:
        """As of a moment to come every hold that ends until then would read as ended."""
        with pytest.raises(runs.GoesAhead):
            runs.start(runs.Plan(as_of=NOW + timedelta(hours=1)), now=NOW)

        assert not Run.objects.exists()

    def test_cuts_a_shard_for_each_day_that_has_changed(self, north: object) -> None:
        crowd()
        pipeline.drain(now=NOW)
        road.stay(citizens.citizen(), at=NOW - timedelta(days=2))

        run = runs.start(runs.Plan(as_of=NOW), now=NOW)

        assert run.shards.filter(stage=Shard.Stage.MATCH).count() == 1


class TestWork:
    @pytest.mark.parametrize("shards", [1, 8])
    def test_comes_to_the_same_with_any_number_of_shards(self, north: object, shards: int) -> None:
        people = crowd()

        services.recompute(runs.Plan(as_of=NOW, shards=shards), now=NOW)

        held = [person.pk for person in people[::2]]
        assert [row[:2] for row in outcomes()] == [(key, "yellow") for key in held]
        assert checking.check(as_of=NOW).verdict == "equal"

    def test_shows_nothing_before_it_is_published(self, north: object) -> None:
        crowd()
        run = runs.start(runs.Plan(as_of=NOW), now=NOW)
        while shard := runs.lease(run):
            runs.do(shard)

        assert Outcome.objects.count() == 3
        assert not Current.objects.exists()

        runs.publish(run, now=NOW)

        assert Current.objects.count() == 3

    def test_does_a_shard_once_however_often_it_is_leased(self, north: object) -> None:
        crowd()
        run = runs.start(runs.Plan(as_of=NOW, shards=1), now=NOW)
        runs.do(run.shards.get(stage=Shard.Stage.MATCH, lo=_day_of_yesterday()))
        shard = run.shards.get(stage=Shard.Stage.DECIDE)

        runs.do(shard)
        with transaction.atomic():  # the second one rolls its own work back
            runs.do(shard)

        assert Outcome.objects.count() == 3

    def test_leases_no_later_stage_before_the_earlier_is_done(self, north: object) -> None:
        crowd()
        run = runs.start(runs.Plan(as_of=NOW), now=NOW)
        stages = set()
        while shard := runs.lease(run):
            stages.add(shard.stage)

        assert stages == {Shard.Stage.MATCH}

    def test_lets_an_immediate_decision_with_a_later_moment_win(self, eve: Citizen) -> None:
        road.first_ruleset()
        road.zone(level=Level.MEDIUM)
        road.stay(eve, at=YESTERDAY)
        run = runs.start(runs.Plan(as_of=NOW), now=NOW)
        while shard := runs.lease(run):
            runs.do(shard)
        road.zone(level=Level.HIGH, cells=[road.h3.grid_ring(road.HERE, 5)[0]])
        road.stay(eve, at=YESTERDAY, cell=road.h3.grid_ring(road.HERE, 5)[0])
        pipeline.drain(now=NOW + timedelta(minutes=5))

        runs.publish(run, now=NOW + timedelta(minutes=6))

        assert queries.status_of(eve, NOW + timedelta(minutes=6)).status == "red"


class TestNightlyIsDue:
    def test_until_a_run_as_of_tonight_is_published(self, north: object) -> None:
        before = services.nightly_is_due(NOW)
        services.recompute(runs.Plan(as_of=NOW), now=NOW)

        assert before
        assert not services.nightly_is_due(NOW + timedelta(hours=1))
        assert services.nightly_is_due(NOW + timedelta(days=1))


class TestAbandon:
    def test_leaves_its_work_to_the_next_run(self, eve: Citizen) -> None:
        road.first_ruleset()
        road.zone()
        road.stay(eve, at=YESTERDAY)
        run = runs.start(runs.Plan(as_of=NOW), now=NOW)
        while shard := runs.lease(run):
            runs.do(shard)

        services.abandon(run, now=NOW)
        services.recompute(runs.Plan(as_of=NOW), now=NOW)

        assert run.state == Run.State.RUNNING  # the object; the row says otherwise
        assert queries.status_of(eve, NOW).status == "red"


def _day_of_yesterday() -> int:
    from core.db.days import day_of  # noqa: PLC0415
    from provinces.tenancy import scope  # noqa: PLC0415

    zone = scope.current().zone
    return day_of(YESTERDAY.astimezone(zone).date(), zone).lo
