"""One entry of another province's feed, read from its leaf and from nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from core.signing import canonical, pointers
from provinces.ledger.leaves import VERDICTS

from .violations import Violated, Violation

VERSION = 1
# What a leaf may weigh: a bundle counts an entry's bytes in sixteen bits.
MOST_BYTES = 60_000
MEMBERS = {"at", "body", "kind", "origin", "v"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class BlobReference:
    """A body's word for content that is kept apart: its SHA-256 and its length."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Envelope:
    """An entry: whose, its number in their feed, of what kind, said when, and what it says."""

    origin: str
    index: int
    kind: str
    at: datetime
    body: dict[str, Any]
    blobs: tuple[BlobReference, ...]


def opened(data: bytes, *, index: int, origin: str) -> Envelope:
    """Read a leaf of the feed of `origin`; raises Violated, naming the entry by its number."""
    if len(data) > MOST_BYTES:
        raise Violated(
            Violation.TOO_LARGE, f"entry {index} has {len(data)} bytes", {"index": index}
        )
    leaf = _leaf(data, index)
    if leaf["origin"] != origin:
        detail = f"entry {index} of {origin} speaks for {leaf['origin']!r}"
        raise Violated(Violation.FORGED_ORIGIN, detail, {"index": index})
    if any("\0" in text for _, text in pointers.texts(leaf)):
        raise _bad(index, "it has a text with a NUL, which no database keeps")
    for pointer, name in pointers.members(leaf["body"]):
        if name.lower() in VERDICTS:
            detail = f"entry {index} has a verdict at {pointer}"
            raise Violated(Violation.COLOUR_IN_PAYLOAD, detail, {"index": index})
    return Envelope(
        origin=origin,
        index=index,
        kind=leaf["kind"],
        at=datetime.strptime(leaf["at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC),
        body=leaf["body"],
        blobs=tuple(_references(leaf["body"])),
    )


def _leaf(data: bytes, index: int) -> dict[str, Any]:
    try:
        leaf = canonical.parsed(data)
    except canonical.NotCanonical as problem:
        raise _bad(index, str(problem)) from None
    if not isinstance(leaf, dict) or leaf.keys() != MEMBERS:
        raise _bad(index, f"it must have exactly the members {sorted(MEMBERS)}")
    if type(leaf["v"]) is not int or leaf["v"] != VERSION:
        raise _bad(index, f"its version is {leaf['v']!r}, not {VERSION}")
    if not isinstance(leaf["body"], dict) or not isinstance(leaf["kind"], str):
        raise _bad(index, "its kind must be a text and its body an object")
    if not isinstance(leaf["at"], str) or not _is_moment(leaf["at"]):
        raise _bad(index, f"its time is {leaf['at']!r}")
    return leaf


def _bad(index: int, why: str) -> Violated:
    return Violated(Violation.BAD_LEAF, f"entry {index}: {why}", {"index": index})


def _is_moment(text: str) -> bool:
    if not MOMENT.fullmatch(text):
        return False
    try:
        datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        return False
    return True


def _references(value: Any) -> Iterator[BlobReference]:
    if isinstance(value, dict):
        if reference := _reference(value):
            yield reference
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def _reference(value: dict[str, Any]) -> BlobReference | None:
    if value.keys() != {"sha256", "bytes"}:
        return None
    digest, size = value["sha256"], value["bytes"]
    if isinstance(digest, str) and DIGEST.fullmatch(digest) and type(size) is int and size >= 0:
        return BlobReference(digest, size)
    return None
