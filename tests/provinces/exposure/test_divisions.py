"""Stays in listed divisions: the last one for each level, from cells wholly inside alone."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from typing import Any

import h3.api.basic_int as h3
import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.cells.classes import RADIUS_M
from core.cells.ranges import Ranges
from core.db import temporary
from core.db.days import day_of
from core.db.planning import by_index
from core.periods import epoch_minute
from provinces.citizens.models import Citizen
from provinces.exposure import divisions
from provinces.exposure.looking import EVERYBODY
from provinces.exposure.models import Question
from provinces.presence.models import Stay
from provinces.tenancy import scope
from provinces.zones import services as zones
from provinces.zones.models import DivisionRisk, Level
from tests import cast
from tests.factories import areas, citizens, road
from tests.factories import zones as lists
from tests.journeys.brute_force import distance_m
from tests.provinces.exposure.crowds import DAY, NOW, keep

YESTERDAY = NOW - DAY
MIDDLE = h3.cell_to_parent(road.HERE, 8)
HOME, AWAY = "110101", "110102"

Told = dict[tuple[int, int], tuple[datetime, str]]


@pytest.fixture(autouse=True, params=["few", "many"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look by the way of few citizens, or of many."""
    if request.param == "few":
        monkeypatch.setattr(divisions, "PAGES_A_CITIZEN", 0)
    else:
        monkeypatch.setattr(divisions, "fill", partial(divisions.fill, anew=True))


def ground(code: str = HOME, *, rings: int = 2, around: int = MIDDLE) -> Ranges:
    """Have the province know a division's cells: some coarse ones, each with all within."""
    areas.area(code)
    cells = Ranges.from_cells(h3.grid_disk(around, rings), 8).at(11)
    zones.set_territory(code, cells)
    return cells


def listed(
    code: str = HOME,
    *,
    level: str = "high",
    days_ago: tuple[int, int] = (3, 0),
    place: str = "福鼎家园",
) -> zones.Imported:
    """Import a list that names a place of a division for some days until now."""
    areas.area(code)
    first, last = (str(cast.TODAY - timedelta(days=days)) for days in days_ago)
    spell = zones.Spell(2, code, place, level, first, last)
    return lists.listed(spell)


def told(of: list[Citizen] | None = None, *, as_of: datetime = NOW) -> Told:
    """Return what is told of some citizens, by default of all, for each level."""
    with connection.cursor() as cursor:
        temporary.ready(cursor, stale="citizen_id integer PRIMARY KEY")
        whose = Citizen.objects.all() if of is None else of
        cursor.execute(
            "INSERT INTO stale SELECT unnest(%s::integer[])", [[each.pk for each in whose]]
        )
        divisions.fill(cursor, {}, as_of=as_of)
        cursor.execute("SELECT citizen_id, level, left_at, code FROM division_stay")
        rows = cursor.fetchall()
    assert len({row[:2] for row in rows}) == len(rows)
    return {row[:2]: row[2:] for row in rows}


