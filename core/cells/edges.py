"""Where two sets of cells meet, and what lies within a distance of there."""

from __future__ import annotations

import numpy as np

from core.cells import ranks
from core.cells.classes import FINE
from core.cells.disks import disks
from core.cells.lookup import centre_vectors
from core.cells.ranges import Ranges
from core.cells.ranks import Ints
from core.cells.sphere import chord, hops, reach_m

_TOP = 4  # no set of provinces has many cells of this resolution
_AT_ONCE = 1000  # cells of an edge whose distances are worked out together, to bound the memory


def edge(own: Ranges, others: Ranges, resolution: int) -> Ints:
    """Return the coarser cells of a set that have some of another one inside, or beside them.

    From above: what lies side by side has parents that are the same or neighbours, so a cell
    none of whose neighbours holds any of the others is not opened.
    """
    at = min(_TOP, resolution)
    found = own.outer(at).to_array()
    while True:
        around = disks(found, at, 1)
        meets = others.outer(at).contains(around.ravel()).reshape(around.shape).any(axis=1)
        found = found[meets]
        if at == resolution:
            return found
        found = ranks.children(found, at)
        at += 1
        found = found[own.outer(at).contains(found)]


def within(cells: Ints, distance_m: float, resolution: int) -> Ranges:
    """Return the cells of a coarser resolution with centres that close to one of some cells'.

    Those are of one resolution.
    """
    parents, of = np.unique(ranks.ancestors(cells, resolution), return_inverse=True)
    away = hops(distance_m + reach_m(resolution, FINE), resolution)
    rows = disks(parents, resolution, away)
    around, place = np.unique(rows, return_inverse=True)
    place = place.reshape(rows.shape)
    points, origins = centre_vectors(around), centre_vectors(cells)
    is_near = np.zeros(len(around), np.bool_)
    for start in range(0, len(cells), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        about = place[of[part]]
        apart = np.linalg.norm(points[about] - origins[part, None], axis=-1)
        is_near[about[apart <= chord(distance_m)]] = True
    return Ranges.from_cells(around[is_near], resolution)
