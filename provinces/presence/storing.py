"""Presences of many citizens into their table, and the stays that follow: set by set.

Of two rows for one citizen, minute and cell the one that stood still outdoes the one that moved,
then the longer the shorter: a maximum, so the order in which they arrive makes no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
import psycopg
from django.db import IntegrityError, connection
from numpy.typing import NDArray

from core.db import copying, locks, temporary
from core.db.days import Day, day_of

from . import days, deriving
from .ordering import order

# From so many citizens on, a day is locked whole rather than person by person.
MANY: Final = 1000

_EPOCH_DAY: Final = date(1970, 1, 1)

INCOMING = "cell bigint, citizen_id integer, started integer, ended integer, moving boolean"

BETTER = """
ON CONFLICT (citizen_id, started, cell) DO UPDATE
    SET ended = excluded.ended, moving = excluded.moving
    WHERE (excluded.moving, -excluded.ended) < (kept.moving, -kept.ended)
"""

STORE = f"""
WITH stored AS (
    INSERT INTO presence_presence AS kept (cell, citizen_id, started, ended, moving)
    SELECT cell, citizen_id, started, ended, moving FROM incoming {BETTER}
    RETURNING citizen_id),
by_citizen AS (SELECT citizen_id, count(*) AS rows FROM stored GROUP BY citizen_id)
SELECT coalesce(sum(rows), 0)::bigint, coalesce(array_agg(citizen_id), '{{}}') FROM by_citizen
"""

IS_NEW = """
SELECT NOT EXISTS (
    SELECT FROM presence_presence
    WHERE started >= %s AND started < %s AND citizen_id BETWEEN %s AND %s)
"""


class NoSuchDay(LookupError):
    """A day within retention has no place in the tables: maintenance has not made it."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Presences of many citizens in columns; distinct by citizen, minute and cell."""

    citizen_id: NDArray[np.int32]
    cell: NDArray[np.int64]
    started: NDArray[np.int32]
    ended: NDArray[np.int32]
    moving: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.cell)

    def take(self, chosen: NDArray[Any]) -> Rows:
        """Return the chosen rows."""
        return Rows(**{name: column[chosen] for name, column in self.columns().items()})

    def in_order(self) -> Rows:
        """Return the rows in the order of their index, which then takes them in much faster."""
        return self.take(order(self.cell, self.started, self.citizen_id))

    def columns(self) -> copying.Columns:
        """Return the rows by column name."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Stored:
    """How many presences were added or bettered, and how many stays came of it."""

    presences: int = 0
    stays: int = 0


def days_of(started: NDArray[np.int32], zone: ZoneInfo) -> Iterator[tuple[Day, NDArray[np.bool_]]]:
    """Yield the local days in which minutes lie, oldest first, each with the rows in it."""
    local = days.local_days(started, zone)
    for number in np.unique(local).tolist():
        yield day_of(_EPOCH_DAY + timedelta(days=number), zone), local == number


def lock(people: NDArray[np.int32], of_days: Iterable[Day]) -> None:
    """Keep others from storing presences of these citizens and days until the transaction ends.

    Citizens come before days and both in order, so that no two transactions wait for each
    other; what a transaction is going to store is therefore locked all at once.
    """
    many = len(people) > MANY
    if not many:
        locks.hold("presence of", people.tolist())
    locks.hold("presence day", [day.lo for day in of_days], shared=not many)


def store_day(rows: Rows, day: Day, *, now: datetime) -> Stored:
    """Store presences that all lie in one day, and bring their citizens' stays in step.

    Requires `lock`. Raises NoSuchDay.
    """
    rows = rows.in_order()
    with connection.cursor() as cursor, asking_for_days():
        if _is_new(cursor, rows, day):
            copying.copy_in("presence_presence", rows.columns())
            return Stored(len(rows), deriving.begin(day, rows.columns(), now=now))
        temporary.ready(cursor, incoming=INCOMING)
        copying.copy_in("incoming", rows.columns())
        cursor.execute(STORE)
        changed, people = cursor.fetchone()
    if not changed:
        return Stored()
    came = deriving.bring_in_step(day, np.array(people, np.int32), now=now)
    return Stored(changed, came)


def _is_new(cursor: Any, rows: Rows, day: Day) -> bool:
    """Tell whether nothing is kept of that day of anybody between the first and the last citizen.

    Then the rows can go straight into the table, and nothing else has a say in the stays.
    """
    first, last = int(rows.citizen_id[0]), int(rows.citizen_id[-1])
    cursor.execute(IS_NEW, [day.lo, day.hi, first, last])
    found: bool = cursor.fetchone()[0]
    return found


@contextmanager
def asking_for_days() -> Iterator[None]:
    """Raise NoSuchDay where a row fits no partition."""
    try:
        yield
    except (IntegrityError, psycopg.errors.CheckViolation) as problem:
        cause = problem.__cause__ if isinstance(problem, IntegrityError) else problem
        if isinstance(cause, psycopg.errors.CheckViolation) and not cause.diag.constraint_name:
            raise NoSuchDay(f"{cause.diag.message_primary}") from problem
        raise
