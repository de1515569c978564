"""Check-ins prompt questions, and make no exposure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import h3.api.basic_int as h3
import pytest
from django.db import connection

from core.db import temporary
from core.db.days import day_of
from provinces.citizens.models import Citizen
from provinces.exposure import prompting
from provinces.exposure import services as exposure
from provinces.exposure.models import Answer, Exposure, Question
from provinces.presence import services as presence
from provinces.status import pipeline
from provinces.tenancy import scope
from provinces.zones.models import EffectiveZone, ZoneRange
from tests import cast
from tests.factories import road

NOW, YESTERDAY = cast.NOW, cast.NOW - timedelta(days=1)
DWELL = 10
ALWAYS = exposure.Span(0, 2**31 - 2000)


def check_in(citizen: Citizen, *, cell: int | None = road.HERE, at: datetime = YESTERDAY) -> None:
    presence.check_in(citizen, venue="the market", cell=cell, at=at, now=NOW)


def ask(
    *marked: Citizen,
    zones: Sequence[EffectiveZone] = (),
    span: exposure.Span = ALWAYS,
    everything: bool = False,
) -> int:
    """Ask as the road does, after the marks of some citizens were taken."""
    values = {"lo": span.lo, "hi": span.hi, "zones": [zone.pk for zone in zones], "dwell": DWELL}
    values |= {"now": NOW, "closes": NOW + timedelta(hours=72)}
    with connection.cursor() as cursor:
        temporary.ready(cursor, **exposure.TABLES)
        for citizen in marked:
            cursor.execute("INSERT INTO marked VALUES (%s)", [citizen.pk])
        return prompting.ask_about_check_ins(cursor, values, everything=everything)


def day(at: datetime) -> int:
    zone = scope.current().zone
    return day_of(at.astimezone(zone).date(), zone).lo


class TestAskAboutCheckIns:
    @pytest.mark.parametrize("certain", [True, False])
    def test_asks_where_the_venue_lies_in_a_zone(self, eve: Citizen, certain: bool) -> None:
        zone = road.zone(certain=certain)
        check_in(eve)

        assert ask(eve) == 1

        question = Question.objects.get()
        assert (question.citizen, question.zone, question.day) == (eve, zone, day(YESTERDAY))
        assert question.closes_at == NOW + timedelta(hours=72)

    def test_makes_no_exposure(self, eve: Citizen) -> None:
        road.zone()
        check_in(eve)

        ask(eve)

        assert not Exposure.objects.exists()

    def test_asks_once_a_zone_and_day(self, eve: Citizen) -> None:
        road.zone()
        for minutes in (0, 30):
            check_in(eve, at=YESTERDAY + timedelta(minutes=minutes))

        assert [ask(eve), ask(eve)] == [1, 0]

    def test_leaves_an_answer_as_it_is(self, eve: Citizen) -> None:
        zone = road.zone()
        check_in(eve)
        ask(eve)
        exposure.answer(Question.objects.get().pk, of=eve, said=Answer.NO, now=NOW)

        assert ask(eve, zones=[zone]) == 0
        assert Question.objects.get().answer == Answer.NO

    def test_asks_nobody_else(self, eve: Citizen, finn: Citizen) -> None:
        road.zone()
        check_in(eve)

        assert ask(finn) == 0

    @pytest.mark.parametrize("cell", [None, h3.grid_ring(road.HERE, 1)[0]])
    def test_asks_nothing_about_a_venue_elsewhere(self, eve: Citizen, cell: int | None) -> None:
        road.zone()
        check_in(eve, cell=cell)

        assert ask(eve) == 0

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

        assert ask(eve) == asked

    def test_asks_about_revised_zones_whoever_was_there(self, eve: Citizen, finn: Citizen) -> None:
        check_in(eve)
        check_in(finn)
        zones = [road.zone(), road.zone()]

        assert ask(zones=zones[:1]) == 2

    def test_asks_about_all_where_everything_is_matched(self, eve: Citizen) -> None:
        check_in(eve)
        road.zone()

        assert ask(everything=True) == 1

    @pytest.mark.parametrize("minutes", [0, 1439])
    def test_asks_about_the_civil_day_and_no_other(self, eve: Citizen, minutes: int) -> None:
        road.zone()
        first = datetime(2026, 11, 13, tzinfo=scope.current().zone)
        check_in(eve, at=first + timedelta(minutes=minutes))
        before, after = day(first) - 1440, day(first) + 1440

        assert ask(eve, span=exposure.Span(before, before + 1)) == 0
        assert ask(eve, span=exposure.Span(after, after + 1)) == 0
        assert ask(eve, span=exposure.Span(day(first), day(first) + 1)) == 1
        assert Question.objects.get().day == day(first)

    @pytest.mark.parametrize(("minutes", "asked"), [(DWELL, 0), (DWELL - 1, 1)])
    def test_asks_nothing_that_stays_have_made_certain(
        self, eve: Citizen, minutes: int, asked: int
    ) -> None:
        zone = road.zone()
        road.stay(eve, at=YESTERDAY, minutes=minutes)
        exposure.rematch(ALWAYS, zones=[zone.pk], dwell=DWELL, now=NOW)
        Question.objects.all().delete()
        check_in(eve)

        assert ask(eve) == asked

    def test_counts_certain_minutes_that_overlap_once(self, eve: Citizen) -> None:
        neighbour = h3.grid_ring(road.HERE, 1)[0]
        zone = road.zone(cells=[road.HERE, neighbour])
        for cell in (road.HERE, neighbour):
            road.stay(eve, at=YESTERDAY, minutes=DWELL - 1, cell=cell)
        exposure.rematch(ALWAYS, zones=[zone.pk], dwell=DWELL, now=NOW)
        check_in(eve)

        assert ask(eve) == 1

    def test_withdraws_what_a_corrected_zone_no_longer_prompts(self, eve: Citizen) -> None:
        zone = road.zone()
        check_in(eve)
        ask(eve)
        ZoneRange.objects.update(ends=zone.starts)

        ask(zones=[zone])

        assert not Question.objects.exists()

    def test_withdraws_nothing_that_a_stay_or_a_check_in_prompts(
        self, eve: Citizen, finn: Citizen
    ) -> None:
        zone = road.zone(certain=False)
        road.first_ruleset()
        road.stay(eve, at=YESTERDAY)
        pipeline.drain(now=NOW)
        check_in(finn)
        ask(finn)

        ask(zones=[zone])

        assert Question.objects.count() == 2
