"""Who was somewhere in a territory lately, as the presences that are kept tell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from core.cells.classes import FINE
from core.cells.ranges import Ranges
from core.periods import epoch_minute

# Presences and stays tell the same; stays are kept of what was derived, presences of what came.
SEEN = """
SELECT DISTINCT citizen_id, cell FROM (
    SELECT citizen_id, cell FROM presence_presence
    WHERE citizen_id = ANY(%(citizens)s) AND started >= %(day)s AND ended > %(since)s
    UNION ALL
    SELECT citizen_id, cell FROM presence_stay
    WHERE citizen_id = ANY(%(citizens)s) AND day >= %(day)s AND ended > %(since)s
) AS seen
"""
# An H3 id holds its resolution in four bits, and then three bits for each digit of the cell.
RESOLUTION, DIGIT = 52, 3
MOST_DIGITS = 15
DAY = 24 * 60

Ids = NDArray[np.int64]


def was_in(citizens: Iterable[int], ground: Ranges, *, since: datetime) -> set[int]:
    """Return which citizens have a presence since a moment in a cell that touches the ground.

    The ground is a set of fine cells. Of a coarse cell any part is enough: whoever may have been
    there counts as having been there. A gap in what is kept is no presence.
    """
    minute = epoch_minute(since)
    values: dict[str, Any] = {
        "citizens": sorted(set(citizens)),
        "since": minute,
        "day": minute - DAY,
    }
    with connection.cursor() as cursor:
        cursor.execute(SEEN, values)
        rows = np.array(cursor.fetchall(), np.int64).reshape(-1, 2)
    people, cells = rows[:, 0], rows[:, 1]
    return set(people[_touch(cells, ground)].tolist())


def _touch(cells: Ids, ground: Ranges) -> NDArray[np.bool_]:
    """Tell of each cell, of any resolution up to that of the ground, whether the two overlap."""
    pieces = ground.pieces
    if not len(pieces):
        return np.zeros(len(cells), np.bool_)
    first, last = _span(cells)
    # The one piece that may reach into the span from the left, or else begins in it.
    after = np.searchsorted(pieces[:, 1], first, side="left")
    begins = np.append(pieces[:, 0], np.iinfo(np.int64).max)[after]
    return np.asarray(begins <= last)


def _span(cells: Ids) -> tuple[Ids, Ids]:
    """Return the first and the last id that a fine cell within each cell can have."""
    resolutions = cells >> RESOLUTION & 15
    first, last = cells.copy(), cells.copy()
    for level in range(1, FINE + 1):
        shift = np.int64(DIGIT * (MOST_DIGITS - level))
        below = resolutions < level
        first[below] &= ~(np.int64(7) << shift)
        last[below] = last[below] & ~(np.int64(7) << shift) | np.int64(6) << shift
    fine = np.int64(FINE) << RESOLUTION
    mask = ~(np.int64(15) << RESOLUTION)
    return first & mask | fine, last & mask | fine
