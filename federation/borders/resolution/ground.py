"""Whose ground a cell is: one province's, several's, or nobody's and beside somebody's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from core.cells.classes import FINE
from core.cells.disks import disks
from core.cells.ranges import Ranges

# Outlines of two maps leave slivers between them, which cells of this resolution bridge, as they
# do where the strip along a border is cut out.
BESIDE = 9


class Ground:
    """The territories of all provinces, which may overlap, and what lies between them.

    The holders of a cell are its owners; of nobody's cell those who border it: whose ground
    reaches into the cell of resolution 9 around it, or into a neighbour of that.
    """

    def __init__(self, territories: Mapping[str, Ranges], *, is_complete: bool = True) -> None:
        """Take the territories; while they are not complete, nothing is known to be nobody's."""
        self._is_complete = is_complete
        self._own = {name: territories[name].at(FINE) for name in sorted(territories)}
        self._near = {name: cells.outer(BESIDE) for name, cells in self._own.items()}

    @property
    def names(self) -> Iterable[str]:
        return self._own.keys()

    @cached_property
    def owned(self) -> Ranges:
        """The cells that are somebody's."""
        return Ranges.union_of(self._own.values())

    @cached_property
    def shared(self) -> Ranges:
        """The cells that are more than one province's."""
        return overlapping(self._own.values())

    def of(self, name: str, cells: Ranges) -> Ranges:
        """Return those of some cells that are a province's, of others too or not."""
        return cells & self._own[name]

    def sole(self, name: str, cells: Ranges) -> Ranges:
        """Return those of some cells that are one province's alone."""
        return without(self.of(name, cells), self.shared)

    def bordered(self, name: str, cells: Ranges) -> Ranges:
        """Return those of nobody's cells that a province borders."""
        if not cells or not self._is_complete:
            return Ranges.empty()
        around = cells.outer(BESIDE).to_array()
        rows = disks(around, BESIDE, 1)
        beside = self._near[name].contains(rows.ravel()).reshape(rows.shape).any(axis=1)
        return cells & Ranges.from_cells(around[beside], BESIDE).at(FINE)

    def held_only_by(self, parties: frozenset[str], cells: Ranges) -> Ranges:
        """Return those of some cells that have holders, all of them among the parties.

        Two provinces may agree on nothing that a third has a say in.
        """
        nobodys = without(cells, self.owned)
        kept = [self.of(name, cells) for name in parties]
        kept += [self.bordered(name, nobodys) for name in parties]
        found = Ranges.union_of(kept)
        for name in self.names:
            if name not in parties and found:
                found = without(found, self.of(name, found))
                found = without(found, self.bordered(name, without(found, self.owned)))
        return found


def without(cells: Ranges, others: Ranges) -> Ranges:
    """Return the difference, at the cost of the first set and what they share."""
    common = cells & others
    return cells - common if common else cells


def overlapping(sets: Iterable[Ranges]) -> Ranges:
    """Return the cells that are in more than one of some sets."""
    seen = twice = Ranges.empty()
    for cells in sets:
        twice |= cells & seen
        seen |= cells
    return twice
