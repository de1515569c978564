"""One citizen's presences are gathered, however many batches they come in, then stored at once.

They wait in a temporary table: neither memory nor the time for which others are locked out grows
with the file they come from, stays are derived once a day, and the order of batches is of no
consequence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from core.db import copying, temporary
from core.db.days import Day

from . import cells, deriving, minimising
from .minimising import Minimised
from .storing import BETTER, asking_for_days, days_of, lock

STAGED = "cell bigint, started integer, ended integer, moving boolean, line bigint, day integer"
_FROM_BATCH: Final = ("cell", "started", "ended", "moving", "line")

# A record cut at midnight is several rows, and counts once.
STORE = f"""
WITH best AS MATERIALIZED (
    SELECT DISTINCT ON (started, cell) cell, started, ended, moving, line, day
    FROM staged ORDER BY started, cell, moving, ended DESC, line),
stored AS (
    INSERT INTO presence_presence AS kept (cell, citizen_id, started, ended, moving)
    SELECT cell, %s, started, ended, moving FROM best {BETTER}
    RETURNING started, cell)
SELECT count(*), count(DISTINCT line), coalesce(array_agg(DISTINCT day), '{{}}')
FROM stored JOIN best USING (started, cell)
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """How many records said something new, how many presences and stays came of it."""

    records: int = 0
    presences: int = 0
    stays: int = 0


class Staging:
    """What is gathered of one citizen; a session has one at a time."""

    def __init__(self, citizen: int, zone: ZoneInfo) -> None:
        """Take the citizen's key and the province's time zone."""
        self._people = np.array([citizen], np.int32)
        self._zone = zone
        self._days: dict[int, Day] = {}
        self._cells: list[NDArray[np.int64]] = []
        with connection.cursor() as cursor:
            temporary.ready(cursor, staged=STAGED)

    def add(self, presences: Minimised) -> None:
        """Gather a batch, cut at local midnights."""
        cut = minimising.within_days(presences, self._zone)
        day = np.zeros(len(cut.cell), np.int32)
        for found, rows in days_of(cut.started, self._zone):
            self._days[found.lo] = found
            day[rows] = found.lo
        if len(day):
            columns = {name: getattr(cut, name) for name in _FROM_BATCH}
            copying.copy_in("staged", {**columns, "day": day})
            self._cells.append(np.unique(cut.cell))

    def store(self, *, now: datetime) -> Taken:
        """Store what was gathered, and bring the stays of its days in step. Raises NoSuchDay."""
        if not self._days:
            return Taken()
        cells.note(np.concatenate(self._cells))
        lock(self._people, self._days.values())
        with connection.cursor() as cursor, asking_for_days():
            cursor.execute(STORE, self._people.tolist())
            presences, records, changed = cursor.fetchone()
        stays = [
            deriving.bring_in_step(self._days[day], self._people, now=now)
            for day in sorted(changed)
        ]
        return Taken(records, presences, sum(stays))
