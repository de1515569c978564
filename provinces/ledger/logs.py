"""The two logs as they are sealed: heads, tiles, entries at their places, blobs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Func, QuerySet, Sum

from core.merkle import proving, tiles
from core.merkle.tiles import Tile, TileReader
from provinces.tenancy import scope
from provinces.tenancy.keys import name_of

from . import tiling
from .kinds import Kind
from .leaves import audit_leaf
from .models import Blob, Cosignature, Entry, FeedEntry, Leaf, Log, TreeHead


class NoSuchTile(LookupError):
    """The log is not long enough for the tile that was asked for."""


class TooMuch(ValueError):
    """More bytes than are read at once."""


@dataclass(frozen=True)
class Published:
    """An entry of the feed at its place; `data` is the leaf, byte for byte."""

    index: int
    data: bytes

    @cached_property
    def parsed(self) -> dict[str, Any]:
        """The leaf as it reads: `at`, `body`, `kind`, `origin`, `v`."""
        found: dict[str, Any] = json.loads(self.data)
        return found


def origin(log: str) -> str:
    """Return the name of a log of the province in scope, as its checkpoints bear it."""
    return f"{name_of(scope.current().slug)}/{Log(log)}"


def heads(log: str) -> QuerySet[TreeHead]:
    """Return the signed heads of a log, newest first."""
    return TreeHead.objects.filter(log=log).order_by("-id")


def head(log: str) -> TreeHead | None:
    """Return the newest signed head of a log, if it was ever signed."""
    return heads(log).first()


def size(log: str) -> int:
    """Return how many entries of a log are sealed."""
    newest = head(log)
    return newest.size if newest else 0


def cosigned(log: str, at_size: int) -> list[str]:
    """Return the lines of those who cosigned a log at a size, for its note."""
    found = Cosignature.objects.filter(log=log, size=at_size).order_by("witness")
    return list(found.values_list("line", flat=True))


def cosignatures(log: str) -> QuerySet[Cosignature]:
    """Return whatever others cosigned of a log, at any size, in the order in which it came."""
    return Cosignature.objects.filter(log=log).order_by("id")


def root_of(log: str, at_size: int) -> bytes:
    """Return the root of a log's first entries, as far as it is sealed; raises NoSuchTile."""
    if not 0 <= at_size <= size(log):
        raise NoSuchTile(f"the {log} has {size(log)} entries, not {at_size}")
    reader = TileReader(at_size, lambda tile: hash_tile(log, tile))
    return proving.root(at_size, reader.lookup)


def hash_tile(log: str, tile: Tile) -> bytes:
    """Return a tile's hashes, complete or partial; raises NoSuchTile."""
    start = tile.number * tiling.WIDTH
    found = tiling.hashes_at(log, tile.level, start, start + tile.width)
    if len(found) != tile.width:
        raise NoSuchTile(f"{tile} of the {log}")
    return b"".join(found)


def entry_bundle(number: int, width: int) -> bytes:
    """Return a bundle of the feed's leaves, complete or partial; raises NoSuchTile."""
    start = number * tiling.WIDTH
    found = [entry.data for entry in entries(start, start + width)]
    if len(found) != width:
        raise NoSuchTile(f"entries {number} of {width} of the feed")
    return tiles.bundle(found)


def entries(start: int, stop: int) -> list[Published]:
    """Return the sealed entries of the feed in `[start, stop)`, as far as there are any."""
    places = _places(Log.FEED, start, stop)
    data = dict(FeedEntry.objects.filter(pk__in=places.values()).values_list("pk", "data"))
    return [Published(index, bytes(data[number])) for index, number in places.items()]


def published(kind: Kind) -> Iterator[dict[str, Any]]:
    """Yield the bodies of what was published of a kind, in order, sealed or not."""
    found = FeedEntry.objects.filter(kind=kind).order_by("pk").values_list("data", flat=True)
    for data in found.iterator():
        yield json.loads(bytes(data))["body"]


def audit_leaves(start: int, stop: int) -> list[bytes]:
    """Return the sealed leaves of the audit log in `[start, stop)`; for the province itself."""
    places = _places(Log.AUDIT, start, stop)
    found = Entry.objects.in_bulk(places.values())
    return [leaf_of(found[number]) for number in places.values()]


def blob(sha256: str) -> bytes | None:
    """Return what the feed refers to by its SHA-256 in hexadecimal, if it is there."""
    found = Blob.objects.filter(pk=sha256).values_list("content", flat=True).first()
    return None if found is None else bytes(found)


def blobs(names: Iterable[str], *, most: int) -> dict[str, bytes]:
    """Return which of several blobs are there; raises TooMuch above so many bytes in all."""
    wanted = Blob.objects.filter(pk__in=list(names))
    weight = wanted.aggregate(bytes=Sum(Func("content", function="octet_length")))["bytes"] or 0
    if weight > most:
        raise TooMuch(f"{weight} bytes of blobs, more than {most} at once")
    return {name: bytes(content) for name, content in wanted.values_list("pk", "content")}


def leaf_of(entry: Entry | FeedEntry) -> bytes:
    """Return the leaf of an entry of either log."""
    if isinstance(entry, FeedEntry):
        return bytes(entry.data)
    return audit_leaf(entry.pk, entry.event, entry.recorded_at, bytes(entry.commitment))


def _places(log: Log, start: int, stop: int) -> dict[int, int]:
    found = Leaf.objects.filter(log=log, index__gte=start, index__lt=stop).order_by("index")
    return dict(found.values_list("index", "entry_id"))
