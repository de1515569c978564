"""Which cells people are in at all: noted as presences come, forgotten with the last day of each.

Noted before anything is locked and in ascending order, so that two that note the same cells wait
for each other and never in a circle. Nobody forgets meanwhile: a cell that is not noted, because
it was noted before, must stay until the stays in it can be seen.
"""

from __future__ import annotations

import h3.api.basic_int as h3
import numpy as np
from django.db import connection
from numpy.typing import NDArray

from core.cells.classes import RADIUS_M
from core.db import locks

SUBJECT = "cells people are in"

NOTE = """
INSERT INTO presence_cell (cell)
SELECT cell FROM unnest(%s::bigint[]) AS seen (cell)
WHERE NOT EXISTS (SELECT FROM presence_cell known WHERE known.cell = seen.cell)
ORDER BY cell
ON CONFLICT (cell) DO NOTHING
"""

FORGET = """
DELETE FROM presence_cell c
WHERE NOT EXISTS (SELECT FROM presence_stay s WHERE s.cell = c.cell)
"""


def note(cells: NDArray[np.int64]) -> None:
    """Note cells, in the transaction that stores the presences in them, before it does so."""
    locks.hold(SUBJECT, [0], shared=True)
    with connection.cursor() as cursor:
        cursor.execute(NOTE, [np.unique(cells).tolist()])


def forget() -> int:
    """Forget the cells in which nobody has stayed on any kept day; return how many."""
    locks.hold(SUBJECT, [0])
    with connection.cursor() as cursor:
        cursor.execute(FORGET)
        return cursor.rowcount


def has_a_class(cell: int) -> bool:
    """Tell whether this is a cell, of a resolution that presences have."""
    is_cell = 0 < cell < 1 << 63 and h3.is_valid_cell(cell)
    return is_cell and h3.get_resolution(cell) in RADIUS_M
