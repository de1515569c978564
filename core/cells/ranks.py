"""Cells as numbers without gaps, so that counting them is subtracting.

An H3 index is a base cell and one digit 0..6 for each resolution, three bits a digit:

    mode 1 | resolution | base cell | d1 d2 ... dr | 7 7 ... 7

In id order the descendants of a cell follow one another, but with gaps: no digit is 7, and in
the twelve pentagons the first digit that is not 0 is never 1. Two steps close the gaps:

    plain rank   the base cell and its digits read in base 7; still has the pentagons' holes
    rank         the plain rank less the holes below it: 0, 1, 2 ... in id order, no gaps

The holes of a pentagon `p` at resolution r are `[p*7**r + 7**j, p*7**r + 2*7**j)` for
j = 0 .. r-1 (the digits 0..0 1 x..x): 132 in all at resolution 11, so a table and a binary
search give the exact rank everywhere.
"""

from __future__ import annotations

from functools import cache

import h3.api.basic_int as h3
import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_BASE_CELLS = 122
LEVELS = 15
_CHUNK = 4  # digits converted at a time, by table: 12 bits against 7**4 numbers
_BITS = 3 * _CHUNK
_POWER = 7**_CHUNK


class NotACell(ValueError):
    """A number that is not an H3 cell of the resolution asked for."""


def resolution_of(cells: Ints) -> Ints:
    """Return the resolution each of the cells says it has."""
    return (cells >> 52) & 15


def ancestors(cells: Ints, resolution: int) -> Ints:
    """Return for each cell its ancestor at a coarser resolution (or itself)."""
    return (cells & ~(np.int64(15) << 52) | (np.int64(resolution) << 52)) | _unused(resolution)


def first(cells: Ints, resolution: int) -> Ints:
    """Return for each cell its first descendant in id order, which is the one at its centre."""
    digits = _unused(int(resolution_of(cells[:1])[0]) if cells.size else 0) ^ _unused(resolution)
    return ancestors(cells, resolution) & ~np.int64(digits)


def children(cells: Ints, resolution: int) -> Ints:
    """Return the children of cells of one resolution: seven each, six of a pentagon."""
    finer = resolution + 1
    digit = np.int64(7) << 3 * (LEVELS - finer)
    family = ((first(cells, finer) & ~digit)[:, None] | (np.arange(7) * (digit // 7))).ravel()
    plain = _plain(family, finer)
    return family[valid_before(plain + 1, finer) > valid_before(plain, finer)]


def to_ranks(cells: Ints, resolution: int) -> Ints:
    """Return the rank of each cell; raise NotACell for a number that is none."""
    plain = _plain(cells, resolution)
    ranks = valid_before(plain, resolution)
    wrong = to_cells(ranks, resolution) != cells
    if wrong.any():
        raise NotACell(f"{cells[wrong][0]:#x} is no cell of resolution {resolution}")
    return ranks


def to_cells(ranks: Ints, resolution: int) -> Ints:
    """Return the cell of each rank."""
    rest = plain_ranks(ranks, resolution)
    cells = np.full(rest.shape, (1 << 59) | (resolution << 52) | _unused(resolution), np.int64)
    shift = 3 * (LEVELS - resolution)
    for _ in range(-(-resolution // _CHUNK)):
        short = min(_CHUNK, resolution)
        rest, part = np.divmod(rest, 7**short)
        cells |= _octal()[part] << shift
        shift += 3 * short
        resolution -= short
    return cells | (rest << 45)


def plain_ranks(ranks: Ints, resolution: int) -> Ints:
    """Return ranks with the pentagons' holes put back, where seven children are one parent."""
    starts, _, below = _holes(resolution)
    plain: Ints = ranks + below[np.searchsorted(starts - below[:-1], ranks, side="right")]
    return plain


def valid_before(plain: Ints, resolution: int) -> Ints:
    """Count the cells before each plain rank: the rank of the first cell at or after it."""
    starts, sizes, below = _holes(resolution)
    hole = np.searchsorted(starts, plain, side="right") - 1
    before: Ints = plain - below[hole] - np.minimum(plain - starts[hole], sizes[hole])
    return before


def _plain(cells: Ints, resolution: int) -> Ints:
    digits = (cells >> (3 * (LEVELS - resolution))) & ((1 << 3 * resolution) - 1)
    plain = np.zeros_like(cells)
    for place in range(-(-resolution // _CHUNK)):
        plain += _base_7()[(digits >> (place * _BITS)) & ((1 << _BITS) - 1)] * _POWER**place
    plain += ((cells >> 45) & 127) % _BASE_CELLS * 7**resolution
    return plain


def _unused(resolution: int) -> int:
    return (1 << 3 * (LEVELS - resolution)) - 1


@cache
def _octal() -> Ints:
    place = np.arange(_CHUNK, dtype=np.int64)
    octal: Ints = ((np.arange(_POWER)[:, None] // 7**place % 7) << 3 * place).sum(axis=1)
    return octal


@cache
def _base_7() -> Ints:
    place = np.arange(_CHUNK, dtype=np.int64)
    value: Ints = ((np.arange(1 << _BITS)[:, None] >> 3 * place & 7) * 7**place).sum(axis=1)
    return value


@cache
def _holes(resolution: int) -> tuple[Ints, Ints, Ints]:
    """Return where the holes start, how large they are, and how much of them lies below."""
    pentagons = [h3.get_base_cell_number(cell) for cell in h3.get_pentagons(0)]
    holes = sorted(
        (base * 7**resolution + 7**j, 7**j) for base in pentagons for j in range(resolution)
    )
    holes.insert(0, (0, 0))  # so that every rank has a hole at or below it
    starts = np.array([start for start, _ in holes], np.int64)
    sizes = np.array([size for _, size in holes], np.int64)
    return starts, sizes, np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
