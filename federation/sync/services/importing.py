"""One batch of a peer's entries, all of it in one transaction or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from core.merkle.frontier import Frontier
from core.merkle.hashing import leaf_hash
from federation.borders import services as borders
from federation.borders.entries import Entry
from federation.casework import services as casework
from federation.sync.envelope import Envelope
from federation.sync.models import Cursor
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.ledger.kinds import Kind

from .cursors import Overtaken

KNOWN = frozenset(map(str, Kind))
LONGEST_KIND = 40
COPY = """
COPY sync_imported (peer, index, kind, leaf_hash, data, imported_at, history)
FROM STDIN (FORMAT binary)
"""
# Two parameters, however many blobs, instead of a pair for each to be parsed.
BLOBS = """
INSERT INTO sync_importedblob (sha256, data) SELECT * FROM unnest(%s::text[], %s::bytea[])
ON CONFLICT (sha256) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Batch:
    """Entries that follow one another, verified; `frontier` is the log's after the last one."""

    leaves: tuple[bytes, ...]
    envelopes: tuple[Envelope, ...]
    blobs: Mapping[str, bytes]
    frontier: Frontier


@transaction.atomic
def take(cursor: Cursor, batch: Batch, *, now: datetime) -> Cursor:
    """Store a batch, hand it on to whom it concerns, and move the cursor behind it.

    Entries of a kind this version does not know are stored and otherwise ignored. Raises
    Overtaken if the cursor stands elsewhere by now.
    """
    held = Cursor.objects.select_for_update().get(pk=cursor.pk)
    is_there = (held.size, held.history) == (cursor.size, cursor.history)
    if not is_there or held.state != Cursor.State.FOLLOWING:
        raise Overtaken(str(held))
    _store(held, batch, now)
    entries = [
        _entry(found, batch.blobs, held.history) for found in batch.envelopes if found.kind in KNOWN
    ]
    borders.take(entries, now=now)
    casework.take(entries, now=now)
    held.size = batch.frontier.size
    held.root = batch.frontier.root()
    held.frontier = batch.frontier.to_bytes()
    held.save(update_fields=["size", "root", "frontier"])
    body = {"peer": held.peer, "from": cursor.size, "to": held.size}
    ledger.record(Event.FEED_IMPORTED, by=None, about=f"peer:{held.peer}", at=now, body=body)
    return held


def _store(cursor: Cursor, batch: Batch, now: datetime) -> None:
    with connection.cursor() as opened:
        names = sorted(
            batch.blobs
        )  # in one order, so that two who store the same never wait in a ring
        opened.execute(BLOBS, [names, [batch.blobs[name] for name in names]])
    with connection.cursor() as opened, opened.cursor.copy(COPY) as rows:
        rows.set_types(["text", "int8", "text", "bytea", "bytea", "timestamptz", "int2"])
        for found, leaf in zip(batch.envelopes, batch.leaves, strict=True):
            kind = found.kind[:LONGEST_KIND]
            row = (cursor.peer, found.index, kind, leaf_hash(leaf), leaf, now, cursor.history)
            rows.write_row(row)


def _entry(found: Envelope, blobs: Mapping[str, bytes], history: int) -> Entry:
    return Entry(
        origin=found.origin,
        index=found.index,
        kind=found.kind,
        at=found.at,
        body=found.body,
        blobs={each.sha256: blobs[each.sha256] for each in found.blobs},
        history=history,
    )
