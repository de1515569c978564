"""Sets of cells of one resolution, as sorted pieces of consecutive cells."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np

from core.cells import ranks
from core.cells.classes import FINE
from core.cells.ranks import Bools, Ints


class MixedResolutions(ValueError):
    """Two sets of cells of different resolutions were put together."""


class Ranges:
    """An immutable set of cells of one resolution.

    Held as ranks (see `ranks`), in which consecutive cells are consecutive numbers: pieces are
    sorted, disjoint, and never adjacent, so equal sets have equal pieces.

        cells      a b c . . f g . i
        pieces     [a, c]   [f, g] [i, i]      both ends included, as ids for a range join
    """

    def __init__(self, lo: Ints, hi: Ints, resolution: int) -> None:
        """Take pieces that are sorted, disjoint and apart, in ranks; see the constructors."""
        self.resolution = resolution
        self._lo, self._hi = lo, hi
        self._lo.flags.writeable = self._hi.flags.writeable = False

    @classmethod
    def empty(cls, resolution: int = FINE) -> Ranges:
        """Return the set without cells."""
        return cls(np.empty(0, np.int64), np.empty(0, np.int64), resolution)

    @classmethod
    def from_cells(cls, cells: Iterable[int] | Ints, resolution: int | None = None) -> Ranges:
        """Return the set of the given cells, in any order, repeated or not.

        Their resolution must be given if there may be none of them. Raises NotACell.
        """
        array = np.asarray(cells if isinstance(cells, np.ndarray) else list(cells)).astype(np.int64)
        if resolution is None:
            if not array.size:
                raise ValueError("an empty set must name its resolution")
            resolution = int(ranks.resolution_of(array[:1])[0])
        found = ranks.to_ranks(array, resolution)
        return cls.from_ranks(found, found, resolution)

    @classmethod
    def from_pairs(cls, pairs: Sequence[Sequence[int]] | Ints, resolution: int) -> Ranges:
        """Return the set of all cells from the first to the last of each pair of ids.

        Raises NotACell for what is no pair of cells, ValueError for a pair in the wrong order.
        """
        try:
            ends = np.asarray(pairs, np.int64).reshape(-1, 2)
        except (TypeError, ValueError, OverflowError) as problem:
            raise ranks.NotACell(f"pairs of cells are needed: {problem}") from problem
        lo, hi = (ranks.to_ranks(column, resolution) for column in ends.T)
        if (lo > hi).any():
            raise ValueError(f"a range ends before it starts: {ends[lo > hi][0].tolist()}")
        return cls.from_ranks(lo, hi, resolution)

    @classmethod
    def from_ranks(cls, lo: Ints, hi: Ints, resolution: int) -> Ranges:
        """Return the set of all cells from `lo` to `hi`, in any order, overlapping or not."""
        if (lo[1:] < lo[:-1]).any():
            order = np.argsort(lo, kind="stable")
            lo, hi = lo[order], hi[order]
        reached = np.maximum.accumulate(hi)
        apart = lo[1:] > reached[:-1] + 1
        starts = np.concatenate((np.ones(min(1, lo.size), bool), apart))
        ends = np.concatenate((apart, np.ones(min(1, lo.size), bool)))
        return cls(lo[starts], reached[ends], resolution)

    @classmethod
    def union_of(cls, sets: Iterable[Ranges], resolution: int = FINE) -> Ranges:
        """Return the union of any number of sets at once."""
        parts = [cls.empty(resolution), *sets]
        _same(*parts)
        lo = np.concatenate([part._lo for part in parts])
        hi = np.concatenate([part._hi for part in parts])
        return cls.from_ranks(lo, hi, resolution)

    @property
    def ranks(self) -> tuple[Ints, Ints]:
        """The first and the last rank of each piece, both included."""
        return self._lo, self._hi

    @cached_property
    def pieces(self) -> Ints:
        """The pieces as ids: an array of rows `[first, last]`, both included."""
        ends = np.stack((self._lo, self._hi), axis=1)
        pieces = ranks.to_cells(ends.ravel(), self.resolution).reshape(-1, 2)
        pieces.flags.writeable = False
        return pieces

    def count(self) -> int:
        """Return how many cells there are."""
        return int((self._hi - self._lo + 1).sum())

    def __bool__(self) -> bool:
        return self._lo.size > 0

    def contains(self, cells: Ints) -> Bools:
        """Tell for each cell whether it is in the set; cells of another resolution are not."""
        piece = np.searchsorted(self.pieces[:, 0], cells, side="right") - 1
        last = np.append(self.pieces[:, 1], -1)  # of no piece, where there is none before
        found: Bools = cells <= last[piece]
        return found

    def __contains__(self, cell: int) -> bool:
        return bool(self.contains(np.array([cell], np.int64))[0])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Ranges):
            return NotImplemented
        return (
            self.resolution == other.resolution
            and np.array_equal(self._lo, other._lo)
            and np.array_equal(self._hi, other._hi)
        )

    def __hash__(self) -> int:
        return hash((self.resolution, self._lo.tobytes(), self._hi.tobytes()))

    def __repr__(self) -> str:
        return f"<Ranges: {self.count()} cells of resolution {self.resolution} in {len(self._lo)}>"

    def __or__(self, other: Ranges) -> Ranges:
        return Ranges.union_of((self, other), self.resolution)

    def __and__(self, other: Ranges) -> Ranges:
        _same(self, other)
        start = np.searchsorted(other._hi, self._lo)
        meets = np.searchsorted(other._lo, self._hi, side="right") - start
        ours = np.repeat(np.arange(len(meets)), meets)
        theirs = np.arange(len(ours)) - np.repeat(np.cumsum(meets) - meets - start, meets)
        lo = np.maximum(self._lo[ours], other._lo[theirs])
        return Ranges(lo, np.minimum(self._hi[ours], other._hi[theirs]), self.resolution)

    def __sub__(self, other: Ranges) -> Ranges:
        _same(self, other)
        return self & other._complement()

    def _complement(self) -> Ranges:
        everything = np.iinfo(np.int64).max
        lo = np.concatenate((np.zeros(1, np.int64), self._hi + 1))
        hi = np.concatenate((self._lo - 1, np.array([everything])))
        return Ranges(lo[lo <= hi], hi[lo <= hi], self.resolution)

    def cells(self) -> Iterator[int]:
        """Yield every cell in id order; for tests and small sets."""
        return iter(self.to_array().tolist())

    def to_array(self) -> Ints:
        """Return every cell in id order, as an array."""
        sizes = self._hi - self._lo + 1
        skipped = np.repeat(self._lo - (np.cumsum(sizes) - sizes), sizes)
        return ranks.to_cells(np.arange(len(skipped)) + skipped, self.resolution)

    def to_pairs(self) -> list[tuple[int, int]]:
        """Return the pieces as plain pairs of ids, for JSON."""
        return list(zip(*(column.tolist() for column in self.pieces.T), strict=True))

    def at(self, resolution: int) -> Ranges:
        """Return the same area at a finer resolution: all descendants of every cell."""
        if resolution < self.resolution:
            raise ValueError(f"{resolution} is coarser than {self.resolution}: see inner, outer")
        scale = 7 ** (resolution - self.resolution)
        lo, hi = (ranks.plain_ranks(end, self.resolution) for end in (self._lo, self._hi))
        lo = ranks.valid_before(lo * scale, resolution)
        hi = ranks.valid_before((hi + 1) * scale, resolution) - 1
        return Ranges(lo, hi, resolution)

    def inner(self, resolution: int) -> Ranges:
        """Return the coarser cells all of whose descendants are in the set."""
        return self._coarser(resolution, before=7 ** (self.resolution - resolution) - 1, after=1)

    def outer(self, resolution: int) -> Ranges:
        """Return the coarser cells any of whose descendants is in the set."""
        return self._coarser(resolution, before=0, after=7 ** (self.resolution - resolution))

    def _coarser(self, resolution: int, *, before: int, after: int) -> Ranges:
        if resolution > self.resolution:
            raise ValueError(f"{resolution} is finer than {self.resolution}: see at")
        scale = 7 ** (self.resolution - resolution)
        lo, hi = (ranks.plain_ranks(end, self.resolution) for end in (self._lo, self._hi))
        lo = ranks.valid_before((lo + before) // scale, resolution)
        hi = ranks.valid_before((hi + after) // scale, resolution) - 1
        return Ranges.from_ranks(lo[lo <= hi], hi[lo <= hi], resolution)

    def digest(self) -> str:
        """Return the SHA-256 of the set: equal for equal sets, on any machine."""
        words = np.append(self.resolution, self.pieces.ravel()).astype(">i8")
        return hashlib.sha256(words.tobytes()).hexdigest()


def _same(*sets: Ranges) -> None:
    if len({each.resolution for each in sets}) > 1:
        raise MixedResolutions(f"resolutions {[each.resolution for each in sets]}")
