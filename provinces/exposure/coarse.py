"""Coarse cells around finer ones, as SQL on whole numbers.

    a cell      1 | 11 | base | d1 … d8  d9 d10 d11 | 7 7 7 7
    its place   1 |  8 | base | d1 … d8   7  7   7  | 7 7 7 7
    in it at 11         from   d1 … d8   0  0   0  to  d1 … d8  7 7 7

No digit of a cell is 7, so whatever lies between those two is a cell of that place.
"""

from __future__ import annotations

from core.cells.classes import RADIUS_M

# The accuracy classes, as rows of one column, `class`.
_CLASSES = f"(VALUES {', '.join(f'({resolution})' for resolution in sorted(RADIUS_M))})"

_LEVEL = "15::bigint << 52"


def place(cell: str, resolution: str) -> str:
    """Return the coarse cell that a cell lies in, which is no coarser; SQL of both."""
    return (
        f"(({cell} & ~({_LEVEL})) | ({resolution}::bigint << 52)"
        f" | ((1::bigint << (3 * (15 - {resolution}))) - 1))"
    )


def is_within(cell: str, resolution: str) -> str:
    """Return whether a cell is fine enough to lie in one of a resolution."""
    return f"(({cell} >> 52) & 15) >= {resolution}"


def ranges(place: str) -> str:
    """Return a subquery of the ranges `[lo, hi]` of ids of the cells in a place, one a class."""
    resolution = f"(({place} >> 52) & 15)::integer"
    last = f"({place} & ~({_LEVEL})) | (class::bigint << 52)"
    digits = f"(((1::bigint << (3 * (class - {resolution}))) - 1) << (3 * (15 - class)))"
    return f"""
    (SELECT ({last}) & ~{digits} AS lo, {last} AS hi
     FROM {_CLASSES} AS classes (class) WHERE class >= {resolution})"""
