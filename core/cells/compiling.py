"""A zone, compiled for each accuracy class into where a match is certain, and where possible.

    class cell far inside        class cell near the rim           class cell far outside
    its disc is all zone:        its disc is counted, fine         its disc is empty:
    certain                      cell by fine cell                 nothing

Near the rim means: so near that the disc may hold a cell of the rim. A disc that holds cells of
the zone and others holds two neighbours of which one is in the zone and one is not, for the way
from one cell to another stays, but for half a cell, within the disc.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.cells import ranks
from core.cells.classes import FINE, RADIUS_M, Thresholds
from core.cells.disks import disks
from core.cells.lattice import disc_sizes, fewest_in_a_disc
from core.cells.lookup import centre_vectors
from core.cells.nearby import Nearby
from core.cells.ranges import Ranges
from core.cells.ranks import Ints
from core.cells.rim import rim
from core.cells.sphere import Floats, hops, reach_m, spacing_m

_DEFAULT = Thresholds()
_HALF_A_CELL_M = spacing_m(FINE) / np.sqrt(3)
_SMALL = 1 << 16  # a zone of so few cells is looked at whole
_BAND = 9  # the resolution at which the band along the rim of a larger one is cut out


@dataclass(frozen=True, slots=True)
class Compiled:
    """The cells of one class where a match is certain, and those where it is only possible."""

    certain: Ranges
    possible: Ranges


def compile_zone(zone: Ranges, thresholds: Thresholds = _DEFAULT) -> dict[int, Compiled]:
    """Return, for each class resolution, the certain and the possible cells of a zone.

    A cell's share is the part of the fine cells, with centres within the class's radius of the
    cell's centre, that are in the zone; it makes the cell certain, possible, or nothing.
    """
    if zone.resolution != FINE:
        raise ValueError(f"a zone is a set of cells of resolution {FINE}, not {zone.resolution}")
    edge = _Edge(zone)
    nearby = Nearby(edge.band().to_array())
    return {r: _compile(edge, nearby, r, thresholds) for r in RADIUS_M}


def _compile(edge: _Edge, nearby: Nearby, resolution: int, thresholds: Thresholds) -> Compiled:
    radius = RADIUS_M[resolution]
    cells, points = edge.near(resolution, radius + _HALF_A_CELL_M)
    share = _shares(cells, points, nearby.count(cells, points, radius), radius, thresholds.possible)
    certain = share >= thresholds.certain
    possible = (share >= thresholds.possible) & ~certain
    far = edge.zone.inner(resolution) - Ranges.from_cells(cells, resolution)
    return Compiled(
        far | Ranges.from_cells(cells[certain], resolution),
        Ranges.from_cells(cells[possible], resolution),
    )


def _shares(cells: Ints, points: Floats, held: Ints, radius_m: float, floor: float) -> Floats:
    """Return the share of each disc that is held, or 0 where it is below the floor."""
    worth = np.flatnonzero((held > 0) & (held >= floor * fewest_in_a_disc(radius_m)))
    shares = np.zeros(len(cells))
    shares[worth] = held[worth] / disc_sizes(cells[worth], points[worth], radius_m)
    return shares


class _Edge:
    """A zone and its rim."""

    def __init__(self, zone: Ranges) -> None:
        self.zone = zone
        self._rim = rim(zone)
        self._nearby = Nearby(self._rim)

    def near(self, resolution: int, within_m: float) -> tuple[Ints, Floats]:
        """Return the cells whose centres are so near to some cell of the rim, and the centres."""
        owners = np.unique(ranks.ancestors(self._rim, resolution))
        away = hops(within_m + reach_m(resolution, FINE), resolution)
        cells = np.unique(disks(owners, resolution, away))
        points = centre_vectors(cells)
        close = self._nearby.count(cells, points, within_m) > 0
        return cells[close], points[close]

    def band(self) -> Ranges:
        """Return fine cells of the zone, among them all that a disc touching the rim can hold."""
        if self.zone.count() <= _SMALL:
            return self.zone
        within_m = 2 * max(RADIUS_M.values()) + _HALF_A_CELL_M + reach_m(_BAND, FINE)
        cells, _ = self.near(_BAND, within_m)
        return self.zone & Ranges.from_cells(cells, _BAND).at(FINE)
