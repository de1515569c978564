"""One day of presences into its tables: rows first, then the stays they make.

Everything here is set by set and inside the caller's transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from core.db import copying, locks, temporary
from core.db.days import Day
from provinces.citizens import services as citizens
from provinces.ledger.events import Event

from . import stays

# From so many citizens on, a day is locked whole rather than person by person.
MANY = 1000

KINDS = {"citizen_id": "i4", "started": "i4", "ended": "i4", "moving": "?", "cell": "i8"}

TABLES = {
    "incoming": "cell bigint, citizen_id integer, started integer, ended integer,"
    " moving boolean, line bigint",
    "touched": "citizen_id integer",
    "fresh": "cell bigint, citizen_id integer, day integer, started integer, ended integer",
    "differing": "citizen_id integer",
}

# Of two rows for one citizen, minute and cell the one that stood still outdoes the one that
# moved, then the longer the shorter: a maximum, so the order of arrival makes no difference.
STORE = """
WITH stored AS (
    INSERT INTO presence_presence AS kept (cell, citizen_id, started, ended, moving)
    SELECT cell, citizen_id, started, ended, moving FROM incoming
    ON CONFLICT (citizen_id, started, cell) DO UPDATE
        SET ended = excluded.ended, moving = excluded.moving
        WHERE (excluded.moving, -excluded.ended) < (kept.moving, -kept.ended)
    RETURNING citizen_id, started, cell),
found AS (INSERT INTO touched SELECT DISTINCT citizen_id FROM stored)
SELECT count(*), {lines} FROM stored
"""

# Which records said something new; a record cut at midnight is several rows.
LINES = """(SELECT array_agg(DISTINCT line) FROM stored
            JOIN incoming USING (citizen_id, started, cell))"""

GONE = """
WITH gone AS (
    DELETE FROM presence_stay s USING touched t
    WHERE s.day = %(day)s AND s.citizen_id = t.citizen_id AND NOT EXISTS (
        SELECT FROM fresh f WHERE f.citizen_id = s.citizen_id AND f.cell = s.cell
            AND f.started = s.started AND f.ended = s.ended)
    RETURNING s.citizen_id)
INSERT INTO differing SELECT DISTINCT citizen_id FROM gone
"""

COME = """
WITH come AS (
    INSERT INTO presence_stay (cell, citizen_id, day, started, ended)
    SELECT f.cell, f.citizen_id, f.day, f.started, f.ended FROM fresh f
    WHERE NOT EXISTS (
        SELECT FROM presence_stay s WHERE s.day = %(day)s AND s.citizen_id = f.citizen_id
            AND s.cell = f.cell AND s.started = f.started AND s.ended = f.ended)
    RETURNING citizen_id)
INSERT INTO differing SELECT DISTINCT citizen_id FROM come
"""

MARKS = "SELECT DISTINCT citizen_id, %s::integer FROM differing"


@dataclass(frozen=True, slots=True)
class Rows:
    """Presences of many citizens in columns; all of one civil day, distinct by key."""

    citizen_id: NDArray[np.int32]
    cell: NDArray[np.int64]
    started: NDArray[np.int32]
    ended: NDArray[np.int32]
    moving: NDArray[np.bool_]
    line: NDArray[np.int64] | None = None  # the record a row came from, where that is asked

    def __len__(self) -> int:
        return len(self.cell)

    def take(self, chosen: NDArray[Any]) -> Rows:
        """Return the chosen rows."""
        return Rows(
            self.citizen_id[chosen],
            self.cell[chosen],
            self.started[chosen],
            self.ended[chosen],
            self.moving[chosen],
            None if self.line is None else self.line[chosen],
        )

    def columns(self) -> copying.Columns:
        """Return the rows by column name."""
        named = {name: getattr(self, name) for name in self.__slots__}
        return {name: column for name, column in named.items() if column is not None}


@dataclass(frozen=True, slots=True)
class Stored:
    """How many presences and stays changed, and which records said something new."""

    presences: int
    stays: int
    lines: frozenset[int]


def store_day(rows: Rows, day: Day, *, now: datetime) -> Stored:
    """Store presences of one day and bring its stays in step.

    Citizens whose stays changed are marked stale for that day.
    """
    _lock(rows, day)
    with connection.cursor() as cursor:
        temporary.ready(cursor, **TABLES)
        copying.copy_in("incoming", rows.columns())
        cursor.execute(STORE.format(lines="NULL" if rows.line is None else LINES))
        changed, lines = cursor.fetchone()
        if not changed:
            return Stored(0, 0, frozenset())
        cursor.execute("ANALYZE touched")
        stays_changed = _bring_stays_in_step(cursor, day, now)
    return Stored(changed, stays_changed, frozenset(lines or ()))


def _lock(rows: Rows, day: Day) -> None:
    people = np.unique(rows.citizen_id)
    many = len(people) > MANY
    locks.hold("presence day", [day.lo], shared=not many)
    if not many:
        locks.hold(f"presence {day.lo}", people.tolist())


def _bring_stays_in_step(cursor: Any, day: Day, now: datetime) -> int:
    derived = _derive(day)
    copying.copy_in("fresh", derived)
    cursor.execute("ANALYZE fresh")
    cursor.execute(GONE, {"day": day.lo})
    changed: int = cursor.rowcount
    cursor.execute(COME, {"day": day.lo})
    changed += cursor.rowcount
    citizens.mark_stale_from(MARKS, [day.lo], because=Event.PRESENCE_INGESTED, at=now)
    return changed


def _derive(day: Day) -> copying.Columns:
    presences = copying.copy_out(
        "SELECT p.citizen_id, p.started, p.ended, p.moving, p.cell"
        " FROM presence_presence p JOIN touched t ON t.citizen_id = p.citizen_id"
        f" WHERE p.started >= {day.lo} AND p.started < {day.hi}",
        KINDS,
    )
    found = stays.derive(
        presences["cell"],
        presences["started"],
        presences["ended"],
        presences["moving"],
        presences["citizen_id"].astype(np.int64),
    )
    return {
        "cell": found.cell,
        "citizen_id": found.key.astype(np.int32),
        "day": np.full(len(found.key), day.lo, np.int32),
        "started": found.started,
        "ended": found.ended,
    }
