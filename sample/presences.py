"""What the sample's phones sent, day by day, up to where the clock stands.

A visit is sent when it is over. Each province remembers up to which minute it was told, so a
later set-up adds what has happened since, and nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.db import transaction

from core.cells.classes import RADIUS_M
from core.cells.lookup import cells_for
from core.db.days import Day, days_between
from core.periods import epoch_minute
from provinces.presence import services as presence
from provinces.presence.minimising import MOVING_MPS
from provinces.presence.storing import Rows
from provinces.tenancy import scope
from sample.enrolment import keys
from sample.milestones import Milestone, reach, reached
from sample.population.days import Fixes, fixes_of
from sample.population.people import BLOCK, Settlers

SOURCE = "sample"
# So many blocks of people are in memory at once.
BLOCKS_AT_ONCE = 20

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Phones:
    """The phones of a province's citizens, whose keys count on from `first`."""

    settlers: Settlers
    first: int
    count: int


def days_to_tell(days: int, *, now: datetime) -> list[Day]:
    """Return those of `days` days that end today of which the province has not been told all.

    Once told of today, it is told of the rest of it on another day.
    """
    zone = scope.current().zone
    today = now.astimezone(zone).date()
    last = reached(Milestone.PRESENCES)
    if last and last["day"] == today.isoformat():
        return []
    first = today - timedelta(days=days - 1)
    return [day for day in days_between(first, today, zone) if day.hi > _told_until()]


def tell(phones: Phones, days: list[Day], *, now: datetime, progress: Progress) -> int:
    """Take in what was sent of some days since the last time; return how many presences."""
    told = _told_until()
    rows = 0
    for done, day in enumerate(days):
        progress(done, len(days))
        rows += _take_in(phones, day, told, min(day.hi, epoch_minute(now)), now)
    progress(len(days), len(days))
    return rows


def _told_until() -> int:
    last = reached(Milestone.PRESENCES)
    return int(last["until"]) if last else 0


@transaction.atomic
def _take_in(phones: Phones, day: Day, told: int, until: int, now: datetime) -> int:
    """Take in what was sent of a day in the minutes `(told, until]`, all or nothing."""
    rows = 0
    for fixes in _in_pieces(phones, day):
        due = fixes.take((fixes.ended > told) & (fixes.ended <= until))
        report = presence.ingest_many(minimised(due, phones.first), source=SOURCE, now=now)
        rows += report.presences
    body = {"day": day.on.isoformat(), "until": until, "presences": rows}
    reach(Milestone.PRESENCES, body, at=now)
    return rows


def _in_pieces(phones: Phones, day: Day) -> Iterator[Fixes]:
    blocks = -(-phones.count // BLOCK)
    for start in range(0, blocks, BLOCKS_AT_ONCE):
        yield Fixes.joined(
            _of_block(phones, index, day)
            for index in range(start, min(start + BLOCKS_AT_ONCE, blocks))
        )


def _of_block(phones: Phones, index: int, day: Day) -> Fixes:
    found = fixes_of(phones.settlers.block(index), phones.settlers, day)
    return found.take(found.number < phones.count)


def minimised(fixes: Fixes, first: int) -> Rows:
    """Return what the door keeps of the fixes of many citizens: cells, minutes, moving or not.

    The door itself takes one person's fixes at a time; this comes to the same.
    """
    cell = np.zeros(len(fixes), np.int64)
    for resolution, radius in RADIUS_M.items():
        members = (cell == 0) & (fixes.accuracy <= radius)
        cell[members] = cells_for(fixes.lat[members], fixes.lon[members], resolution)
    rows = Rows(
        citizen_id=keys(first, fixes.number),
        cell=cell,
        started=fixes.started,
        ended=fixes.ended,
        moving=fixes.speed > MOVING_MPS,
    )
    return rows.take(_one_a_minute(fixes))


def _one_a_minute(fixes: Fixes) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return one row for each citizen and minute: a visit rather than a moment on the way."""
    order = np.lexsort((-fixes.ended, fixes.started, fixes.number))
    number, started = fixes.number[order], fixes.started[order]
    is_first = np.ones(len(order), bool)
    is_first[1:] = (number[1:] != number[:-1]) | (started[1:] != started[:-1])
    return order[is_first]
