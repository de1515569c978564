"""The definitions of RFC 6962 §2.1 word for word, and the published tree, to compare with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.merkle.proving import Lookup
from core.merkle.tiles import Tile

PUBLISHED: dict[str, Any] = json.loads(
    Path("tests/vectors/merkle/rfc6962.json").read_text(encoding="utf-8")
)
LEAVES = [bytes.fromhex(leaf) for leaf in PUBLISHED["leaves"]]


def numbered(count: int) -> list[bytes]:
    """Return the data of so many different leaves."""
    return [f"leaf {number}".encode() for number in range(count)]


def mth(data: list[bytes]) -> bytes:
    """MTH(D[n])."""
    if not data:
        return hashlib.sha256().digest()
    if len(data) == 1:
        return hashlib.sha256(b"\x00" + data[0]).digest()
    k = split(len(data))
    return hashlib.sha256(b"\x01" + mth(data[:k]) + mth(data[k:])).digest()


def path(m: int, data: list[bytes]) -> list[bytes]:
    """PATH(m, D[n])."""
    if len(data) == 1:
        return []
    k = split(len(data))
    if m < k:
        return [*path(m, data[:k]), mth(data[k:])]
    return [*path(m - k, data[k:]), mth(data[:k])]


def proof(m: int, data: list[bytes]) -> list[bytes]:
    """PROOF(m, D[n])."""
    return subproof(m, data, is_whole=True)


def subproof(m: int, data: list[bytes], *, is_whole: bool) -> list[bytes]:
    """SUBPROOF(m, D[n], b)."""
    if m == len(data):
        return [] if is_whole else [mth(data)]
    k = split(len(data))
    if m <= k:
        return [*subproof(m, data[:k], is_whole=is_whole), mth(data[k:])]
    return [*subproof(m - k, data[k:], is_whole=False), mth(data[:k])]


def split(size: int) -> int:
    """Return the largest power of two smaller than the size."""
    k = 1
    while k * 2 < size:
        k *= 2
    return k


def lookup_in(data: list[bytes]) -> Lookup:
    """Return the look-up of complete subtrees of these leaves."""

    def lookup(level: int, index: int) -> bytes:
        within = data[index << level : (index + 1) << level]
        assert len(within) == 1 << level, "not a complete subtree"
        return mth(within)

    return lookup


def tile_of(data: list[bytes], tile: Tile) -> bytes:
    """Return a tile's bytes, by the definition of C2SP tlog-tiles."""
    span = 256**tile.level
    first = tile.number * 256
    return b"".join(mth(data[i * span : (i + 1) * span]) for i in range(first, first + tile.width))


def with_one_bit_changed(data: bytes) -> Iterator[bytes]:
    """Yield every text that differs from this one in a single bit."""
    for place in range(len(data) * 8):
        changed = bytearray(data)
        changed[place // 8] ^= 1 << (place % 8)
        yield bytes(changed)
