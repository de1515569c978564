"""Matching stays with ranges: both forms say what loops over every pair say."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import h3.api.basic_int as h3
import pytest
from django.db import connection

from core.db import days, temporary
from core.db.days import Day, day_of
from provinces.exposure import matching
from provinces.presence.models import Stay
from provinces.tenancy import scope
from provinces.tenancy.addresses import as_owner
from provinces.zones.models import EffectiveZone, Level, ZoneRange
from tests import cast
from tests.factories import road

ROWS = f"SELECT {matching.COLUMNS} FROM ({{matched}}) AS matched"
BOTH = pytest.mark.parametrize("form", [matching.BY_RANGE, matching.BY_STAY])
ALL = days.Day(cast.TODAY, 0, 2**31 - 2000)

# The last summer in which clocks were put back in Shanghai: a day of 23 hours, and one of 25.
SHORT, LONG = date(1991, 4, 14), date(1991, 9, 15)

Row = tuple[int, int, int, int, int, int, bool]


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
        source="north",
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
    return list(given)


def matched(form: str, span: Day = ALL) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(ROWS.format(matched=form), {"lo": span.lo, "hi": span.hi})
        return sorted(cursor.fetchall())


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


@pytest.mark.parametrize("seed", range(3))
class TestForms:
    def test_say_what_loops_say(self, here: ZoneInfo, seed: int) -> None:
        world = World(seed, here)

        expected = by_loops(world.stays, world.ranges)

        assert len(expected) > 50
        assert matched(matching.BY_RANGE) == expected
        assert matched(matching.BY_STAY) == expected

    def test_say_it_day_by_day(self, here: ZoneInfo, seed: int) -> None:
        world = World(seed, here)

        for day in world.days:
            expected = by_loops(world.stays, world.ranges, day)
            one = Day(day.on, day.lo, day.lo + 1)  # a span names days by their first minute
            assert matched(matching.BY_RANGE, one) == expected
            assert matched(matching.BY_STAY, one) == expected


@BOTH
class TestPeriods:
    def one(self, here: ZoneInfo, zone_at: tuple[int, int], form: str) -> list[tuple[int, int]]:
        """Match a stay of minutes 600 to 660 of today with a zone; return the minutes met."""
        day = day_of(cast.TODAY, here)
        starts, ends = (day.lo + minute for minute in zone_at)
        ranges(Range(zone(starts, ends), road.HERE, road.HERE, starts, ends, certain=True))
        stays((1, road.HERE, day.lo, day.lo + 600, day.lo + 660))
        return [(row[4] - day.lo, row[5] - day.lo) for row in matched(form)]

    @pytest.mark.parametrize("at", [(500, 600), (660, 700), (630, 630), (600, 600), (660, 660)])
    def test_that_touch_or_are_empty_meet_nothing(
        self, here: ZoneInfo, at: tuple[int, int], form: str
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
        self, here: ZoneInfo, at: tuple[int, int], met: tuple[int, int], form: str
    ) -> None:
        assert self.one(here, at, form) == [met]


@BOTH
@pytest.mark.parametrize(("on", "hours"), [(SHORT, 23), (LONG, 25)])
class TestDaysOfOtherLengths:
    def test_are_matched_to_their_last_minute(
        self, here: ZoneInfo, on: date, hours: int, form: str
    ) -> None:
        day = day_of(on, here)
        with as_owner(), scope.province(cast.NORTH):
            days.create("presence_stay", day)
        starts, ends = day.hi - 10, day.hi + 500
        ranges(Range(zone(starts, ends), road.HERE, road.HERE, starts, ends, certain=True))
        stays((1, road.HERE, day.lo, day.hi - 30, day.hi))

        rows = matched(form, Day(on, day.lo, day.lo + 1))

        assert day.hi - day.lo == hours * 60
        assert [row[3:6] for row in rows] == [(day.lo, day.hi - 10, day.hi)]


class TestOfMarked:
    @pytest.mark.parametrize(
        ("stays", "ranges", "form"),
        [(1, 100_000, matching.BY_STAY), (100_000, 1, matching.BY_RANGE)],
    )
    def test_takes_the_cheaper_form(self, stays: int, ranges: int, form: str) -> None:
        assert matching.of_marked(stays=stays, ranges=ranges).startswith(form)

    @pytest.mark.parametrize(("stays", "ranges"), [(1, 100_000), (100_000, 1)])
    def test_is_about_the_marked_and_other_zones_only(
        self, here: ZoneInfo, stays: int, ranges: int
    ) -> None:
        world = World(7, here)
        marked = {row[0] for row in world.stays[::3]}
        left_out = {one.zone for one in world.ranges[::4]}
        statement = ROWS.format(matched=matching.of_marked(stays=stays, ranges=ranges))
        with connection.cursor() as cursor:
            temporary.ready(cursor, marked="citizen_id integer PRIMARY KEY")
            cursor.executemany("INSERT INTO marked VALUES (%s)", [[one] for one in marked])
            cursor.execute(statement, {"lo": 0, "hi": ALL.hi, "zones": list(left_out)})
            found = sorted(cursor.fetchall())

        expected = by_loops(world.stays, world.ranges)
        assert found == [row for row in expected if row[2] in marked and row[1] not in left_out]
