"""Check-ins prompt questions, and make no exposure."""

from __future__ import annotations

import copy
from datetime import datetime, timedelta

import h3.api.basic_int as h3
import pytest

from core.db.days import day_of
from provinces.citizens.models import Citizen
from provinces.exposure import services as exposure
from provinces.exposure.models import Answer, Exposure, Question
from provinces.presence import services as presence
from provinces.rules import queries as rulesets
from provinces.rules import services as publishing
from provinces.status import pipeline, runs, services
from provinces.tenancy import scope
from provinces.zones.models import EffectiveZone, Level, ZoneRange
from tests import cast
from tests.factories import road

NOW, YESTERDAY = cast.NOW, cast.NOW - timedelta(days=1)
DWELL = 10


def revise(zone: EffectiveZone) -> None:
    zone.revised_at = NOW + timedelta(seconds=1)
    zone.save()


def check_in(citizen: Citizen, *, cell: int | None = road.HERE, at: datetime = YESTERDAY) -> None:
    presence.check_in(citizen, venue="the market", cell=cell, at=at, now=NOW)


@pytest.fixture(autouse=True)
def rules(north: object) -> None:
    road.first_ruleset()


def ask() -> int:
    """Walk the road; return how many questions that came to."""
    before = Question.objects.count()
    pipeline.drain(now=NOW)
    return Question.objects.count() - before


def day(at: datetime) -> int:
    zone = scope.current().zone
    return day_of(at.astimezone(zone).date(), zone).lo


class TestCheckIns:
    @pytest.mark.parametrize("certain", [True, False])
    def test_asks_where_the_venue_lies_in_a_zone(self, eve: Citizen, certain: bool) -> None:
        zone = road.zone(certain=certain)
        check_in(eve)

        assert ask() == 1

        question = Question.objects.get()
        assert (question.citizen, question.zone, question.day) == (eve, zone, day(YESTERDAY))
        assert question.closes_at == NOW + timedelta(hours=72)

    def test_makes_no_exposure(self, eve: Citizen) -> None:
        road.zone()
        check_in(eve)

        ask()

        assert not Exposure.objects.exists()

    def test_asks_once_a_zone_and_day(self, eve: Citizen) -> None:
        road.zone()
        for minutes in (0, 30):
            check_in(eve, at=YESTERDAY + timedelta(minutes=minutes))

        assert [ask(), ask()] == [1, 0]

    def test_leaves_an_answer_as_it_is(self, eve: Citizen) -> None:
        zone = road.zone()
        check_in(eve)
        ask()
        exposure.answer(Question.objects.get().pk, of=eve, said=Answer.NO, now=NOW)

        revise(zone)

        assert ask() == 0
        assert Question.objects.get().answer == Answer.NO

    def test_asks_nobody_else(self, eve: Citizen, finn: Citizen) -> None:
        road.zone()
        check_in(eve)

        ask()

        assert Question.objects.get().citizen == eve

    @pytest.mark.parametrize("cell", [None, h3.grid_ring(road.HERE, 1)[0]])
    def test_asks_nothing_about_a_venue_elsewhere(self, eve: Citizen, cell: int | None) -> None:
        road.zone()
        check_in(eve, cell=cell)

        assert ask() == 0

    @pytest.mark.parametrize(
        ("starts", "ends", "asked"), [(0, 1, 1), (1, 2, 0), (-1, 0, 0), (-60, 60, 1)]
    )
    def test_asks_about_the_period_of_the_zone(
        self, eve: Citizen, starts: int, ends: int, asked: int
    ) -> None:
        road.zone(
            starts=YESTERDAY + timedelta(minutes=starts), ends=YESTERDAY + timedelta(minutes=ends)
        )
        check_in(eve)

        assert ask() == asked

    def test_asks_about_a_new_zone_whoever_was_there(self, eve: Citizen, finn: Citizen) -> None:
        check_in(eve)
        check_in(finn)
        ask()
        road.zone()

        assert ask() == 2

    @pytest.mark.parametrize("kind", ["nightly", "full"])
    def test_asks_overnight_whoever_was_not_yet_asked(self, eve: Citizen, kind: str) -> None:
        check_in(eve)
        road.zone()

        services.recompute(runs.Plan(as_of=NOW, kind=kind), now=NOW)

        assert Question.objects.get().citizen == eve

    @pytest.mark.parametrize("minutes", [0, 1439])
    def test_asks_about_the_civil_day(self, eve: Citizen, minutes: int) -> None:
        road.zone()
        first = datetime(2026, 11, 13, tzinfo=scope.current().zone)
        check_in(eve, at=first + timedelta(minutes=minutes))

        ask()

        assert Question.objects.get().day == day(first)

    def test_asks_nothing_about_a_level_that_no_rule_looks_at(self, eve: Citizen) -> None:
        road.zone(level=Level.LOW)
        check_in(eve)

        assert ask() == 0

    @pytest.mark.parametrize(("days", "asked"), [(6, 1), (12, 0)])
    def test_asks_as_far_back_as_a_hold_reaches(self, eve: Citizen, days: int, asked: int) -> None:
        road.zone(starts=NOW - timedelta(days=20))
        check_in(eve, at=NOW - timedelta(days=days))

        assert ask() == asked

    def test_follows_the_dwell_of_new_rules(self, eve: Citizen) -> None:
        road.zone()
        road.stay(eve, at=YESTERDAY, minutes=15)
        check_in(eve)
        services.recompute(runs.Plan(as_of=NOW), now=NOW)
        before = Question.objects.count()
        stricter = copy.deepcopy(rulesets.shipped("first")) | {"version": "2"}
        stricter["parameters"]["dwell_minutes"] = 30
        publishing.publish(stricter, now=NOW)

        services.recompute(runs.Plan(as_of=NOW), now=NOW)

        assert (before, Question.objects.count()) == (0, 1)

    @pytest.mark.parametrize(("minutes", "asked"), [(DWELL, 0), (DWELL - 1, 1)])
    def test_asks_nothing_that_stays_have_made_certain(
        self, eve: Citizen, minutes: int, asked: int
    ) -> None:
        road.zone()
        road.stay(eve, at=YESTERDAY, minutes=minutes)
        check_in(eve)

        assert ask() == asked

    def test_counts_certain_minutes_that_overlap_once(self, eve: Citizen) -> None:
        neighbour = h3.grid_ring(road.HERE, 1)[0]
        road.zone(cells=[road.HERE, neighbour])
        for cell in (road.HERE, neighbour):
            road.stay(eve, at=YESTERDAY, minutes=DWELL - 1, cell=cell)
        check_in(eve)

        assert ask() == 1

    def test_withdraws_what_a_corrected_zone_no_longer_prompts(self, eve: Citizen) -> None:
        zone = road.zone()
        check_in(eve)
        ask()
        ZoneRange.objects.update(ends=zone.starts)
        revise(zone)

        ask()

        assert not Question.objects.exists()

    def test_withdraws_nothing_that_a_stay_or_a_check_in_prompts(
        self, eve: Citizen, finn: Citizen
    ) -> None:
        zone = road.zone(certain=False)
        road.stay(eve, at=YESTERDAY)
        check_in(finn)
        ask()
        revise(zone)

        ask()

        assert Question.objects.count() == 2
