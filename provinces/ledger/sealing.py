"""Sealing: queued entries are given their place in a log, and the province signs how it grew.

Transactions commit in any order, so a place is given only to what is committed: a batch takes
what is queued, in order of id, and goes on where the last one ended. Each batch is one
transaction with its own signed head, so whatever is interrupted is simply taken up again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from core.db import locks
from core.merkle.checkpoints import Checkpoint
from core.merkle.frontier import Frontier
from core.merkle.hashing import leaf_hash
from core.signing import notes
from provinces.tenancy import keys
from provinces.tenancy.keys import KeyRole
from provinces.tenancy.tasks import nudge

from . import logs, tiling
from .leaves import audit_leaf
from .models import Entry, FeedEntry, HashTile, Log, TreeHead

BATCH = 20_000
# A log in which nothing is new is signed again so often: somebody looked.
QUIET = timedelta(hours=1)

TAKE = """
DELETE FROM ledger_unsealed WHERE log = %s AND entry_id = ANY(ARRAY(
    SELECT entry_id FROM ledger_unsealed WHERE log = %s ORDER BY entry_id LIMIT %s))
RETURNING entry_id
"""
COPY = "COPY ledger_leaf (log, index, entry_id, hash) FROM STDIN (FORMAT binary)"


def seal(*, now: datetime) -> dict[str, int]:
    """Seal whatever is queued, log by log, batch by batch; return how many entries of each.

    Whoever waits for news of the feed is nudged. A log that somebody else is sealing is left to
    them. Raises CredentialMissing.
    """
    sealed = {}
    for log in Log:
        sealed[str(log)] = 0
        while done := seal_batch(log, now=now):
            sealed[str(log)] += done
    if sealed[Log.FEED]:
        for task in settings.LEDGER_ON_SEALED:
            nudge(task)
    return sealed


@transaction.atomic
def seal_batch(log: Log, *, now: datetime, most: int = BATCH) -> int:
    """Seal a log's next entries, at most so many, and sign its head; return how many."""
    if not locks.hold_if_free("sealing", str(log)):
        return 0
    head = logs.head(log)
    entries = _take(log, most)
    if not entries and head is not None and now - head.signed_at < QUIET:
        return 0
    tree = Frontier.from_bytes(bytes(head.peaks)) if head else Frontier.empty()
    hashes = [leaf_hash(data) for _, data in entries]
    _store(log, tree.size, [number for number, _ in entries], hashes)
    HashTile.objects.bulk_create(tiling.completed(log, tree.size, hashes))
    # Whoever looked at the clock first may come last; no head is older than the one before it.
    _sign(log, tree.appended(hashes), max(now, head.signed_at) if head else now)
    return len(entries)


def _take(log: Log, most: int) -> list[tuple[int, bytes]]:
    """Take entries off the queue; return number and leaf of each, in order."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [str(log), str(log), most])
        taken = [row[0] for row in cursor.fetchall()]
    if log == Log.FEED:
        feed = FeedEntry.objects.filter(pk__in=taken).order_by("pk").values_list("pk", "data")
        return [(number, bytes(data)) for number, data in feed]
    audit = Entry.objects.filter(pk__in=taken).order_by("pk")
    rows = audit.values_list("pk", "event", "recorded_at", "commitment")
    return [(row[0], audit_leaf(*row[:3], bytes(row[3]))) for row in rows]


def _store(log: Log, start: int, numbers: Sequence[int], hashes: Sequence[bytes]) -> None:
    if not numbers:
        return
    with connection.cursor() as cursor, cursor.cursor.copy(COPY) as rows:
        rows.set_types(["text", "int8", "int8", "bytea"])
        for place, (number, found) in enumerate(zip(numbers, hashes, strict=True)):
            rows.write_row((str(log), start + place, number, found))


def _sign(log: Log, tree: Frontier, now: datetime) -> None:
    checkpoint = Checkpoint(logs.origin(log), tree.size, tree.root())
    TreeHead.objects.create(
        log=log,
        size=tree.size,
        root=checkpoint.root,
        peaks=tree.to_bytes(),
        note=notes.sign(checkpoint.text(), *keys.signing_keys(KeyRole.LEDGER)),
        signed_at=now,
    )
