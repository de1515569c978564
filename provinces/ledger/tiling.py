"""Hash tiles of a log: complete ones are stored when their last hash comes, others made when asked.

level 1     [ r0  r1  r2 .. ]             r0 is the root of the first tile of level 0
level 0     [256][256][256][ 17 leaves ]  the last one is partial, and is not stored
"""

from __future__ import annotations

from collections.abc import Sequence

from core.merkle.hashing import node_hash

from .models import HashTile, Leaf

WIDTH = 256
HASH = 32


def completed(log: str, start: int, hashes: Sequence[bytes], *, level: int = 0) -> list[HashTile]:
    """Return the tiles that hashes added to a level, from number `start` on, make complete."""
    number, kept = divmod(start, WIDTH)
    row = [*hashes_at(log, level, start - kept, start), *hashes]
    tiles = [
        _tile(log, level, number + place, row[place * WIDTH : (place + 1) * WIDTH])
        for place in range(len(row) // WIDTH)
    ]
    if not tiles:
        return []
    roots = [bytes(tile.root) for tile in tiles]
    return tiles + completed(log, number, roots, level=level + 1)


def hashes_at(log: str, level: int, start: int, stop: int) -> list[bytes]:
    """Return the stored hashes of a tile level from number `start` to before `stop`."""
    if level == 0:
        found = Leaf.objects.filter(log=log, index__gte=start, index__lt=stop).order_by("index")
        return [bytes(each) for each in found.values_list("hash", flat=True)]
    below = HashTile.objects.filter(log=log, level=level - 1, number__gte=start, number__lt=stop)
    return [bytes(each) for each in below.order_by("number").values_list("root", flat=True)]


def root_of(row: Sequence[bytes]) -> bytes:
    """Return the root of a complete tile's hashes."""
    while len(row) > 1:
        row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]


def _tile(log: str, level: int, number: int, row: Sequence[bytes]) -> HashTile:
    return HashTile(log=log, level=level, number=number, hashes=b"".join(row), root=root_of(row))
