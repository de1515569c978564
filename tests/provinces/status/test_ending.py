"""Past its end a status reads as ended everywhere, whether or not anything ran."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from provinces.citizens.models import Citizen
from provinces.jurisdictions.models import Area
from provinces.notices.models import Notice
from provinces.status import pipeline, queries, runs, services
from provinces.status.decision import Ground, effective
from provinces.status.models import Outcome
from provinces.zones.models import Level
from tests import cast
from tests.factories import citizens, road

NOW, YESTERDAY = cast.NOW, cast.NOW - timedelta(days=1)
ELSEWHERE: int = road.h3.grid_ring(road.HERE, 9)[0]
RED_ENDS = NOW - timedelta(days=3) + timedelta(minutes=60, days=7)
YELLOW_ENDS = YESTERDAY + timedelta(minutes=60, days=7)


def red_then_yellow(citizen: Citizen) -> None:
    """Let a citizen be red until RED_ENDS, and yellow from then until YELLOW_ENDS."""
    road.first_ruleset()
    road.zone(level=Level.HIGH)
    road.zone(level=Level.MEDIUM, cells=[ELSEWHERE])
    road.stay(citizen, at=NOW - timedelta(days=3))
    road.stay(citizen, at=YESTERDAY, cell=ELSEWHERE)
    pipeline.drain(now=NOW)


AT = [
    (NOW, "red", NOW),
    (RED_ENDS - timedelta(seconds=1), "red", NOW),
    (RED_ENDS, "yellow", RED_ENDS),
    (YELLOW_ENDS - timedelta(seconds=1), "yellow", RED_ENDS),
    (YELLOW_ENDS, "green", YELLOW_ENDS),
    (YELLOW_ENDS + timedelta(days=30), "green", YELLOW_ENDS),
]


@pytest.mark.parametrize(("at", "status", "since"), AT)
@pytest.mark.parametrize("walked", [False, True])
class TestEverywhere:
    def test_it_reads_the_same(
        self, eve: Citizen, at: datetime, status: str, since: datetime, walked: bool
    ) -> None:
        red_then_yellow(eve)
        if walked:
            pipeline.drain(now=at)

        found = queries.status_of(eve, at)

        assert (found.status, found.since) == (status, since)

    def test_it_counts_the_same(
        self, eve: Citizen, at: datetime, status: str, since: datetime, walked: bool
    ) -> None:
        citizens.citizen()
        red_then_yellow(eve)
        if walked:
            services.recompute(runs.Plan(as_of=at), now=at)

        everywhere = queries.figures(at).by_status
        within = queries.figures_within(Area.objects.all(), at).by_status

        expected = {"green": 2} if status == "green" else {"green": 1, status: 1}
        assert (everywhere, within) == (expected, expected)


class TestClock:
    def test_turns_each_status_once_and_tells_of_each(self, eve: Citizen) -> None:
        red_then_yellow(eve)

        for at, _, _ in AT:
            pipeline.drain(now=at)

        outcomes = Outcome.objects.order_by("pk").values_list("status", "since")
        assert list(outcomes) == [("red", NOW), ("yellow", RED_ENDS), ("green", YELLOW_ENDS)]
        kinds = Notice.objects.order_by("pk").values_list("kind", flat=True)
        assert list(kinds) == ["began", "changed", "ended"]

    def test_that_stood_still_tells_when_it_ended_not_when_it_was_noticed(
        self, eve: Citizen
    ) -> None:
        red_then_yellow(eve)

        pipeline.drain(now=YELLOW_ENDS + timedelta(days=2))

        assert Outcome.objects.latest("pk").since == YELLOW_ENDS

    def test_stays_where_the_lighter_ground_is_prolonged(self, eve: Citizen) -> None:
        red_then_yellow(eve)
        later = RED_ENDS + timedelta(days=1)
        road.stay(eve, at=NOW + timedelta(hours=2), cell=ELSEWHERE)

        pipeline.drain(now=later)

        assert Outcome.objects.latest("pk").since == RED_ENDS


class TestEffective:
    def test_begins_where_the_last_graver_ground_ended(self) -> None:
        def ground(rank: int, days: float) -> Ground:
            return Ground(f"g{rank}", f"s{rank}", rank, NOW, NOW + timedelta(days=days), {})

        grounds = [ground(3, 1), ground(2, 5), ground(1, 2)]

        begins = [
            effective(grounds, default="s0", at=NOW + timedelta(days=day)).since
            for day in (0, 1, 3, 5)
        ]

        days = [None, 1, 1, 5]
        assert begins == [day and NOW + timedelta(days=day) for day in days]
