"""The cells around a cell, for many cells at once, by arithmetic on their digits.

Within a base cell H3's digits are a positional number system for the hexagonal lattice: digit d
stands for one of seven steps, and each coarser digit weighs sqrt(7) more, turned a little. So
moving a cell by a step adds to its last digit, and what does not fit is carried to the next:

    v(digit) + step = M v(carry) + v(new digit)        M: one parent's step, in children's steps

A pentagon's base cell is the same plane with one sector cut out and the cut edges joined: the
cells whose first digit that is not 0 would be 1. Rows that reach into that sector, or to the
pentagon itself, and rows that carry out of the base cell are left to H3: they are few.
"""

from __future__ import annotations

from functools import cache
from itertools import chain, product

import h3.api.basic_int as h3
import numpy as np

from core.cells.ranks import LEVELS, Bools, Ints

Step = tuple[int, int]

# What the digits 0..6 stand for (centre, K, J, JK, I, IK, IJ) along H3's axes I and J; K is -I-J.
_DIGITS: tuple[Step, ...] = ((0, 0), (-1, -1), (0, 1), (-1, 0), (1, 0), (0, -1), (1, 1))
# A parent's steps along I and J in steps of its children, at even and at odd resolutions.
_PARENT = (((3, 1), (-1, 2)), ((2, -1), (1, 3)))


def disks(cells: Ints, resolution: int, radius: int) -> Ints:
    """Return a row for each cell: all cells at most so many steps away, itself first.

    Rows have no order but that; near pentagons they are filled up with the cell itself.
    """
    digits, carries = _tables(radius)
    width = digits.shape[-1]
    moved = np.repeat(cells, width)
    carry = np.tile(np.arange(width), len(cells))
    going = np.arange(len(moved))
    for level in range(resolution, 0, -1):
        place = 3 * (LEVELS - level)
        rest = moved[going]
        digit = (rest >> place) & 7
        moved[going] = rest + (digits[level % 2][digit, carry] - digit << place)
        carry = carries[level % 2][digit, carry]
        going, carry = going[carry > 0], carry[carry > 0]
    rows = moved.reshape(-1, width)
    for row in chain(np.unique(going // width), _torn(rows, resolution)):
        others = set(h3.grid_disk(int(cells[row]), radius)) - {int(cells[row])}
        rows[row] = cells[row]
        rows[row, 1 : 1 + len(others)] = sorted(others)
    return rows


def _length(step: Step) -> int:
    i, j = step
    return max(abs(i), abs(j), abs(i - j))


@cache
def _tables(radius: int) -> tuple[Ints, Ints]:
    """Return, by parity, digit and step of a disk, the new digit and the step carried."""
    span = range(-radius, radius + 1)
    steps = sorted((s for s in product(span, span) if _length(s) <= radius), key=_length)
    new, carry = np.zeros((2, 2, len(_DIGITS), len(steps)), np.int64)
    for odd, (digit, start), (index, step) in product(
        range(2), enumerate(_DIGITS), enumerate(steps)
    ):
        target = (start[0] + step[0], start[1] + step[1])
        new[odd, digit, index], carried = _split(target, odd)
        carry[odd, digit, index] = steps.index(carried)
    return new, carry


def _split(target: Step, odd: int) -> tuple[int, Step]:
    """Write a step as a whole number of parents' steps and one digit."""
    (a, b), (c, d) = _PARENT[odd]
    rests = ((target[0] - i, target[1] - j) for i, j in _DIGITS)
    in_sevenths = [(d * x - c * y, a * y - b * x) for x, y in rests]  # 7 is the determinant
    digit = next(n for n, (x, y) in enumerate(in_sevenths) if x % 7 == y % 7 == 0)
    along_i, along_j = in_sevenths[digit]
    return digit, (along_i // 7, along_j // 7)


@cache
def _is_pentagon() -> Bools:
    """Tell of each base cell, by its number, whether it is a pentagon."""
    return np.isin(np.arange(128), [h3.get_base_cell_number(c) for c in h3.get_pentagons(0)])


def _torn(rows: Ints, resolution: int) -> Ints:
    """Return which rows touch the missing sector of a pentagon, or the pentagon itself."""
    risky = np.flatnonzero(_is_pentagon()[(rows[:, 0] >> 45) & 127])
    digits = (rows[risky] >> 3 * (LEVELS - resolution)) & ((1 << 3 * resolution) - 1)
    leading = np.maximum(np.frexp(digits.astype(np.float64))[1] - 1, 0) // 3
    torn: Ints = risky[((digits >> 3 * leading) <= 1).any(axis=1)]
    return torn
