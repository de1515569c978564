"""Fact sheets and outcomes are what plain loops make of the same exposures and answers."""

from __future__ import annotations

import copy
import random
from datetime import datetime, timedelta

import pytest
from django.db import connection

from core.db.days import day_of
from core.periods import epoch_minute
from provinces.citizens.models import StaleMark
from provinces.exposure.models import Exposure, Question
from provinces.facts import assembly
from provinces.facts.models import FactSheet
from provinces.facts.schema import LEVELS
from provinces.presence.models import Stay
from provinces.rules import queries as rules
from provinces.rules import services as publishing
from provinces.rules.models import Ruleset
from provinces.status import pipeline, queries
from provinces.status.models import Current, Outcome
from provinces.tenancy import scope
from provinces.zones.models import EffectiveZone
from tests import cast
from tests.factories import areas, road

from . import oracle

NOW = cast.NOW
PEOPLE = range(1, 101)
CELLS = road.h3.grid_disk(road.HERE, 1)


class Province:
    """Exposures and answers as the first stage leaves them, beside the same in plain sets."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  not for secrets
        self.dwell = [1, 5, 10, 20][seed % 4]
        self.ruleset = self.rules()
        self.now = NOW - timedelta(minutes=self.chance.randrange(3 * 1440))
        zone_info = scope.current().zone
        days = [day_of(cast.TODAY - timedelta(n), zone_info).lo for n in range(12)]
        levels = {self.zone(level): level for level in [1, 2, 2, 3, 3]}
        self.dice = oracle.Dice(self.chance, list(levels), days, CELLS)
        self.world = oracle.World(levels)

    def rules(self) -> Ruleset:
        document = copy.deepcopy(rules.shipped("first"))
        document["parameters"]["dwell_minutes"] = self.dwell
        document["days_in_force"] = self.chance.choice([23, 90])
        return publishing.publish(document, now=NOW - timedelta(days=20))

    def zone(self, level: int) -> int:
        zone = road.zone(level=level)
        EffectiveZone.objects.filter(pk=zone.pk).update(matched_at=zone.revised_at)
        return zone.pk

    def happen(self) -> None:
        """Let exposures and answers come, then those of a third of the people be others."""
        people = self.chance.sample(PEOPLE, len(PEOPLE) // 3) if self.world.met else list(PEOPLE)
        self.world.met = {one for one in self.world.met if one.citizen not in people}
        self.world.met |= self.dice.meetings(people)
        self.world.yes = {
            (one.citizen, one.zone, one.day)
            for one in self.world.met
            if not one.certain and (one.citizen + one.zone) % 2
        }
        self.store()
        StaleMark.objects.bulk_create(
            StaleMark(citizen_id=one, because="presence.ingested", marked_at=NOW) for one in people
        )

    def store(self) -> None:
        rows: dict[tuple[int, int, int, bool], list[oracle.Met]] = {}
        for one in sorted(self.world.met):
            rows.setdefault((one.cell, one.day, one.zone, one.certain), []).append(one)
        Exposure.objects.all().delete()
        Exposure.objects.bulk_create(
            Exposure(
                cell=cell,
                day=day,
                zone_id=zone,
                certain=certain,
                citizens=[one.citizen for one in met],
                started=[one.started for one in met],
                ended=[one.ended for one in met],
            )
            for (cell, day, zone, certain), met in rows.items()
        )
        Stay.objects.all().delete()
        Stay.objects.bulk_create(
            Stay(cell=cell, citizen_id=citizen, day=day, started=day, ended=day + 1440)
            for citizen, cell, day in {(one.citizen, one.cell, one.day) for one in self.world.met}
        )
        Question.objects.exclude(answer="").delete()
        Question.objects.bulk_create(
            (
                Question(
                    citizen_id=citizen,
                    zone_id=zone,
                    day=day,
                    asked_at=NOW,
                    closes_at=NOW + timedelta(days=60),
                    answer="yes",
                    answered_at=NOW,
                )
                for citizen, zone, day in self.world.yes
            ),
            update_conflicts=True,
            unique_fields=["citizen", "zone", "day"],
            update_fields=["answer", "answered_at"],
        )

    def sheets(self) -> dict[int, oracle.Sheet]:
        return self.world.sheets(minute=epoch_minute(self.now), dwell=self.dwell)

    def held(self) -> dict[int, oracle.Held]:
        ends = self.ruleset.expires_at
        outlook = {
            citizen: oracle.held(sheet, at=self.now, ends=ends)
            for citizen, sheet in self.sheets().items()
        }
        return {citizen: grounds for citizen, grounds in outlook.items() if grounds}


def kept_sheets() -> dict[int, oracle.Sheet]:
    found: dict[int, oracle.Sheet] = {}
    for sheet in FactSheet.objects.all():
        found[sheet.citizen_id] = {
            level: (
                getattr(sheet, f"exposures_{level}_left_at"),
                getattr(sheet, f"exposures_{level}_minutes"),
                getattr(sheet, f"exposures_{level}_zone"),
                getattr(sheet, f"exposures_{level}_answered"),
            )
            for level in LEVELS
            if getattr(sheet, f"exposures_{level}_left_at")
        }
    return found


def kept_outcomes(at: datetime) -> dict[int, oracle.Held]:
    """Return every current outcome's grounds, as they read at a moment."""
    found = {}
    for current in Current.objects.all():
        grounds = queries.grounds_from(current.grounds)
        if active := [(g.ground, g.status, g.until) for g in grounds if g.until > at]:
            found[current.citizen_id] = active
    return found


