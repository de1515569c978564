"""Payloads against what their entries committed to, and blobs against their digests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef

from provinces.ledger import queries
from provinces.ledger.models import Blob, Entry, FeedEntry, Payload

from .findings import Fault, Finding

AT_ONCE = 500


def payloads() -> Iterator[Finding]:
    """Yield the payloads that are not what was committed to; one that was erased is none."""
    for payload in Payload.objects.select_related("entry").iterator(AT_ONCE):
        if not _holds(payload):
            detail = "it is not what the entry committed to"
            yield Finding(Fault.PAYLOAD_SWAPPED, f"payload of entry {payload.pk}", detail)
    orphans = Payload.objects.filter(~Exists(Entry.objects.filter(pk=OuterRef("pk"))))
    for number in orphans.values_list("pk", flat=True):
        yield Finding(Fault.ENTRY_REMOVED, f"payload of entry {number}", "its entry is gone")


def _holds(payload: Payload) -> bool:
    try:
        return queries.holds(payload)
    except ValueError:  # no body that could have been committed to
        return False


def blobs() -> Iterator[Finding]:
    """Yield the blobs that are not what their name says, and those that entries miss."""
    lengths: dict[str, int] = {}
    for name, content in Blob.objects.values_list("sha256", "content").iterator(AT_ONCE):
        lengths[name] = len(content)
        if hashlib.sha256(content).hexdigest() != name:
            yield Finding(Fault.BLOB_CHANGED, f"blob {name}", "its content has another SHA-256")
    for number, data in FeedEntry.objects.order_by("pk").values_list("pk", "data").iterator():
        for name, length in _references(bytes(data)):
            if lengths.get(name) != length and not _came_meanwhile(name, length):
                detail = f"feed entry {number} refers to {length} bytes of it"
                yield Finding(Fault.BLOB_MISSING, f"blob {name}", detail)


def _came_meanwhile(name: str, length: int) -> bool:
    found = queries.blob(name)
    return found is not None and len(found) == length


def _references(data: bytes) -> Iterator[tuple[str, int]]:
    try:
        waiting: list[Any] = [json.loads(data)["body"]]
    except (ValueError, KeyError, TypeError):  # found out by its leaf's hash
        return
    while waiting:
        found = waiting.pop()
        if isinstance(found, dict):
            if found.keys() == {"sha256", "bytes"}:
                yield str(found["sha256"]), found["bytes"]
            waiting.extend(found.values())
        elif isinstance(found, list):
            waiting.extend(found)
