"""Deeds that go on until nothing more can be said to them: a lock that is held, a watch kept."""

from __future__ import annotations

import json
import select
import sys
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction

from federation.sync import queries as sync
from federation.sync.models import Imported, ImportedBlob
from provinces.tenancy.addresses import as_owner
from tests.journeys.nodes import ranking

BEGUN = "begun"
# A watch looks so often, in seconds.
AGAIN = 0.5
# Who has written to a table and not committed yet, and whether they wait for a lock.
WRITERS = """
SELECT EXISTS (SELECT FROM pg_locks waiting WHERE waiting.pid = held.pid AND NOT waiting.granted)
FROM pg_locks held
WHERE held.relation = %s::regclass AND held.granted AND held.mode = 'RowExclusiveLock'
"""


def _begun() -> None:
    sys.stdout.write(f"{BEGUN}\n")
    sys.stdout.flush()


def _pauses(seconds: float) -> Iterator[None]:
    """Yield again and again until whoever ordered this says that it is enough."""
    while not select.select([sys.stdin], [], [], seconds)[0]:
        yield


def holding(table: str) -> None:
    """Hold a table against whoever would write to it, as its owner."""
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        _begun()
        for _ in _pauses(60.0):
            pass


def watching() -> list[dict[str, Any]]:
    """Look at everybody's rank all the time; return each that differed from the one before.

    The first of them is how many looks there were.
    """
    seen: dict[str, dict[str, Any]] = {}
    changes: list[dict[str, Any]] = []
    looks = 0
    _begun()
    for _ in _pauses(AGAIN):
        now = ranking.ranks()
        looks += 1
        for person in now.keys() | seen.keys():
            if now.get(person) != seen.get(person):
                changes.append({"person": person, **now.get(person, ranking.NOTHING)})
        seen = now
    return [{"looks": looks}, *changes]


def writers(table: str) -> list[str]:
    """Return what those do who have written to a table and not committed yet."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(WRITERS, [table])
        return ["waits" if row[0] else "goes on" for row in cursor.fetchall()]


def imported(peer: str) -> dict[str, Any]:
    """Return how much is held of a peer's feed, in every table where an import leaves a trace."""
    cursor = sync.cursor(peer, "feed")
    with connection.cursor() as opened:
        opened.execute("SELECT count(*) FROM borders_held WHERE origin = %s", [peer])
        (held,) = opened.fetchone()
        opened.execute(
            "SELECT count(*) FROM ledger_payload p JOIN ledger_entry e ON e.id = p.entry_id"
            " WHERE e.event = 'feed.imported' AND p.about = %s",
            [f"peer:{peer}"],
        )
        (events,) = opened.fetchone()
    return {
        "cursor": cursor.size,
        "entries": Imported.objects.filter(peer=peer).count(),
        "blobs": ImportedBlob.objects.count(),
        "held": held,
        "events": events,
        "digest": json.dumps([bytes(cursor.root).hex(), bytes(cursor.frontier).hex()]),
    }
