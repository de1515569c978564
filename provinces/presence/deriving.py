"""Stays are brought in step with the presences of a day: derived anew, written where they differ.

presences ──► stays wanted ┐
              stays kept   ┴► gone, come ──► marks of whoever's stays these are
"""

from __future__ import annotations

from datetime import datetime

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from core.db import copying, temporary
from core.db.days import Day
from provinces.citizens import services as citizens
from provinces.ledger.events import Event

from . import stays
from .changes import difference
from .ordering import order

People = NDArray[np.int32]

# So many citizens are named in a statement; more go through a table.
FEW = 100

PRESENCE_KINDS = {"citizen_id": "i4", "started": "i4", "ended": "i4", "moving": "?", "cell": "i8"}
STAY_KINDS = {"citizen_id": "i4", "cell": "i8", "started": "i4", "ended": "i4"}

PRESENCES = """
SELECT citizen_id, started, ended, moving, cell FROM presence_presence
WHERE started >= {lo} AND started < {hi} AND {whose}
"""

STAYS = "SELECT citizen_id, cell, started, ended FROM presence_stay WHERE day = {lo} AND {whose}"

GO = """
DELETE FROM presence_stay s
USING unnest(%s::integer[], %s::bigint[], %s::integer[]) AS gone (citizen_id, cell, started)
WHERE s.day = %s AND s.citizen_id = gone.citizen_id
  AND s.cell = gone.cell AND s.started = gone.started
"""


def bring_in_step(day: Day, people: People, *, now: datetime) -> int:
    """Derive some citizens' stays of a day from all their presences; return how many came.

    Only what differs is written, and whoever it is of is marked stale for that day.
    """
    whose = _whose(people)
    presences = copying.copy_out(
        PRESENCES.format(lo=day.lo, hi=day.hi, whose=whose), PRESENCE_KINDS
    )
    kept = copying.copy_out(STAYS.format(lo=day.lo, whose=whose), STAY_KINDS)
    wanted = _derive(presences)
    gone, come = difference(list(kept.values()), list(wanted.values()))
    _remove(_chosen(kept, gone), day)
    _add(_chosen(wanted, come), day)
    _mark(_chosen(kept, gone), _chosen(wanted, come), day, now)
    return int(come.sum())


def begin(day: Day, presences: copying.Columns, *, now: datetime) -> int:
    """Derive the stays of citizens of whom nothing else is kept that day; return how many."""
    wanted = _derive(presences)
    _add(wanted, day)
    _mark(wanted, {name: column[:0] for name, column in wanted.items()}, day, now)
    return len(wanted["cell"])


def _whose(people: People) -> str:
    if len(people) <= FEW:
        return f"citizen_id = ANY('{{{','.join(map(str, people.tolist()))}}}'::integer[])"
    with connection.cursor() as cursor:
        temporary.ready(cursor, touched="citizen_id integer")
        copying.copy_in("touched", {"citizen_id": people})
        cursor.execute("ANALYZE touched")
    return "citizen_id IN (SELECT citizen_id FROM touched)"


def _derive(presences: copying.Columns) -> copying.Columns:
    found = stays.derive(
        presences["cell"],
        presences["started"],
        presences["ended"],
        presences["moving"],
        presences["citizen_id"].astype(np.int64),
    )
    return {
        "citizen_id": found.key.astype(np.int32),
        "cell": found.cell,
        "started": found.started,
        "ended": found.ended,
    }


def _chosen(columns: copying.Columns, rows: NDArray[np.bool_]) -> copying.Columns:
    return {name: column[rows] for name, column in columns.items()}


def _remove(gone: copying.Columns, day: Day) -> None:
    if len(gone["cell"]):
        keys = [gone[name].tolist() for name in ("citizen_id", "cell", "started")]
        with connection.cursor() as cursor:
            cursor.execute(GO, [*keys, day.lo])


def _add(come: copying.Columns, day: Day) -> None:
    """Write stays in the order in which sealed days lie, which is fastest to write and to read."""
    if count := len(come["cell"]):
        rows = order(come["citizen_id"], come["cell"])
        ordered = {name: column[rows] for name, column in come.items()}
        copying.copy_in("presence_stay", {**ordered, "day": np.full(count, day.lo, np.int32)})


def _mark(gone: copying.Columns, come: copying.Columns, day: Day, now: datetime) -> None:
    people, cells = (np.concatenate([gone[name], come[name]]) for name in ("citizen_id", "cell"))
    if len(people):
        because = Event.PRESENCE_INGESTED
        citizens.mark_day_stale(people, cells, day=day.lo, because=because, at=now)
