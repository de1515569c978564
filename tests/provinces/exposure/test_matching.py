"""Matching stays with ranges: all forms say what loops over every pair say."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import h3.api.basic_int as h3
import numpy as np
import pytest
from django.db import connection

from core.db import days, temporary
from core.db.days import Day, day_of
from provinces.exposure import matching
from provinces.exposure.models import Spared
from provinces.presence import cells
from provinces.presence.models import Stay
from provinces.tenancy import scope
from provinces.tenancy.addresses import as_owner
from provinces.zones.models import EffectiveZone, Level, ZoneRange
from tests import cast
from tests.factories import road

ALL = days.Day(cast.TODAY, 0, 2**31 - 2000)

# The last summer in which clocks were put back in Shanghai: a day of 23 hours, and one of 25.
SHORT, LONG = date(1991, 4, 14), date(1991, 9, 15)

Row = tuple[int, int, int, int, int, int, bool]
Form = Callable[[Day], list[Row]]


@dataclass(frozen=True)
class Range:
    """Cells `[lo, hi]` of a zone, for its period."""

    zone: int
    lo: int
    hi: int
    starts: int
    ends: int
    certain: bool


def zone(starts: int, ends: int) -> int:
    """Put a zone without ranges into effect."""
    return EffectiveZone.objects.create(
        source="west",
        reference=f"Z{EffectiveZone.objects.count()}",
        version=1,
        level=Level.HIGH,
        name_zh="某小区",
        name_en="Some compound",
        starts=starts,
        ends=ends,
        revised_at=cast.NOW,
    ).pk


def ranges(*given: Range) -> list[Range]:
    ZoneRange.objects.bulk_create(
        ZoneRange(
            lo=one.lo,
            hi=one.hi,
            zone_id=one.zone,
            starts=one.starts,
            ends=one.ends,
            certain=one.certain,
        )
        for one in given
    )
    return list(given)


def stays(*given: tuple[int, int, int, int, int]) -> list[tuple[int, int, int, int, int]]:
    """Store stays as citizen, cell, day, start and end."""
    names = ("citizen_id", "cell", "day", "started", "ended")
    Stay.objects.bulk_create(Stay(**dict(zip(names, stay, strict=True))) for stay in given)
    cells.note(np.array([stay[1] for stay in given]))
    return list(given)


def listed(cursor: Any, statement: str, values: dict[str, Any]) -> list[Row]:
    """Return the exposures that a form finds, a row each."""
    exposures = matching.EXPOSURES.format(table=f"({statement}) AS matched")
    names = "cell, zone_id, citizen_id, day, started, ended, certain"
    cursor.execute(f"SELECT {names} FROM ({exposures}) AS exposures", values)
    return sorted(cursor.fetchall())


def by_range(span: Day) -> list[Row]:
    with connection.cursor() as cursor:
        return listed(cursor, matching.BY_RANGE, {"lo": span.lo, "hi": span.hi})


def by_cell(span: Day, *, without: Sequence[int] = ()) -> list[Row]:
    """Match every cell of every day as if it had been marked."""
    with connection.cursor() as cursor:
        temporary.ready(cursor, marked_cell="day integer, cell bigint")
        cursor.execute("INSERT INTO marked_cell SELECT DISTINCT day, cell FROM presence_stay")
        values = {"lo": span.lo, "hi": span.hi, "zones": list(without)}
        return listed(cursor, matching.BY_CELL, values)


def by_pair(span: Day) -> list[Row]:
    """Match day by day, in the cells in which anybody stayed."""
    found: list[Row] = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT day FROM presence_stay")
        of_days = [row[0] for row in cursor.fetchall() if span.lo <= row[0] < span.hi]
        temporary.ready(cursor, pair=matching.PAIR)
        cursor.execute(matching.PAIRS, {"lo": span.lo, "hi": span.hi})
        for day in of_days:
            found += listed(cursor, matching.BY_PAIR, {"lo": day, "hi": day + 1})
    return sorted(found)


FORMS = pytest.mark.parametrize("form", [by_range, by_cell, by_pair])


def is_spared(citizen: int, cell: int, started: int, one: Range) -> bool:
    """Look through everybody who is spared, for a stay that met a range."""
    return any(
        each.citizen_id == citizen
        and each.lo <= cell <= each.hi
        and each.starts <= started < each.ends
        and "west" in each.spared
        and not (each.only_uncertain and one.certain)
        for each in Spared.objects.all()
    )


def by_loops(
    of: list[tuple[int, int, int, int, int]], against: list[Range], span: Day = ALL
) -> list[Row]:
    """Compare every stay with every range, minute by minute."""
    found = []
    for citizen, cell, day, started, ended in of:
        for one in against:
            minutes = [
                minute for minute in range(started, ended) if one.starts <= minute < one.ends
            ]
            if minutes and one.lo <= cell <= one.hi and span.lo <= day < span.hi:
                if is_spared(citizen, cell, started, one):
                    continue
                first, last = minutes[0], minutes[-1] + 1
                found.append((cell, one.zone, citizen, day, first, last, one.certain))
    return sorted(found)


class World:
    """Random stays of some days in cells of all classes, and random ranges of zones."""

    def __init__(self, seed: int, zone_info: ZoneInfo) -> None:
        self.chance = random.Random(seed)  # noqa: S311  not for secrets
        self.days = [day_of(cast.TODAY - timedelta(n), zone_info) for n in range(4)]
        top = h3.cell_to_parent(road.HERE, 8)
        self.cells = {
            resolution: sorted(h3.cell_to_children(top, resolution))
            for resolution in (8, 9, 10, 11)
        }
        self.stays = stays(*(self.stay(citizen) for citizen in range(120)))
        self.ranges = ranges(*(one for _ in range(40) for one in self.zone()))

    def stay(self, citizen: int) -> tuple[int, int, int, int, int]:
        day = self.chance.choice(self.days)
        started = self.chance.randrange(day.lo, day.hi)
        ended = min(day.hi, started + self.chance.choice([1, 5, 30, 400]))
        cell = self.chance.choice(self.cells[self.chance.choice([8, 9, 10, 11])])
        return citizen, cell, day.lo, started, ended

    def zone(self) -> list[Range]:
        """Return the ranges of a zone that often begins or ends with, or inside, a stay."""
        edges = [edge for stay in self.stays for edge in stay[3:]]
        starts = self.chance.choice(edges) + self.chance.choice([-60, -1, 0, 0, 1])
        ends = starts + self.chance.choice([0, 1, 10, 700, 5000])
        pk = zone(starts, ends)
        parts = []
        for resolution in self.chance.sample([8, 9, 10, 11], 2):
            lo = self.chance.randrange(len(self.cells[resolution]))
            hi = min(len(self.cells[resolution]) - 1, lo + self.chance.randrange(60))
            lo_cell, hi_cell = self.cells[resolution][lo], self.cells[resolution][hi]
            parts.append(Range(pk, lo_cell, hi_cell, starts, ends, self.chance.random() < 0.6))
        return parts


@pytest.fixture
def here(north: object) -> ZoneInfo:
    return scope.current().zone


@FORMS
@pytest.mark.parametrize("seed", range(3))
class TestForms:
    def test_say_what_loops_say(self, here: ZoneInfo, form: Form, seed: int) -> None:
        world = World(seed, here)

        expected = by_loops(world.stays, world.ranges)

        assert len(expected) > 50
        assert form(ALL) == expected

    def test_say_it_day_by_day(self, here: ZoneInfo, form: Form, seed: int) -> None:
        world = World(seed, here)

        for day in world.days:
            expected = by_loops(world.stays, world.ranges, day)
            one = Day(day.on, day.lo, day.lo + 1)  # a span names days by their first minute
            assert form(one) == expected


@FORMS
class TestPeriods:
    def one(self, here: ZoneInfo, zone_at: tuple[int, int], form: Form) -> list[tuple[int, int]]:
        """Match a stay of minutes 600 to 660 of today with a zone; return the minutes met."""
        day = day_of(cast.TODAY, here)
        starts, ends = (day.lo + minute for minute in zone_at)
        ranges(Range(zone(starts, ends), road.HERE, road.HERE, starts, ends, certain=True))
        stays((1, road.HERE, day.lo, day.lo + 600, day.lo + 660))
        return [(row[4] - day.lo, row[5] - day.lo) for row in form(ALL)]

    @pytest.mark.parametrize("at", [(500, 600), (660, 700), (630, 630), (600, 600), (660, 660)])
    def test_that_touch_or_are_empty_meet_nothing(
        self, here: ZoneInfo, at: tuple[int, int], form: Form
    ) -> None:
        assert self.one(here, at, form) == []

    @pytest.mark.parametrize(
        ("at", "met"),
        [
            ((500, 601), (600, 601)),
            ((659, 700), (659, 660)),
            ((610, 620), (610, 620)),
            ((0, 1440), (600, 660)),
            ((600, 660), (600, 660)),
            ((-9000, 9000), (600, 660)),
        ],
    )
    def test_are_cut_to_what_both_share(
        self, here: ZoneInfo, at: tuple[int, int], met: tuple[int, int], form: Form
    ) -> None:
        assert self.one(here, at, form) == [met]


@FORMS
@pytest.mark.parametrize(("on", "hours"), [(SHORT, 23), (LONG, 25)])
class TestDaysOfOtherLengths:
    def test_are_matched_to_their_last_minute(
        self, here: ZoneInfo, on: date, hours: int, form: Form
    ) -> None:
        day = day_of(on, here)
        with as_owner(), scope.province(cast.NORTH):
            days.create("presence_stay", day)
        starts, ends = day.hi - 10, day.hi + 500
        ranges(Range(zone(starts, ends), road.HERE, road.HERE, starts, ends, certain=True))
        stays((1, road.HERE, day.lo, day.hi - 30, day.hi))

        rows = form(Day(on, day.lo, day.lo + 1))

        assert day.hi - day.lo == hours * 60
        assert [row[3:6] for row in rows] == [(day.lo, day.hi - 10, day.hi)]


@FORMS
class TestSpared:
    def test_is_what_loops_say(self, here: ZoneInfo, form: Form) -> None:
        world = World(4, here)
        everything = by_loops(world.stays, world.ranges)
        for citizen, cell, _, started, ended in world.stays[::3]:
            Spared.objects.create(
                citizen_id=citizen,
                lo=cell,
                hi=cell,
                spared=[world.chance.choice(["west", "east"])],
                only_uncertain=world.chance.random() < 0.5,
                starts=started - world.chance.choice([0, 100]),
                ends=world.chance.choice([started, started + 1, ended]),
            )

        expected = by_loops(world.stays, world.ranges)

        assert len(expected) < len(everything)
        assert form(ALL) == expected


class TestByCell:
    def test_is_about_other_zones_than_the_revised_ones(self, here: ZoneInfo) -> None:
        world = World(7, here)
        revised = {one.zone for one in world.ranges[::4]}

        found = by_cell(ALL, without=sorted(revised))

        expected = by_loops(world.stays, world.ranges)
        assert found == [row for row in expected if row[1] not in revised]


class TestOfZones:
    def test_is_about_the_revised_zones(self, here: ZoneInfo) -> None:
        world = World(8, here)
        revised = {one.zone for one in world.ranges[::4]}

        with connection.cursor() as cursor:
            values = {"lo": ALL.lo, "hi": ALL.hi, "zones": list(revised)}
            found = listed(cursor, matching.OF_ZONES, values)

        expected = by_loops(world.stays, world.ranges)
        assert found == [row for row in expected if row[1] in revised]


class TestRow:
    def test_is_the_same_whichever_form_made_it(self, here: ZoneInfo) -> None:
        World(9, here)
        with connection.cursor() as cursor:
            temporary.ready(cursor, pair=matching.PAIR)
            span = {"lo": ALL.lo, "hi": ALL.hi}
            cursor.execute(matching.PAIRS, span)
            cursor.execute("SELECT DISTINCT day FROM presence_stay")
            day = cursor.fetchall()[0][0]
            values = {"lo": day, "hi": day + 1}
            cursor.execute(f"SELECT * FROM ({matching.BY_RANGE}) a", values)
            ranged = sorted(cursor.fetchall(), key=str)
            cursor.execute(f"SELECT * FROM ({matching.BY_PAIR}) a", values)
            paired = sorted(cursor.fetchall(), key=str)

        assert paired == ranged
