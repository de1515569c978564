"""Fine cells counted around many points at once."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from core.cells import ranks
from core.cells.classes import FINE
from core.cells.disks import disks
from core.cells.lookup import centre_vectors
from core.cells.ranks import Ints
from core.cells.sphere import Floats, chord, hops, reach_m

_FEW_PAIRS = 1 << 17  # so few are compared outright, which is quicker than sorting them first
_LOCAL = 0.02  # some 130 km, in radii of the globe
_PAIRS = 1 << 20  # compared at a time, to bound the memory


class Nearby:
    """Some fine cells, ready to be counted around the centres of other cells."""

    def __init__(self, fine: Ints) -> None:
        """Take fine cells in id order."""
        self._fine = fine
        self._points = centre_vectors(fine)
        self._is_local = not len(fine) or bool(np.ptp(self._points, axis=0).max() < _LOCAL)

    def count(self, cells: Ints, points: Floats, radius_m: float) -> Ints:
        """Count those with centres within the radius of each cell's centre.

        The cells are of one resolution, and `points` are their centres.
        """
        many = len(cells) * len(self._fine) > _FEW_PAIRS
        if len(cells) and (many or not self._is_local):
            return self._count_by_groups(cells, points, radius_m)
        # Written out, the squares of differences lose nothing as long as all is close by.
        here, there = points - points[:1], self._points - points[:1]
        squares = (here**2).sum(axis=1)[:, None] + (there**2).sum(axis=1) - 2 * here @ there.T
        counts: Ints = np.count_nonzero(squares <= chord(radius_m) ** 2, axis=1)
        return counts

    def _count_by_groups(self, cells: Ints, points: Floats, radius_m: float) -> Ints:
        """Count, comparing only what lies under neighbouring cells of the same resolution."""
        resolution = int(ranks.resolution_of(cells[:1])[0])
        reach = radius_m + reach_m(resolution, FINE)
        groups = _Groups(self._fine, self._points, resolution)
        row, group = groups.near(disks(cells, resolution, hops(reach, resolution)), points, reach)
        counts = np.zeros(len(cells), np.int64)
        for part in _portions(groups.sizes[group]):
            sizes = groups.sizes[group[part]]
            which = np.repeat(row[part], sizes)
            apart = self._points[spans(groups.starts[group[part]], sizes)] - points[which]
            close = np.einsum("ij,ij->i", apart, apart) <= chord(radius_m) ** 2
            counts += np.bincount(which[close], minlength=len(cells))
        return counts


class _Groups:
    """Fine cells in id order, grouped by their ancestors of one resolution."""

    def __init__(self, fine: Ints, points: Floats, resolution: int) -> None:
        self._cells, self.starts, self.sizes = np.unique(
            ranks.ancestors(fine, resolution), return_index=True, return_counts=True
        )
        self._points = points if resolution == FINE else centre_vectors(self._cells)

    def near(self, around: Ints, points: Floats, reach_m: float) -> tuple[Ints, Ints]:
        """Return pairs of a row, and a group of that row within reach of the row's point."""
        group = np.searchsorted(self._cells, around)
        known = np.append(self._cells, 0)[group] == around
        known[:, 1:] &= around[:, 1:] != around[:, :1]  # what fills up a row counts once
        row, column = np.nonzero(known)
        group = group[row, column]
        apart = np.linalg.norm(self._points[group] - points[row], axis=1)
        close = apart <= chord(reach_m) * 1.000001
        return row[close], group[close]


def _portions(sizes: Ints) -> list[slice]:
    """Cut a list of sizes into consecutive portions of bounded sum."""
    portion = np.cumsum(sizes) // _PAIRS
    starts = np.flatnonzero(np.diff(portion, prepend=-1)).tolist()
    return [slice(start, end) for start, end in pairwise([*starts, len(sizes)])]


def spans(starts: Ints, sizes: Ints) -> Ints:
    """Return `start, start + 1 ...` for each span, one after the other."""
    ends = np.cumsum(sizes)
    numbers: Ints = np.arange(int(sizes.sum())) + np.repeat(starts - (ends - sizes), sizes)
    return numbers
