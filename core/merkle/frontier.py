"""The right edge of a growing tree: all that is needed to append to it and to know its root."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .hashing import SIZE, folded, node_hash

_COUNT = 8  # bytes of the size, big-endian


@dataclass(frozen=True, slots=True)
class Frontier:
    """A tree's size and its peaks: the roots of its complete subtrees, the largest first.

        size 7 = 4 + 2 + 1        peak  peak  peak
                                  /  \\    |     |
                                 0..3   4..5    6

    Raises ValueError for another number of peaks than the size has one-bits.
    """

    size: int
    peaks: tuple[bytes, ...]

    def __post_init__(self) -> None:
        if not 0 <= self.size < 1 << 63:
            raise ValueError(f"a tree cannot have {self.size} leaves")
        if len(self.peaks) != self.size.bit_count():
            raise ValueError(
                f"a tree of {self.size} leaves has {self.size.bit_count()} peaks, "
                f"not {len(self.peaks)}"
            )
        if any(len(peak) != SIZE for peak in self.peaks):
            raise ValueError(f"a peak is a hash of {SIZE} bytes")

    @classmethod
    def empty(cls) -> Frontier:
        """Return the frontier of the tree without leaves."""
        return cls(0, ())

    def appended(self, leaf_hashes: Iterable[bytes]) -> Frontier:
        """Return the frontier after more leaves."""
        size, peaks = self.size, list(self.peaks)
        for grown in leaf_hashes:
            peak, rest = grown, size
            while rest & 1:
                peak, rest = node_hash(peaks.pop(), peak), rest >> 1
            peaks.append(peak)
            size += 1
        return Frontier(size, tuple(peaks))

    def root(self) -> bytes:
        """Return the root of the tree."""
        return folded(self.peaks)

    def to_bytes(self) -> bytes:
        """Return the size (eight bytes, big-endian) and the peaks one after another."""
        return self.size.to_bytes(_COUNT, "big") + b"".join(self.peaks)

    @classmethod
    def from_bytes(cls, data: bytes) -> Frontier:
        """Return what `to_bytes` wrote.

        Raises ValueError for bytes that it cannot have written.
        """
        if len(data) < _COUNT or (len(data) - _COUNT) % SIZE:
            raise ValueError(f"a frontier cannot be {len(data)} bytes long")
        peaks = tuple(data[at : at + SIZE] for at in range(_COUNT, len(data), SIZE))
        return cls(int.from_bytes(data[:_COUNT], "big"), peaks)
