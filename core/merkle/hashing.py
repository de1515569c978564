"""The hashes of RFC 6962: of a leaf, of a node above two others, and of a whole tree.

    root of 5 leaves          node ──┬── node ──┬── node(leaf 0, leaf 1)
                                     │          └── node(leaf 2, leaf 3)
                                     └── leaf 4

The first byte tells a leaf from a node, so that nobody can pass one off as the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

SIZE = 32  # bytes of a SHA-256 hash

# RFC 6962 §2.1: the hash of an empty tree is the hash of an empty string.
EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf's data."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node above two others."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def folded(peaks: Iterable[bytes]) -> bytes:
    """Return the root above complete subtrees that stand side by side, the largest first."""
    root: bytes | None = None
    for peak in reversed(tuple(peaks)):
        root = peak if root is None else node_hash(peak, root)
    return EMPTY if root is None else root


def tree_root(hashes: Iterable[bytes]) -> bytes:
    """Return the root above hashes of one level: leaves, or the hashes of a tile."""
    level = list(hashes)
    if not level:
        return EMPTY
    while len(level) > 1:
        # An odd one out goes up alone: the tree of RFC 6962 is complete from the left.
        odd = level[len(level) & ~1 :]
        level = [
            node_hash(left, right) for left, right in zip(level[::2], level[1::2], strict=False)
        ] + odd
    return level[0]
