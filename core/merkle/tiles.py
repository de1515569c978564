"""A log cut into tiles of 256 hashes and bundles of 256 entries, by C2SP tlog-tiles.

    level 1    tile 0: the hashes of the full tiles below           width 2 of 256
    level 0    tile 0: leaves 0..255   tile 1: 256..511   tile 2: 512..599 (partial, width 88)

A full tile never changes again, so that anybody may keep a copy of it for ever.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from .hashing import SIZE, tree_root

HEIGHT = 8  # levels of the tree in a tile
WIDTH = 1 << HEIGHT  # hashes in a full tile, entries in a full bundle
LARGEST_ENTRY = 65_535  # bytes; its length is written in two
DEEPEST = 63  # C2SP tlog-tiles: a level is between 0 and 63
_LENGTH = 2

_NUMBER = r"(?P<number>(?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
_HASHES = re.compile(rf"tile/(?P<level>0|[1-9][0-9]?)/{_NUMBER}")
_ENTRIES = re.compile(rf"tile/entries/{_NUMBER}")


class BadTile(ValueError):
    """A path, tile or bundle that no log has."""


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """The tile of a number at a level, with so many hashes; full at 256.

    Raises BadTile.
    """

    level: int
    number: int
    width: int = WIDTH

    def __post_init__(self) -> None:
        if not 0 <= self.level <= DEEPEST:
            raise BadTile(f"level {self.level} is not between 0 and {DEEPEST}")
        _check_place(self.number, self.width)

    @property
    def is_full(self) -> bool:
        """Tell whether the tile will never change."""
        return self.width == WIDTH


def path(tile: Tile) -> str:
    """Return where a tile is found below its log: `tile/0/x001/234`, `tile/1/000.p/17`."""
    return f"tile/{tile.level}/{_written(tile.number, tile.width)}"


def tile_at(place: str) -> Tile:
    """Return the tile that is found at a path.

    Raises BadTile for a path that `path` does not write.
    """
    found = _HASHES.fullmatch(place)
    if found is None:
        raise BadTile(f"{place[:80]!r} is not the path of a tile")
    tile = Tile(int(found["level"]), *_read(found))
    _check_written(place, path(tile))
    return tile


def entries_path(number: int, width: int = WIDTH) -> str:
    """Return where a bundle of entries is found below its log."""
    _check_place(number, width)
    return f"tile/entries/{_written(number, width)}"


def entries_at(place: str) -> tuple[int, int]:
    """Return number and width of the bundle that is found at a path.

    Raises BadTile for a path that `entries_path` does not write.
    """
    found = _ENTRIES.fullmatch(place)
    if found is None:
        raise BadTile(f"{place[:80]!r} is not the path of a bundle of entries")
    number, width = _read(found)
    _check_written(place, entries_path(number, width))
    return number, width


def bundle(entries: Iterable[bytes]) -> bytes:
    """Return entries one after another, each after its length.

    Raises BadTile naming the entry that is too large.
    """
    parts: list[bytes] = []
    for place, entry in enumerate(entries):
        if len(entry) > LARGEST_ENTRY:
            raise BadTile(f"entry {place} has {len(entry)} bytes, more than {LARGEST_ENTRY}")
        parts += (len(entry).to_bytes(_LENGTH, "big"), entry)
    return b"".join(parts)


def unbundle(data: bytes) -> list[bytes]:
    """Return the entries of a bundle.

    Raises BadTile for bytes that end within an entry.
    """
    entries: list[bytes] = []
    at = 0
    while at < len(data):
        start = at + _LENGTH
        at = start + int.from_bytes(data[at:start], "big")
        if at > len(data):
            raise BadTile(f"the bundle ends within entry {len(entries)}")
        entries.append(data[start:at])
    return entries


def tiles_of(size: int) -> Iterator[Tile]:
    """Yield every tile of a tree of so many leaves, level by level, the partial ones too."""
    return fresh_tiles(0, size)


def fresh_tiles(old_size: int, new_size: int) -> Iterator[Tile]:
    """Yield the tiles that are new or wider since the tree had its old size, level by level."""
    if not 0 <= old_size <= new_size:
        raise ValueError(f"a tree of {new_size} leaves cannot have grown out of {old_size}")
    level, old, new = 0, old_size, new_size
    while new:
        if new > old:
            for number in range(old >> HEIGHT, (new + WIDTH - 1) >> HEIGHT):
                yield Tile(level, number, min(WIDTH, new - (number << HEIGHT)))
        level, old, new = level + 1, old >> HEIGHT, new >> HEIGHT


class TileReader:
    """Looks up the hashes of a tree of so many leaves in its tiles, each fetched once.

    `fetch` gives the bytes of a tile of exactly the width asked for; that they are the right
    ones shows when the root above them is compared with a signed one.
    """

    def __init__(self, size: int, fetch: Callable[[Tile], bytes]) -> None:
        self.size = size
        self._fetch = fetch
        self._kept: dict[Tile, bytes] = {}

    def lookup(self, level: int, index: int) -> bytes:
        """Return the hash of a complete subtree of 2**level leaves: a `proving.Lookup`.

        Raises BadTile for a subtree that is not complete in this tree, and for a fetched tile
        that is not as long as its width.
        """
        if level < 0 or index < 0 or (index + 1) << level > self.size:
            raise BadTile(f"no subtree {index} of level {level} in a tree of {self.size}")
        tile_level, above = divmod(level, HEIGHT)
        first, count = index << above, 1 << above
        number, at = divmod(first, WIDTH)
        width = min(WIDTH, (self.size >> (tile_level * HEIGHT)) - (number << HEIGHT))
        data = self._read(Tile(tile_level, number, width))
        return tree_root(data[place * SIZE : (place + 1) * SIZE] for place in range(at, at + count))

    def _read(self, tile: Tile) -> bytes:
        if tile not in self._kept:
            data = self._fetch(tile)
            if len(data) != tile.width * SIZE:
                raise BadTile(f"{path(tile)} has {len(data)} bytes, not {tile.width * SIZE}")
            self._kept[tile] = data
        return self._kept[tile]


def _check_place(number: int, width: int) -> None:
    if not 0 <= number < 1 << 63:
        raise BadTile(f"there is no tile {number}")
    if not 1 <= width <= WIDTH:
        raise BadTile(f"a tile is 1 to {WIDTH} wide, not {width}")


def _written(number: int, width: int) -> str:
    digits = str(number)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    written = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    return written if width == WIDTH else f"{written}.p/{width}"


def _read(found: re.Match[str]) -> tuple[int, int]:
    return int(found["number"].replace("x", "").replace("/", "")), int(found["width"] or WIDTH)


def _check_written(place: str, written: str) -> None:
    # One tile has one path: no needless zeros, and a full tile is not written as a partial one.
    if place != written:
        raise BadTile(f"{place!r} is written {written!r}")
