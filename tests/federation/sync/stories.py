"""A feed that somebody tells: any entries, signed by any key, served as a peer serves it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from core.merkle import tiles
from core.merkle.checkpoints import Checkpoint
from core.merkle.hashing import EMPTY, leaf_hash, node_hash
from core.signing import canonical, notes
from core.signing.keys import SigningKey
from federation.peers.transport import Answer, TooLarge
from federation.sync import bundling

AT = "2026-11-15T04:00:00Z"
Lie = Callable[[Answer], Answer]


def leaf(origin: str, *, kind: str = "figures.published", body: Any = None, **other: Any) -> bytes:
    """Return the leaf of an entry, by default of figures that mean nothing."""
    said = {"at": AT, "body": {} if body is None else body, "kind": kind, "origin": origin, "v": 1}
    return canonical.canonical({**said, **other})


def leaves(origin: str, count: int, *, start: int = 0) -> list[bytes]:
    """Return the leaves of so many entries, each different."""
    return [leaf(origin, body={"number": n}) for n in range(start, start + count)]


def reference(blob: bytes) -> dict[str, Any]:
    """Return what a body says for a blob."""
    return {"sha256": hashlib.sha256(blob).hexdigest(), "bytes": len(blob)}


@dataclass
class Story:
    """A transport that serves these entries as the logs of a province; `lies` change answers.

    A lie is called with the honest answer to any path that ends with its name.
    """

    slug: str
    key: SigningKey
    entries: list[bytes] = field(default_factory=list)
    audit: list[bytes] = field(default_factory=list)
    blobs: dict[str, bytes] = field(default_factory=dict)
    documents: dict[str, Any] = field(default_factory=dict)
    lies: dict[str, Lie] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    posts: list[tuple[str, bytes]] = field(default_factory=list)

    def holding(self, *blobs: bytes) -> Story:
        """Serve blobs as well."""
        self.blobs.update({hashlib.sha256(blob).hexdigest(): blob for blob in blobs})
        return self

    def note(self, log: str = "feed", *, size: int | None = None) -> str:
        """Return the signed checkpoint of the log's first entries, by default of all."""
        told = self._log(log)[:size]
        checkpoint = Checkpoint(f"concord/{self.slug}/{log}", len(told), root(told))
        return notes.sign(checkpoint.text(), self.key)

    def get(self, path: str, *, most: int) -> Answer:
        self.asked.append(path)
        answer = self._honest(path)
        for ending, lie in self.lies.items():
            if path.endswith(ending):
                answer = lie(answer)
        if len(answer.body) > most:
            raise TooLarge(f"{path} is longer than was asked for")
        return answer

    def post(self, path: str, body: bytes, headers: Any = None) -> Answer:
        self.posts.append((path, body))
        return Answer(200, {}, b"{}")

    def _log(self, log: str) -> list[bytes]:
        return self.entries if log == "feed" else self.audit

    def _honest(self, path: str) -> Answer:
        head, _, rest = path.removeprefix("v1/").partition("/")
        if path in self.documents:
            return Answer(200, {}, canonical.canonical(self.documents[path]))
        if rest == "checkpoint":
            return Answer(200, {}, self.note(head).encode())
        if rest.startswith("tile/entries/"):
            return Answer(200, {}, self._bundle(rest))
        if rest.startswith("tile/"):
            return Answer(200, {}, self._tile(head, rest))
        if path.startswith("v2/blobs/"):
            return self._blobs(path.removeprefix("v2/blobs/"))
        found = self.blobs.get(rest) if head == "blob" else None
        return Answer(404, {}, b"") if found is None else Answer(200, {}, found)

    def _blobs(self, names: str) -> Answer:
        found = [self.blobs[name] for name in bundling.names_in(names) if name in self.blobs]
        if len(found) != len(bundling.names_in(names)):
            return Answer(404, {}, b"")
        return Answer(200, {}, bundling.packed(found))

    def _bundle(self, path: str) -> bytes:
        number, width = tiles.entries_at(path)
        start = number * tiles.WIDTH
        return tiles.bundle(self.entries[start : start + width])

    def _tile(self, log: str, path: str) -> bytes:
        tile = tiles.tile_at(path)
        hashes = [leaf_hash(each) for each in self._log(log)]
        span = 256**tile.level
        first = tile.number * tiles.WIDTH
        return b"".join(
            _root(hashes[index * span : (index + 1) * span])
            for index in range(first, first + tile.width)
        )


def root(entries: list[bytes]) -> bytes:
    """Return the root of a log of these entries, straight from RFC 6962's definition."""
    return _root([leaf_hash(entry) for entry in entries])


def _root(hashes: list[bytes]) -> bytes:
    if len(hashes) < 2:
        return hashes[0] if hashes else EMPTY
    left = 1 << (len(hashes) - 1).bit_length() - 1
    return node_hash(_root(hashes[:left]), _root(hashes[left:]))
