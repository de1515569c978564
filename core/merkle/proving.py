"""Proofs that a leaf is in a tree, and that a tree grew out of an earlier one (RFC 9162 §2.1)."""

from __future__ import annotations

from collections.abc import Callable

from .hashing import folded

# (level, index) -> the hash of the complete subtree over the leaves
# [index * 2**level, (index + 1) * 2**level). Whoever keeps the tree knows these.
Lookup = Callable[[int, int], bytes]


def root(size: int, lookup: Lookup) -> bytes:
    """Return the root of the tree of the first `size` leaves."""
    _check(size >= 0, f"a tree cannot have {size} leaves")
    return _root_over(0, size, lookup)


def inclusion_proof(index: int, size: int, lookup: Lookup) -> list[bytes]:
    """Return the hashes that lead from a leaf to the root, from the leaf up.

    Raises ValueError for a leaf that is not in the tree.
    """
    _check(0 <= index < size, f"leaf {index} is not in a tree of {size}")
    start, stop, proof = 0, size, []
    while stop - start > 1:
        middle = start + _split(stop - start)
        if index < middle:
            proof.append(_root_over(middle, stop, lookup))
            stop = middle
        else:
            proof.append(_root_over(start, middle, lookup))
            start = middle
    return proof[::-1]


def consistency_proof(first: int, second: int, lookup: Lookup) -> list[bytes]:
    """Return the hashes that show the tree of `first` leaves at the start of that of `second`.

    Nothing is to be shown for an empty first tree, nor for two of equal size.
    Raises ValueError for a first tree that is the larger one.
    """
    _check(0 <= first <= second, f"a tree of {second} leaves cannot have grown out of {first}")
    if first == 0:
        return []
    start, stop, proof = 0, second, []
    while stop != first:
        middle = start + _split(stop - start)
        if first <= middle:
            proof.append(_root_over(middle, stop, lookup))
            stop = middle
        else:
            proof.append(_root_over(start, middle, lookup))
            start = middle
    if start:
        # Left out at the left edge: there it is the first root, which the verifier has.
        proof.append(_root_over(start, stop, lookup))
    return proof[::-1]


def _root_over(start: int, stop: int, lookup: Lookup) -> bytes:
    """Return the root over leaves `[start, stop)`; start is a multiple of the largest subtree."""
    peaks = []
    while start < stop:
        level = (stop - start).bit_length() - 1
        peaks.append(lookup(level, start >> level))
        start += 1 << level
    return folded(peaks)


def _split(size: int) -> int:
    """Return the largest power of two that is smaller than a size of two or more."""
    return 1 << ((size - 1).bit_length() - 1)


def _check(is_right: bool, otherwise: str) -> None:  # noqa: FBT001
    if not is_right:
        raise ValueError(otherwise)
