"""Verifying proofs by the algorithms of RFC 9162, which share nothing with how they are made."""

from __future__ import annotations

from collections.abc import Sequence

from .hashing import EMPTY, SIZE, node_hash


class BadProof(ValueError):
    """A proof that does not show what it is said to show."""


def verify_inclusion(
    leaf_hash: bytes,
    index: int,
    size: int,
    proof: Sequence[bytes],
    root: bytes,
) -> None:
    """Return if the proof leads from the leaf to the root (RFC 9162 §2.1.3.2).

    A root alone does not say how large its tree is: size and root must come from one signed
    checkpoint. Raises BadProof.
    """
    if not 0 <= index < size:
        raise BadProof(f"leaf {index} is not in a tree of {size}")
    _check_hashes(leaf_hash, root, *proof)
    here, last, hashed = index, size - 1, leaf_hash
    for step in proof:
        if last == 0:
            raise BadProof("the proof is longer than the way from the leaf to the root")
        if here & 1 or here == last:
            hashed = node_hash(step, hashed)
            here, last = _above_right(here, last)
        else:
            hashed = node_hash(hashed, step)
        here, last = here >> 1, last >> 1
    if last != 0:
        raise BadProof("the proof ends before the root")
    if hashed != root:
        raise BadProof(f"the proof leads from leaf {index} to another root")


def verify_consistency(
    first: int,
    second: int,
    proof: Sequence[bytes],
    first_root: bytes,
    second_root: bytes,
) -> None:
    """Return if the proof shows the first tree to be the beginning of the second.

    As in RFC 9162 §2.1.4.2; every tree begins with the empty one, and with itself.
    Raises BadProof.
    """
    _check_hashes(first_root, second_root, *proof)
    if not 0 <= first <= second:
        raise BadProof(f"a tree of {second} leaves cannot have grown out of one of {first}")
    if first in (0, second):
        _verify_trivial(first, second, proof, first_root, second_root)
        return
    steps = list(proof)
    if first & (first - 1) == 0:
        # The first tree is a complete subtree of the second: its root is the first step.
        steps.insert(0, first_root)
    if not steps:
        raise BadProof("the proof is empty")
    old, new = _grown(first, second, steps)
    if old != first_root:
        raise BadProof(f"the proof is of another tree of {first} leaves")
    if new != second_root:
        raise BadProof(f"the proof leads to another tree of {second} leaves")


def _grown(first: int, second: int, steps: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Return the two roots to which the steps lead."""
    here, last = first - 1, second - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise BadProof("the proof is longer than the way to the root")
        if here & 1 or here == last:
            old, new = node_hash(step, old), node_hash(step, new)
            here, last = _above_right(here, last)
        else:
            new = node_hash(new, step)
        here, last = here >> 1, last >> 1
    if last != 0:
        raise BadProof("the proof ends before the root")
    return old, new


def _above_right(here: int, last: int) -> tuple[int, int]:
    """Pass the levels on which the right edge of the tree goes up alone."""
    while here and not here & 1:
        here, last = here >> 1, last >> 1
    return here, last


def _verify_trivial(
    first: int,
    second: int,
    proof: Sequence[bytes],
    first_root: bytes,
    second_root: bytes,
) -> None:
    if proof:
        raise BadProof(f"from {first} to {second} leaves there is nothing to show")
    if first == 0 and first_root != EMPTY:
        raise BadProof("the root of an empty tree is another")
    if first == second and first_root != second_root:
        raise BadProof(f"two different trees of {first} leaves")


def _check_hashes(*hashes: bytes) -> None:
    for hashed in hashes:
        if len(hashed) != SIZE:
            raise BadProof(f"a hash is {SIZE} bytes long, not {len(hashed)}")