class Crowd:
    """People who stay at random in and around overlapping divisions, and random lists of these."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  not for secrets
        off = h3.grid_ring(MIDDLE, 4)[0]
        self.grounds = {HOME: ground(HOME, rings=3), AWAY: ground(AWAY, rings=3, around=off)}
        self.grounds["110100"] = ground("110100", rings=5)
        around = sorted(h3.grid_disk(MIDDLE, 6))
        self.cells = [
            self.chance.choice(sorted(h3.cell_to_children(cell, resolution)))
            for cell in around
            for resolution in RADIUS_M
        ]
        people = [citizens.citizen() for _ in range(25)]
        keep([self._stay(person) for person in people for _ in range(self.chance.randrange(16))])
        for _ in range(16):
            self._list()

    def _stay(self, person: Citizen) -> Stay:
        on = cast.TODAY - timedelta(days=self.chance.randrange(15))
        day = day_of(on, scope.current().zone)
        started = day.lo + self.chance.randrange(0, 1430, 30)
        return Stay(
            citizen_id=person.pk,
            cell=self.chance.choice(self.cells),
            day=day.lo,
            started=started,
            ended=min(day.hi, started + self.chance.choice([3, 45, 600])),
        )

    def _list(self) -> None:
        last = self.chance.randrange(-2, 16)
        listed(
            self.chance.choice([*self.grounds, "110105"]),
            level=self.chance.choice(["low", "medium", "high", "high"]),
            days_ago=(last + self.chance.randrange(6), last),
            place=self.chance.choice(["甲小区", "乙小区"]),
        )

    def by_loops(self, *, as_of: datetime = NOW) -> Told:
        """Compare every stay with every division and spell."""
        found: dict[tuple[int, int], list[tuple[int, str]]] = {}
        risks = list(DivisionRisk.objects.filter(level__in=[Level.MEDIUM, Level.HIGH]))
        oldest = as_of.astimezone(scope.current().zone).date() - timedelta(days=14)
        for stay in Stay.objects.filter(started__lt=epoch_minute(as_of)):
            on = civil_day(stay)
            for risk in risks:
                cells = self.grounds.get(risk.division_code)
                is_listed = risk.first_on <= on <= risk.last_on and on >= oldest
                if is_listed and cells and is_wholly_in(stay.cell, cells):
                    key = stay.citizen_id, risk.level
                    found.setdefault(key, []).append((-stay.ended, risk.division_code))
        best = {key: min(rows) for key, rows in found.items()}
        return {
            key: (datetime.fromtimestamp(-ended * 60, tz=UTC), code)
            for key, (ended, code) in best.items()
        }


def civil_day(stay: Stay) -> date:
    """Return the province's day on which a stay was."""
    return datetime.fromtimestamp(stay.day * 60, tz=scope.current().zone).date()


def is_wholly_in(cell: int, cells: Ranges) -> bool:
    """Tell whether wherever a fix in the cell may really have been is in a set of fine cells."""
    return bool(cells.contains(_disc(cell)).all())


@cache
def _disc(cell: int) -> np.ndarray:
    """Return the fine cells within the class's radius of a cell's centre."""
    middle, radius = h3.cell_to_latlng(cell), RADIUS_M[h3.get_resolution(cell)]
    around = h3.grid_disk(h3.cell_to_center_child(cell, 11), int(radius / 30) + 1)
    near = [fine for fine in around if distance_m(h3.cell_to_latlng(fine), middle) <= radius]
    return np.array(near, np.int64)


@pytest.mark.parametrize("seed", range(2))
class TestFill:
    @pytest.mark.parametrize("hours", [0, 13, 60])
    def test_says_what_loops_say(self, north: object, seed: int, hours: int) -> None:
        crowd = Crowd(seed)
        as_of = NOW - timedelta(hours=hours)

        expected = crowd.by_loops(as_of=as_of)

        assert len(expected) > 5
        assert told(as_of=as_of) == expected


