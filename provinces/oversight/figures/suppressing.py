"""Small numbers are hidden, and so is whatever would let them be worked out. Pure.

    counts             published
    upheld    3        fewer than 10
    refused  25        not shown        25 = total - shown - 3: it would tell the 3
    ended    40        40
    total    68        68

Whoever reads a table knows that a cell of "fewer than 10" is 1 to 9, that one "not shown" is 10
at least, and the sum. With all of that, each of the small ones may still be any of 1 to 9; where
no cell can be withheld so that this is so, the sum is not shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

# Fewer people than this could be told apart.
FLOOR = 10


class Shown(StrEnum):
    """How a number is published; the value stands in the table of figures."""

    EXACT = "exact"
    FEW = "few"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Cell:
    """A number as it is published; None where it is not told."""

    number: int | None
    shown: Shown


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a figure and their sum, as they are published."""

    cells: dict[str, Cell]
    total: Cell


def suppressed(counts: Mapping[str, int], *, floor: int = FLOOR) -> Table:
    """Return counts as they may be published, with their sum; raises ValueError below nothing."""
    if any(count < 0 for count in counts.values()):
        raise ValueError("nothing is counted below nothing")
    few = [name for name, count in counts.items() if 0 < count < floor]
    withheld = _withheld(counts, few, floor)
    hidden = {name: Cell(None, Shown.FEW) for name in few}
    hidden |= {name: Cell(None, Shown.WITHHELD) for name in withheld or ()}
    cells = {name: hidden.get(name, exact(count)) for name, count in counts.items()}
    total = Cell(None, Shown.WITHHELD) if withheld is None else exact(sum(counts.values()))
    return Table(cells, total)


def exact(count: int) -> Cell:
    """Return a number that is told as it is."""
    return Cell(count, Shown.EXACT)


def alone(count: int, *, floor: int = FLOOR) -> Cell:
    """Return a number that is part of no sum as it may be published."""
    return Cell(None, Shown.FEW) if 0 < count < floor else exact(count)


def rounded(counts: Mapping[str, int], *, floor: int = FLOOR) -> Table:
    """Return counts in tens, and their sum in tens: nothing small is found by subtraction.

    For what is counted anew every day: an exact number would tell when one person is added.
    """
    cells = {name: _in_tens(count, floor) for name, count in counts.items()}
    return Table(cells, _in_tens(sum(counts.values()), floor))


def moves(before: int | None, now: int, *, floor: int = FLOOR) -> bool:
    """Tell whether a figure that is published is to be replaced by one of more.

    Two tables of one period differ by the people between them: they are the floor, at least.
    """
    return before is None or now - before >= floor


def _in_tens(count: int, floor: int) -> Cell:
    return Cell(None, Shown.FEW) if 0 < count < floor else exact(round(count, -1))


def _withheld(counts: Mapping[str, int], few: Sequence[str], floor: int) -> list[str] | None:
    """Return what is withheld for the sake of small cells; None where the sum has to be.

    In the order of the table, whatever their size: which ones are chosen tells nothing of it.
    """
    withheld: list[str] = []
    if not few:
        return withheld
    small = sum(counts[name] for name in few)
    for name, count in counts.items():
        if count < floor:
            continue
        withheld.append(name)
        spare = sum(counts[one] for one in withheld) - floor * len(withheld)
        # The largest that one small cell can be, the others being as small as they may be.
        if small - (len(few) - 1) + spare >= floor - 1:
            return withheld
    return None
