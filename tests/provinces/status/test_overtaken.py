"""A run in progress and immediate decisions: whoever knew more has the last word."""

from __future__ import annotations

from datetime import timedelta

from provinces.citizens.models import Citizen, StaleMark
from provinces.notices.models import Notice
from provinces.status import checking, pipeline, queries, runs, services
from provinces.status.models import Current, Outcome, Run
from provinces.zones.models import EffectiveZone, Level
from tests import cast
from tests.factories import road

NOW, YESTERDAY = cast.NOW, cast.NOW - timedelta(days=1)
LATER = NOW + timedelta(minutes=25)
PUBLISHED = NOW + timedelta(minutes=29)
ELSEWHERE: int = road.h3.grid_ring(road.HERE, 5)[0]


def decided(*, everybody: bool = False) -> Run:
    """Start a run and do all of it but the publishing."""
    kind = Run.Kind.FULL if everybody else Run.Kind.NIGHTLY
    run = runs.start(runs.Plan(as_of=NOW, kind=kind), now=NOW)
    while shard := runs.lease(run):
        runs.do(shard)
    return run


def withdraw_zones() -> None:
    for zone in EffectiveZone.objects.all():
        zone.ranges.update(ends=zone.starts)
        zone.ends, zone.revised_at = zone.starts, LATER
        zone.save()


def kinds() -> list[str]:
    return list(Notice.objects.order_by("pk").values_list("kind", flat=True))


class TestPublish:
    def test_holds_nobody_whose_facts_have_gone_since(self, eve: Citizen) -> None:
        road.first_ruleset()
        road.zone()
        road.stay(eve, at=YESTERDAY)
        run = decided()
        withdraw_zones()
        changed = pipeline.drain(now=LATER)

        runs.publish(run, now=PUBLISHED)

        assert changed == 0  # nothing that could be seen
        assert queries.status_of(eve, PUBLISHED).status == "green"
        assert (kinds(), list(queries.history(eve))) == ([], [])
        assert checking.check(as_of=PUBLISHED).verdict == "equal"

    def test_keeps_an_immediate_decision_that_is_later(self, eve: Citizen) -> None:
        road.first_ruleset()
        road.zone(level=Level.MEDIUM)
        road.stay(eve, at=YESTERDAY)
        run = decided()
        road.zone(level=Level.HIGH, cells=[ELSEWHERE])
        road.stay(eve, at=YESTERDAY, cell=ELSEWHERE)
        pipeline.drain(now=LATER)

        runs.publish(run, now=PUBLISHED)

        assert queries.status_of(eve, PUBLISHED).status == "red"
        assert [outcome.status for outcome in queries.history(eve)] == ["red"]
        assert kinds() == ["began"]

    def test_keeps_one_made_while_the_run_had_not_come_to_the_person(self, eve: Citizen) -> None:
        road.first_ruleset()
        road.zone()
        run = runs.start(runs.Plan(as_of=NOW, kind=Run.Kind.FULL), now=NOW)
        road.stay(eve, at=NOW + timedelta(minutes=1), minutes=20)
        pipeline.drain(now=LATER)

        runs.work(run)

        assert queries.status_of(eve, PUBLISHED).status == "red"
        pipeline.drain(now=PUBLISHED)
        assert checking.check(as_of=PUBLISHED).verdict == "equal"

    def test_lets_a_slow_clock_have_the_last_word(self, eve: Citizen) -> None:
        """Two machines' clocks differ: what was decided last is what is shown."""
        road.first_ruleset()
        road.zone()
        road.stay(eve, at=YESTERDAY)
        fast = NOW + timedelta(seconds=50)
        pipeline.drain(now=fast)
        withdraw_zones()

        pipeline.drain(now=NOW)

        assert queries.status_of(eve, fast).status == "green"
        assert checking.check(as_of=fast).verdict == "equal"

    def test_leaves_what_was_decided_as_of_a_later_moment(self, eve: Citizen) -> None:
        """A hold ends after the run's moment, and somebody has said so by then."""
        road.first_ruleset()
        road.zone(starts=NOW - timedelta(days=9))
        road.stay(eve, at=NOW - timedelta(days=7, minutes=60), minutes=62)
        pipeline.drain(now=NOW - timedelta(hours=1))
        run = runs.start(runs.Plan(as_of=NOW, kind="full"), now=NOW)
        pipeline.drain(now=LATER)
        before = Current.objects.get().decision_id

        runs.work(run)
        pipeline.drain(now=PUBLISHED)

        assert kinds() == ["began", "ended"]
        assert Current.objects.get().decision_id == before
        assert not StaleMark.objects.exists()

    def test_happens_once_whoever_comes_second(self, eve: Citizen) -> None:
        road.first_ruleset()
        road.zone()
        road.stay(eve, at=YESTERDAY)
        run = decided()

        for _ in range(2):
            runs.publish(run, now=PUBLISHED)

        assert kinds() == ["began"]
        assert Current.objects.count() == 1

    def test_tells_what_changed_since_what_was_seen(self, eve: Citizen) -> None:
        """A decision of a run in progress was never seen: it is not what a notice compares with."""
        road.first_ruleset()
        road.zone()
        road.stay(eve, at=YESTERDAY)
        run = decided()
        road.stay(eve, at=YESTERDAY + timedelta(hours=2))
        pipeline.drain(now=LATER)

        runs.publish(run, now=PUBLISHED)

        assert kinds() == ["began"]
        assert Outcome.objects.count() == 1


class TestMarks:
    def test_of_what_a_run_leaves_for_later_stay(self, eve: Citizen) -> None:
        """A run's moment is its start: what happened since is for the next walk to count."""
        road.first_ruleset()
        road.zone()
        run = runs.start(runs.Plan(as_of=NOW), now=NOW)
        road.stay(eve, at=NOW + timedelta(minutes=1), minutes=20)
        pipeline.match(pipeline.ALL_DAYS, zones=[], now=LATER, everything=False)

        runs.work(run)

        assert queries.status_of(eve, LATER).status == "green"
        assert StaleMark.objects.filter(citizen=eve, day=None).exists()
        pipeline.drain(now=LATER)
        assert queries.status_of(eve, LATER).status == "red"
        assert not StaleMark.objects.exists()

    def test_of_a_recompute_as_of_the_past_stay(self, eve: Citizen) -> None:
        road.first_ruleset()
        road.zone()
        road.stay(eve, at=YESTERDAY)
        past = YESTERDAY - timedelta(hours=1)
        services.recompute(runs.Plan(as_of=past), now=NOW)

        done = services.recompute(runs.Plan(as_of=NOW), now=NOW, check=True)

        assert queries.status_of(eve, NOW).status == "red"
        assert done.check == "equal"