class TestStay:
    def test_is_told_with_when_it_was_left_and_which(self, eve: Citizen) -> None:
        ground()
        listed()
        road.stay(eve, at=YESTERDAY, minutes=60)

        assert told() == {(eve.pk, Level.HIGH): (YESTERDAY + timedelta(minutes=60), HOME)}

    def test_is_told_for_each_level(self, eve: Citizen) -> None:
        ground()
        listed(level="high", days_ago=(5, 3))
        listed(level="medium", days_ago=(2, 0))
        for days in (4, 1):
            road.stay(eve, at=NOW - days * DAY, minutes=10)

        assert {level: left.date() for (_, level), (left, _) in told().items()} == {
            Level.HIGH: (NOW - 4 * DAY).date(),
            Level.MEDIUM: YESTERDAY.date(),
        }

    def test_is_not_told_at_low_risk(self, eve: Citizen) -> None:
        ground()
        listed(level="low")
        road.stay(eve, at=YESTERDAY)

        assert told() == {}

    @pytest.mark.parametrize(("days", "counts"), [(4, False), (3, True), (2, True), (1, False)])
    def test_counts_on_the_days_of_the_list_alone(
        self, eve: Citizen, days: int, counts: bool
    ) -> None:
        ground()
        listed(days_ago=(3, 2))
        road.stay(eve, at=NOW - days * DAY)

        assert (told() != {}) == counts

    def test_may_go_on(self, eve: Citizen) -> None:
        ground()
        listed()
        road.stay(eve, at=NOW - timedelta(minutes=5), minutes=20)

        assert told()[eve.pk, Level.HIGH][0] == NOW + timedelta(minutes=15)

    def test_does_not_count_before_it_begins(self, eve: Citizen) -> None:
        ground()
        listed()
        road.stay(eve, at=NOW, minutes=20)

        assert told() == {}

    @pytest.mark.parametrize("resolution", list(RADIUS_M))
    def test_near_the_edge_does_not_tell(self, eve: Citizen, resolution: int) -> None:
        cells = ground()
        listed()
        edge = h3.cell_to_center_child(h3.grid_ring(MIDDLE, 2)[0], 11)
        inside = h3.cell_to_parent(edge, resolution)
        road.stay(eve, at=YESTERDAY, cell=inside)

        assert edge in cells
        assert (told() != {}) == is_wholly_in(inside, cells)
        assert is_wholly_in(inside, cells) == (resolution > 9)

    def test_does_not_tell_where_the_ground_is_not_known(self, eve: Citizen) -> None:
        listed()
        road.stay(eve, at=YESTERDAY)

        assert told() == {}

    def test_tells_once_the_ground_is_known(self, eve: Citizen) -> None:
        listed()
        road.stay(eve, at=YESTERDAY)
        ground()

        assert told() != {}

    def test_is_forgotten_at_the_midnight_at_which_its_day_is(self, eve: Citizen) -> None:
        ground()
        listed(days_ago=(14, 0))
        road.stay(eve, at=NOW - 3 * DAY)

        left = told(), due_at()

        due = midnight(3 - 15)
        assert left == (told(as_of=due - timedelta(seconds=1)), due)
        assert told(as_of=due) == {}

    def test_asks_nothing(self, eve: Citizen) -> None:
        ground()
        listed()
        road.stay(eve, at=YESTERDAY)
        told()

        assert not Question.objects.exists()


def due_at() -> datetime:
    """Return when what was told last changes by the clock alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT due_at FROM division_stay")
        due: datetime = cursor.fetchone()[0]
        return due


def midnight(days_ago: int) -> datetime:
    """Return when the day so many days ago began."""
    day = day_of(cast.TODAY - timedelta(days=days_ago), scope.current().zone)
    return datetime.fromtimestamp(day.lo * 60, tz=UTC)


class TestCost:
    @pytest.mark.parametrize("is_over", [False, True])
    def test_is_nothing_where_no_list_is_in_effect(self, eve: Citizen, is_over: bool) -> None:
        ground()
        if is_over:
            listed(days_ago=(30, 16))
        road.stay(eve, at=YESTERDAY)
        told()

        with CaptureQueriesContext(connection) as asked:
            assert told() == {}

        read = [one["sql"] for one in asked.captured_queries]
        assert not [sql for sql in read if "presence_stay" in sql or "zones_divisionr" in sql]

    @pytest.mark.parametrize(
        ("last", "other"),
        [(divisions.BY_STAYS, "cell_idx"), (divisions.BY_RANGES, "citizen_id_idx")],
    )
    def test_reads_stays_by_the_index_that_suits(self, eve: Citizen, last: str, other: str) -> None:
        ground()
        listed()
        road.stay(eve, at=YESTERDAY)
        told()
        values: dict[str, Any] = {**EVERYBODY, "since": 0, "as_of": 2**31 - 1, "days": 14}
        values["time_zone"] = "UTC"

        with connection.cursor() as cursor, by_index(cursor):
            cursor.execute(f"EXPLAIN {divisions.FILL.format(last=last)}", values)
            plan = "\n".join(row[0] for row in cursor.fetchall())

        assert "Seq Scan on presence_stay" not in plan
        assert "Seq Scan on zones_divisionrange" not in plan
        assert other not in plan