def enrol() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO citizens_citizen (id, reference, area_id, language, enrolled_at)"
            " SELECT n, 'c' || n, %s, 'en', now() FROM unnest(%s::integer[]) AS n",
            [areas.area().pk, list(PEOPLE)],
        )


@pytest.mark.parametrize("seed", range(4))
class TestRoad:
    """Four provinces of a hundred people, each changing three times."""

    def test_makes_the_sheets_that_loops_make(self, north: object, seed: int) -> None:
        enrol()
        province = Province(seed)

        for _ in range(3):
            province.happen()
            pipeline.drain(now=province.now)

            assert len(province.sheets()) > 10
            assert kept_sheets() == province.sheets()
            terms = assembly.Terms(province.dwell)
            assert assembly.differences(terms, as_of=province.now) == 0
            province.now += timedelta(minutes=province.chance.randrange(600))

    def test_decides_what_loops_decide(self, north: object, seed: int) -> None:
        enrol()
        province = Province(seed)
        before: dict[int, oracle.Held] = {}

        for _ in range(3):
            province.happen()
            changed = pipeline.drain(now=province.now)

            assert kept_outcomes(province.now) == province.held()
            assert changed == _changes(before, province.held(), at=province.now)
            before = province.held()
            province.now += timedelta(minutes=province.chance.randrange(600))

    def test_asks_what_loops_ask(self, north: object, seed: int) -> None:
        enrol()
        province = Province(seed)
        province.happen()

        pipeline.drain(now=province.now)

        open_ones = Question.objects.filter(answer="").values_list("citizen", "zone", "day")
        minute = epoch_minute(province.now)
        assert set(open_ones) == province.world.questions(minute=minute, dwell=province.dwell)

    def test_ends_by_the_clock_what_loops_end(self, north: object, seed: int) -> None:
        enrol()
        province = Province(seed)
        province.happen()
        pipeline.drain(now=province.now)

        for _ in range(4):
            province.now += timedelta(days=2, minutes=7)
            if province.now < province.ruleset.expires_at:
                pipeline.drain(now=province.now)
            assert kept_outcomes(province.now) == province.held()

        latest = Outcome.objects.order_by("citizen_id", "-decision_id").distinct("citizen_id")
        current = {one.citizen_id: one.status for one in Current.objects.all()}
        assert {one.citizen_id: one.status for one in latest} == current


def _changes(before: dict[int, oracle.Held], after: dict[int, oracle.Held], *, at: datetime) -> int:
    """Count the people whose outcome has changed, or ended."""
    return sum(before.get(person, []) != after.get(person, []) for person in PEOPLE)
