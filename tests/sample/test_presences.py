"""What phones sent: minimised as at the door, taken in once, however often it is asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from core.cells.datum import Datum
from core.db.days import day_of
from provinces.presence import minimising
from provinces.presence.formats.batch import Batch
from provinces.presence.models import Presence
from provinces.tenancy import directory
from sample import enrolment, presences
from sample.plan import BEIJING, Population
from sample.population.days import Fixes, fixes_of
from sample.presences import Phones
from sample.world import World
from tests import cast
from tests.factories import areas

PEOPLE = 40
POPULATION = Population(total=88, seed=1)
EVENING = cast.NOW + timedelta(hours=6)


def nothing(_done: int, _total: int) -> None:
    """Show no progress."""


@pytest.fixture
def phones(north: directory.Entry, sample_world: World) -> Phones:
    """The phones of some people of Beijing, who live in the north."""
    settlers = sample_world.settlers(BEIJING)
    for county in sample_world.region.counties:
        if county.province == BEIJING.code:
            areas.area(county.code)
    first = enrolment.enrol(BEIJING, settlers, POPULATION, now=cast.NOW)
    return Phones(settlers, first, PEOPLE)


def tell(phones: Phones, now: datetime, days: int = 3) -> int:
    return presences.tell(phones, presences.days_to_tell(days, now=now), now=now, progress=nothing)


def stored() -> set[tuple[int, int, int, int]]:
    return set(Presence.objects.values_list("citizen_id", "cell", "started", "ended"))


class TestTell:
    def test_says_what_has_happened_so_far(self, phones: Phones) -> None:
        told = tell(phones, cast.NOW)

        assert told == Presence.objects.count()
        assert 2.2 * 5 * PEOPLE < told < 2.6 * 7 * PEOPLE
        assert max(ended for *_, ended in stored()) <= cast.NOW.timestamp() // 60

    def test_says_nothing_twice_on_a_day(self, phones: Phones) -> None:
        tell(phones, cast.NOW)

        assert presences.days_to_tell(3, now=EVENING) == []

    def test_goes_on_the_next_day_where_it_was(self, phones: Phones) -> None:
        tomorrow = cast.NOW + timedelta(days=1)
        tell(phones, cast.NOW)

        tell(phones, tomorrow, days=4)

        in_two = stored()
        Presence.objects.all().delete()
        assert in_two == every_presence(phones, until=tomorrow)

    def test_goes_on_after_a_day_that_was_the_last(self, phones: Phones) -> None:
        days = presences.days_to_tell(3, now=cast.NOW)
        presences.tell(phones, days[:1], now=cast.NOW, progress=nothing)

        assert presences.days_to_tell(3, now=cast.NOW) == days[1:]


def every_presence(phones: Phones, *, until: datetime) -> set[tuple[int, int, int, int]]:
    zone = directory.find(cast.NORTH).zone
    found: set[tuple[int, int, int, int]] = set()
    for offset in range(-2, 2):
        day = day_of(cast.TODAY + timedelta(days=offset), zone)
        fixes = fixes_of(phones.settlers.block(0), phones.settlers, day)
        due = fixes.take((fixes.number < PEOPLE) & (fixes.ended <= until.timestamp() // 60))
        rows = presences.minimised(due, phones.first)
        found |= set(
            zip(
                *(c.tolist() for c in (rows.citizen_id, rows.cell, rows.started, rows.ended)),
                strict=True,
            )
        )
    return found


class TestMinimised:
    def test_is_what_the_door_makes_of_each_persons_fixes(self, sample_world: World) -> None:
        settlers = sample_world.settlers(BEIJING)
        day = day_of(date(2026, 11, 12), ZoneInfo("Asia/Shanghai"))
        fixes = fixes_of(settlers.block(0), settlers, day)

        rows = presences.minimised(fixes, first=0)

        for number in range(25):
            found = rows.take(np.flatnonzero(rows.citizen_id == number))
            assert columns(found) == columns(at_the_door(fixes.take(fixes.number == number)))


def columns(found: object) -> list[tuple[int, ...]]:
    names = ("cell", "started", "ended", "moving")
    return sorted(zip(*(getattr(found, name).tolist() for name in names), strict=True))


def at_the_door(fixes: Fixes) -> minimising.Minimised:
    batch = Batch(
        line=np.arange(len(fixes)),
        lat=fixes.lat,
        lon=fixes.lon,
        at=fixes.started.astype(np.int64) * 60,
        until=fixes.ended.astype(np.int64) * 60,
        accuracy=fixes.accuracy,
        speed=fixes.speed,
        refused=[],
    )
    now = datetime(2026, 11, 14, tzinfo=UTC)
    found = minimising.minimise(batch, datum=Datum.WGS84, now=now, oldest=now - timedelta(days=10))
    assert not found.refused
    return found
