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
from core.cells.sphere import Floats, chord, hops, reach_m, spacing_m

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
    edge = rim(zone)
    nearby = Nearby((zone if zone.count() <= _SMALL else zone & _band(edge)).to_array())
    compiled = {}
    for resolution, radius_m in RADIUS_M.items():
        cells, points = _near(edge, resolution, radius_m + _HALF_A_CELL_M)
        share = _shares(nearby, cells, points, radius_m, floor=thresholds.possible)
        far = zone.inner(resolution) - Ranges.from_cells(cells, resolution)
        certain, possible = _judged(cells, share, thresholds, resolution)
        compiled[resolution] = Compiled(far | certain, possible)
    return compiled


def _near(edge: Ints, resolution: int, within_m: float) -> tuple[Ints, Floats]:
    """Return all cells whose centres are so near to some fine cell, and the centres.

    Some that are up to twice the cells' own reach farther away are among them.
    """
    owners = np.unique(ranks.ancestors(edge, resolution))
    off = within_m + reach_m(resolution, FINE)
    around = disks(owners, resolution, hops(off, resolution))
    cells, place = np.unique(around, return_inverse=True)
    points = centre_vectors(cells)
    place = place.reshape(around.shape)
    apart = np.linalg.norm(points[place] - points[place[:, :1]], axis=2)
    close = np.zeros(len(cells), np.bool_)
    close[place[apart <= chord(off) * 1.000001]] = True
    return cells[close], points[close]


def _band(edge: Ints) -> Ranges:
    """Return fine cells along the rim, among them all that a disc of a cell near it can hold."""
    widest, coarsest = max(RADIUS_M.values()), min(RADIUS_M)
    nearness = widest + _HALF_A_CELL_M + 2 * reach_m(coarsest, FINE)
    cells, _ = _near(edge, _BAND, nearness + widest + reach_m(_BAND, FINE))
    return Ranges.from_cells(cells, _BAND).at(FINE)


def _shares(
    nearby: Nearby, cells: Ints, points: Floats, radius_m: float, *, floor: float
) -> Floats:
    """Return the share of each cell's disc that is in the zone, or 0 where below the floor."""
    held = nearby.count(cells, points, radius_m)
    worth = np.flatnonzero((held > 0) & (held >= floor * fewest_in_a_disc(radius_m)))
    shares = np.zeros(len(cells))
    shares[worth] = held[worth] / disc_sizes(cells[worth], points[worth], radius_m)
    return shares


def _judged(
    cells: Ints, shares: Floats, thresholds: Thresholds, resolution: int
) -> tuple[Ranges, Ranges]:
    certain = shares >= thresholds.certain
    possible = (shares >= thresholds.possible) & ~certain
    return (
        Ranges.from_cells(cells[certain], resolution),
        Ranges.from_cells(cells[possible], resolution),
    )
