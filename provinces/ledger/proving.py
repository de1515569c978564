"""The proof that an entry is in a log: a file that anybody can verify without this node.

payload ─► commitment ─► leaf ─► path of hashes ─► root ─► checkpoint ─► signatures
"""

from __future__ import annotations

import base64
from typing import Any

from core.merkle.proving import inclusion_proof
from core.merkle.tiles import TileReader
from core.signing import notes

from . import logs
from .models import Cosignature, Entry, FeedEntry, Leaf, Log, Payload, TreeHead

VERSION = 1


class NotSealed(LookupError):
    """The entry has no place in its log yet; it has within seconds."""


def proof_of(entry: Entry | FeedEntry) -> dict[str, Any]:
    """Return the proof of an entry, as JSON; its payload is in it unless that was erased.

    It is made under the newest head that others have cosigned, or the newest one where none is
    that covers the entry. Raises NotSealed.
    """
    log = Log.FEED if isinstance(entry, FeedEntry) else Log.AUDIT
    leaf = Leaf.objects.filter(log=log, entry_id=entry.pk).first()
    if leaf is None:
        raise NotSealed(f"{entry} waits to be sealed")
    head = _head_over(log, leaf.index)
    lookup = TileReader(head.size, lambda tile: logs.hash_tile(log, tile)).lookup
    return {
        "v": VERSION,
        "log": logs.origin(log),
        "leaf": _text(logs.leaf_of(entry)),
        "index": leaf.index,
        "size": head.size,
        "proof": [_text(each) for each in inclusion_proof(leaf.index, head.size, lookup)],
        "checkpoint": notes.with_lines(head.note, logs.cosigned(log, head.size)),
        "payload": _payload(entry) if isinstance(entry, Entry) else None,
    }


def proof_at(index: int) -> dict[str, Any] | None:
    """Return the proof of the entry at a place of the public feed; None beyond its end."""
    place = Leaf.objects.filter(log=Log.FEED, index=index).first()
    return None if place is None else proof_of(FeedEntry.objects.get(pk=place.entry_id))


def _head_over(log: Log, index: int) -> TreeHead:
    covering = logs.heads(log).filter(size__gt=index)
    witnessed = Cosignature.objects.filter(log=log, size__gt=index).values("size")
    found = covering.filter(size__in=witnessed).first() or covering.first()
    if found is None:
        raise NotSealed(f"no head of the {log} covers leaf {index}")
    return found


def _payload(entry: Entry) -> dict[str, Any] | None:
    found = Payload.objects.filter(entry=entry).first()
    if found is None:
        return None
    return {
        "salt": bytes(found.salt).hex(),
        "by": found.by,
        "about": found.about,
        "event": entry.event,
        "body": found.body,
    }


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
