"""Asking a peer for what it publishes: checkpoints, tiles, entries, blobs.

All of it is fetched outside any transaction, and none of it is believed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.merkle import tiles
from core.merkle.tiles import Tile, TileReader
from core.signing import canonical
from federation.peers import transport as roads
from federation.peers import versions
from federation.peers.transport import Answer, Transport
from provinces.tenancy.credentials import CredentialMissing

from . import bundling, checking
from .envelope import MOST_BYTES, BlobReference
from .patience import Patience
from .violations import Violated, Violation

# A note holds a checkpoint and a line for each witness.
MOST_NOTE = 64 * 1024
MOST_JSON = 4 * 1024 * 1024
HASH_BYTES = 32
MOST_BUNDLE = tiles.WIDTH * (MOST_BYTES + 2)
# Read and parsed, entries take many times their bytes: of the largest there are a bundle at once.
MOST_LEAVES = 4 * 1024 * 1024
# The cells of the largest zone, or a rule set: some megabytes at most.
MOST_BLOB = 32 * 1024 * 1024

# Lists of passes: a million bytes of bits, packed, and what is around them. Of a peer so many are
# asked for, the latest: its passes of before are over.
MOST_LIST = 1024 * 1024 + 4096
MOST_LISTS = 64
MOST_NUMBER = 0x7FFF


class Unreachable(RuntimeError):
    """A peer did not answer, or not with what it was asked for; it is asked again later."""


@dataclass(frozen=True, slots=True)
class Remote:
    """A peer, as far as it can be read."""

    peer: str
    transport: Transport
    version: int = min(versions.SPOKEN)
    patience: Patience = field(default_factory=Patience)

    def checkpoint(self, log: str) -> str:
        """Return the peer's latest signed checkpoint of a log, as it stands; raises Unreachable."""
        answer = self._get(f"v1/{log}/checkpoint", MOST_NOTE)
        return _text(_found(answer, f"the checkpoint of the {log}"))

    def reader(self, log: str, size: int) -> TileReader:
        """Return what reads the hashes of a log of so many entries.

        Its look-ups raise Violated for a tile that the size promises and the peer withholds.
        """
        return TileReader(size, lambda tile: self._tile(log, tile))

    def leaves(self, start: int, stop: int, *, size: int) -> list[bytes]:
        """Return the feed's entries `[start, stop)` of `size`; raises Violated, Unreachable.

        Where they weigh more than is held at once, only the first of them, of a bundle at least.
        """
        found: list[bytes] = []
        weight = 0
        for number in range(start // tiles.WIDTH, -(-stop // tiles.WIDTH)):
            if weight > MOST_LEAVES:
                break
            width = min(tiles.WIDTH, size - number * tiles.WIDTH)
            path = tiles.entries_path(number, width)
            data = self._page(f"v1/feed/{path}", MOST_BUNDLE)
            found += checking.unbundled(data, number=number, width=width)
            weight += len(data)
        skipped = start % tiles.WIDTH
        return found[skipped : skipped + stop - start]

    def blobs(self, references: Iterable[BlobReference]) -> dict[str, bytes]:
        """Return the content of references, each verified; raises Violated, Unreachable."""
        wanted = {each.sha256: each for each in references}
        found: dict[str, bytes] = {}
        if self.version >= versions.BUNDLES:
            for group in bundling.grouped(wanted.values()):
                found |= self._bundle(group)
        return found | {
            name: self._blob(each) for name, each in wanted.items() if name not in found
        }

    def greeting(self) -> dict[str, Any]:
        """Return which versions the peer says it speaks and holds; raises Unreachable."""
        told = self._json("")
        return told if isinstance(told, dict) else {}

    def witnessed(self) -> Any:
        """Return what the peer has seen of others, as it says it; raises Unreachable."""
        return self._json("v1/witnessed")

    def withdrawn_lists(self) -> list[int]:
        """Return which status lists of passes the peer says it has; raises Unreachable."""
        told = self._json("v1/withdrawn")
        numbers = told.get("lists") if isinstance(told, dict) else None
        if not isinstance(numbers, list):
            raise Unreachable("v1/withdrawn: no numbers")
        found = {each for each in numbers if type(each) is int and 0 <= each <= MOST_NUMBER}
        return sorted(found)[-MOST_LISTS:]

    def withdrawn(self, number: int) -> bytes:
        """Return a status list as it is signed, not verified; raises Unreachable."""
        path = f"v1/withdrawn/{number}"
        return _found(self._get(path, MOST_LIST), path)

    def membership(self, version: int) -> bytes:
        """Return a version of the membership that the peer holds; raises Unreachable."""
        path = f"v1/membership/{version}"
        return _found(self._get(path, MOST_JSON), path)

    def post(self, path: str, body: Mapping[str, Any]) -> Answer:
        """Post signed JSON and return the answer, which the peer has signed; raises Unreachable."""
        try:
            return self.transport.post(path, canonical.canonical(body))
        except (roads.Unreachable, CredentialMissing) as problem:
            raise Unreachable(f"{path}: {problem}") from None

    def _bundle(self, group: list[BlobReference]) -> dict[str, bytes]:
        """Return blobs in one answer, each verified; none where the peer has no such bundle.

        Asked for one by one, what it does not have is found and named.
        """
        order = sorted(group, key=lambda each: each.sha256)
        path = f"v2/blobs/{bundling.named(each.sha256 for each in order)}"
        answer = self._get(path, bundling.length_of(order))
        if answer.status == 404:
            return {}
        first = {"sha256": order[0].sha256}
        try:
            blobs = bundling.opened(_found(answer, f"a bundle from blob {order[0].sha256} on"))
        except bundling.BadBundle as problem:
            detail = f"a bundle from blob {order[0].sha256} on: {problem}"
            raise Violated(Violation.TRUNCATED_PAGE, detail, first) from None
        if len(blobs) != len(order):
            detail = f"{len(blobs)} of {len(order)} blobs from {order[0].sha256} on"
            raise Violated(Violation.TRUNCATED_PAGE, detail, first)
        return {
            each.sha256: checking.blob(data, each) for each, data in zip(order, blobs, strict=True)
        }

    def _blob(self, reference: BlobReference) -> bytes:
        name = {"sha256": reference.sha256}
        if reference.size > MOST_BLOB:
            detail = f"blob {reference.sha256} has {reference.size} bytes"
            raise Violated(Violation.TOO_LARGE, detail, name)
        answer = self._get(f"v1/blob/{reference.sha256}", reference.size)
        if answer.status == 404:
            detail = f"there is no blob {reference.sha256}"
            raise Violated(Violation.MISSING_BLOB, detail, name)
        return checking.blob(_found(answer, f"blob {reference.sha256}"), reference)

    def _tile(self, log: str, tile: Tile) -> bytes:
        path = f"v1/{log}/{tiles.path(tile)}"
        wanted = tile.width * HASH_BYTES
        data = self._page(path, wanted)
        if len(data) != wanted:
            detail = f"{len(data)} bytes of {path} instead of {wanted}"
            raise Violated(Violation.TRUNCATED_PAGE, detail, {"path": path})
        return data

    def _json(self, path: str) -> Any:
        data = _found(self._get(path, MOST_JSON), path or "the greeting")
        try:
            return canonical.parsed(data)
        except canonical.NotCanonical as problem:
            raise Unreachable(f"{path}: {problem}") from None

    def _page(self, path: str, most: int) -> bytes:
        answer = self._get(path, most)
        if answer.status == 404:
            detail = f"{path} is withheld, which the checkpoint promises"
            raise Violated(Violation.TRUNCATED_PAGE, detail, {"path": path})
        return _found(answer, path)

    def _get(self, path: str, most: int) -> Answer:
        if self.patience.is_over:
            raise Unreachable(f"{path}: not asked for; what came before took too long")
        try:
            return self.transport.get(path, most=most)
        except roads.TooLarge:
            detail = f"{path} has more than {most} bytes"
            raise Violated(Violation.TOO_LARGE, detail, {"path": path}) from None
        except roads.Unreachable as problem:
            raise Unreachable(f"{path}: {problem}") from None


def _found(answer: Answer, what: str) -> bytes:
    if answer.status != 200:
        raise Unreachable(f"{what}: status {answer.status}")
    return answer.body


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as problem:
        raise Unreachable(f"no text: {problem}") from None
