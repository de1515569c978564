"""What the clock wakes: the end of any ground, not of the gravest alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from provinces.citizens.models import Citizen
from provinces.notices.models import Notice
from provinces.rules import services as rules
from provinces.status import checking, pipeline, queries, runs, services
from provinces.status.models import Current, Decision
from provinces.zones.models import Level
from tests import cast
from tests.factories import road, rulesets

NOW, YESTERDAY = cast.NOW, cast.NOW - timedelta(days=1)
ELSEWHERE: int = road.h3.grid_ring(road.HERE, 9)[0]
YELLOW_ENDS = NOW - timedelta(days=3) + timedelta(minutes=60, days=7)
RED_ENDS = YESTERDAY + timedelta(minutes=60, days=7)


def red_beside_yellow(citizen: Citizen) -> None:
    """Let a citizen be red until RED_ENDS, with a lesser ground beside it until YELLOW_ENDS."""
    road.first_ruleset()
    road.zone(level=Level.HIGH)
    road.zone(level=Level.MEDIUM, cells=[ELSEWHERE])
    road.stay(citizen, at=YESTERDAY)
    road.stay(citizen, at=NOW - timedelta(days=3), cell=ELSEWHERE)
    pipeline.drain(now=NOW)


def phased(high: list[dict[str, Any]], medium: list[dict[str, Any]]) -> None:
    """Have other phases follow on a stay in a zone of either level."""
    document = rulesets.document()
    for ground, phases in zip(document["grounds"], (high, medium), strict=True):
        ground["phases"] = phases
    ruled = NOW - timedelta(days=30)
    rules.publishing.issue(document, rules.Terms(ruled), now=ruled)


class TestPhase:
    def test_of_a_lesser_ground_that_is_graver_next_is_not_slept_through(
        self, eve: Citizen
    ) -> None:
        """Yellow holds for a week; beside it another ground pauses, and then turns red."""
        phased(
            high=[{"status": "yellow", "days": 7}],
            medium=[{"status": "green", "days": 2}, {"status": "red", "days": 3}],
        )
        road.zone(level=Level.HIGH)
        road.zone(level=Level.MEDIUM, cells=[ELSEWHERE])
        road.stay(eve, at=YESTERDAY)
        road.stay(eve, at=YESTERDAY, cell=ELSEWHERE)
        turns = YESTERDAY + timedelta(minutes=60, days=2)

        read = []
        for at in (NOW, turns - timedelta(minutes=1), turns, turns + timedelta(days=3)):
            pipeline.drain(now=at)
            read.append(queries.status_of(eve, at).status)
            assert checking.check(as_of=at).verdict == "equal"

        assert read == ["yellow", "yellow", "red", "yellow"]

    def test_of_the_default_status_is_no_news(self, eve: Citizen) -> None:
        """Nobody is told of a pause; of what comes after it they are, and of its end."""
        pausing = [{"status": "green", "days": 2}, {"status": "red", "days": 3}]
        phased(high=pausing, medium=[{"status": "yellow", "days": 1}])
        road.zone(level=Level.HIGH)
        road.stay(eve, at=YESTERDAY)
        left = YESTERDAY + timedelta(minutes=60)

        told = []
        for at in (NOW, left + timedelta(days=2), left + timedelta(days=3, minutes=1),
                   left + timedelta(days=5)):  # fmt: skip
            pipeline.drain(now=at)
            told.append(list(Notice.objects.order_by("pk").values_list("kind", flat=True)))

        assert told == [[], ["began"], ["began"], ["began", "ended"]]


class TestDue:
    def test_is_when_the_first_ground_ends(self, eve: Citizen) -> None:
        red_beside_yellow(eve)

        current = Current.objects.get()

        assert (current.status, current.until) == ("red", RED_ENDS)
        assert current.due_at == YELLOW_ENDS

    def test_goes_on_to_the_next_end_where_nothing_that_is_shown_changes(
        self, eve: Citizen
    ) -> None:
        red_beside_yellow(eve)

        changed = pipeline.drain(now=YELLOW_ENDS)

        assert changed == 0
        assert Current.objects.get().due_at == RED_ENDS
        assert Decision.objects.count() == 1
        assert checking.check(as_of=YELLOW_ENDS).verdict == "equal"

    def test_goes_on_in_a_run_as_well(self, eve: Citizen) -> None:
        red_beside_yellow(eve)

        done = services.recompute(runs.Plan(as_of=YELLOW_ENDS), now=YELLOW_ENDS, check=True)

        assert (done.changed, done.check) == (0, "equal")
        assert Current.objects.get().due_at == RED_ENDS

    def test_is_never_once_nothing_holds(self, eve: Citizen) -> None:
        red_beside_yellow(eve)

        pipeline.drain(now=RED_ENDS)

        assert Current.objects.get().due_at is None

    def test_that_is_wrong_is_told_by_the_check(self, eve: Citizen) -> None:
        red_beside_yellow(eve)
        Current.objects.update(due_at=RED_ENDS)

        assert checking.check(as_of=NOW).outcomes == 1
