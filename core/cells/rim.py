"""The cells along the inside of a set's edge, found without visiting its interior."""

from __future__ import annotations

from core.cells import ranks
from core.cells.disks import disks
from core.cells.ranges import Ranges
from core.cells.ranks import Ints

_FEW = 500


def rim(cells: Ranges) -> Ints:
    """Return the cells of a set that have a neighbour outside it.

    From above: neighbours' parents are the same or neighbours, so a cell that is wholly in the
    set, with all its neighbours, has no descendant on the rim and is not opened.
    """
    resolution = cells.resolution
    while resolution > 0 and cells.outer(resolution).count() > _FEW:
        resolution -= 1
    found = cells.outer(resolution).to_array()
    while resolution < cells.resolution:
        found = ranks.children(_open(cells, found, resolution), resolution)
        resolution += 1
        found = found[cells.outer(resolution).contains(found)]
    return _open(cells, found, resolution)


def _open(cells: Ranges, some: Ints, resolution: int) -> Ints:
    """Leave out those of some cells that are wholly in the set, with all their neighbours."""
    around = disks(some, resolution, 1)
    whole = cells.inner(resolution).contains(around.ravel()).reshape(around.shape)
    return some[~whole.all(axis=1)]
