"""Hash tiles against the leaves: every complete one is there, and no other."""

from __future__ import annotations

from collections.abc import Iterator

from provinces.ledger import logs, tiling
from provinces.ledger.models import HashTile, Leaf, Log

from .findings import Fault, Finding

WIDTH = tiling.WIDTH
# Tiles looked at in one go, and their leaves.
AT_ONCE = 200

Row = list[bytes | None]


def tiles_of(log: Log) -> Iterator[Finding]:
    """Yield the tiles of a log that are missing, too many, or not what the leaves make."""
    size = logs.size(log)
    level, above, count = 0, Row(), size
    while count >= WIDTH:
        roots, below = Row(), above
        for start in range(0, count // WIDTH, AT_ONCE):
            stop = min(start + AT_ONCE, count // WIDTH)
            row = _leaves(log, start, stop) if level == 0 else below[start * WIDTH : stop * WIDTH]
            yield from _compare(log, level, start, row, roots)
        level, above, count = level + 1, roots, count // WIDTH
    yield from _too_many(log, size)


def _leaves(log: Log, start: int, stop: int) -> Row:
    first, end = start * WIDTH, stop * WIDTH
    found = Leaf.objects.filter(log=log, index__gte=first, index__lt=end)
    hashes = dict(found.values_list("index", "hash"))
    return [bytes(hashes[at]) if at in hashes else None for at in range(first, end)]


def _compare(log: Log, level: int, start: int, row: Row, roots: Row) -> Iterator[Finding]:
    """Compare consecutive tiles with their hashes, and note their roots."""
    stop = start + len(row) // WIDTH
    stored = {
        tile.number: tile
        for tile in HashTile.objects.filter(
            log=log, level=level, number__gte=start, number__lt=stop
        )
    }
    for number in range(start, stop):
        part = row[(number - start) * WIDTH : (number - start + 1) * WIDTH]
        hashes = [each for each in part if each is not None]
        if len(hashes) < WIDTH:  # a gap, which is found elsewhere
            roots.append(None)
            continue
        root = tiling.root_of(hashes)
        roots.append(root)
        place = f"{log}, tile {level}/{number}"
        tile = stored.get(number)
        if tile is None:
            yield Finding(Fault.TILE_MISSING, place, "it is complete, and not stored")
        elif (bytes(tile.hashes), bytes(tile.root)) != (b"".join(hashes), root):
            yield Finding(Fault.TILE_CHANGED, place, "its hashes are not the leaves'")


def _too_many(log: Log, size: int) -> Iterator[Finding]:
    beyond = [
        tile
        for level in range(8)
        for tile in HashTile.objects.filter(
            log=log, level=level, number__gte=_complete(size, level)
        )
    ]
    size = logs.size(log)  # what was sealed meanwhile is covered by a newer head
    for tile in beyond:
        if tile.number >= _complete(size, tile.level):
            detail = "the log is not long enough for it"
            yield Finding(Fault.TILE_TOO_MANY, f"{log}, tile {tile.level}/{tile.number}", detail)


def _complete(size: int, level: int) -> int:
    """Return how many complete tiles of a level a log of some size has."""
    return size >> (8 * (level + 1))
