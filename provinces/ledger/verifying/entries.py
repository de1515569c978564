"""Entries against their leaves: none removed, none changed, none without a place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from core.db import planning
from core.merkle.hashing import leaf_hash
from provinces.ledger import logs
from provinces.ledger.leaves import audit_leaf, second
from provinces.ledger.models import Log
from provinces.tenancy import scope

from .findings import Fault, Finding

TABLES = {Log.AUDIT: "ledger_entry", Log.FEED: "ledger_feedentry"}
COLUMNS = {
    Log.AUDIT: "event, recorded_at, commitment",
    Log.FEED: "kind, published_at, data",
}
# Each entry is looked for by its key, as `LIMIT` makes sure. Where statistics were taken while a
# long batch was being written, which they do not see, the planner takes the table for empty, and
# would go through all its entries for each leaf.
PLACED = """
SELECT l.index, l.hash, l.entry_id, e.*
FROM ledger_leaf l LEFT JOIN LATERAL (
  SELECT true AS is_there, {columns} FROM {table} WHERE id = l.entry_id LIMIT 1) e ON true
WHERE l.log = %s AND l.index < %s ORDER BY l.index
"""
# Sets taken from one another, not a join: the planner takes a log that has just grown for small,
# and would go through all leaves for each entry.
NOT_QUEUED = """
SELECT id FROM {table}
EXCEPT SELECT entry_id FROM ledger_leaf WHERE log = %s
EXCEPT SELECT entry_id FROM ledger_unsealed WHERE log = %s
ORDER BY 1
"""
QUEUED_FOR_NOTHING = """
SELECT entry_id FROM ledger_unsealed WHERE log = %s EXCEPT SELECT id FROM {table} ORDER BY 1
"""
NOT_SIGNED = """
SELECT index FROM ledger_leaf
WHERE log = %s AND (index < 0
   OR index >= coalesce((SELECT max(size) FROM ledger_treehead WHERE log = %s), 0))
ORDER BY index LIMIT 1
"""


def entries_of(log: Log) -> Iterator[Finding]:
    """Yield where a log has a gap, and where an entry is gone or is not what was sealed."""
    size = logs.size(log)
    statement = PLACED.format(table=TABLES[log], columns=COLUMNS[log])
    expected = 0
    with transaction.atomic(), connection.chunked_cursor() as rows:
        with connection.cursor() as cursor, planning.by_index(cursor):
            rows.execute(statement, [str(log), size])
        for index, found, number, is_there, *columns in rows:
            if index != expected:
                yield _gap(log, expected, index)
            expected = index + 1
            place = f"{log} {index}"
            if not is_there:
                yield Finding(Fault.ENTRY_REMOVED, place, f"entry {number} is gone")
            elif problem := _problem(log, number, bytes(found), columns):
                yield Finding(Fault.ENTRY_CHANGED, place, f"entry {number}: {problem}")
    if expected != size:
        yield _gap(log, expected, size)


def unplaced_in(log: Log) -> Iterator[Finding]:
    """Yield entries that nobody would ever seal, and places that nobody signed."""
    table = TABLES[log]
    for number in _numbers(NOT_QUEUED.format(table=table), [str(log), str(log)]):
        detail = f"entry {number} has no place and is not queued"
        yield Finding(Fault.ENTRY_NOT_QUEUED, f"{log}, entry {number}", detail)
    for number in _numbers(QUEUED_FOR_NOTHING.format(table=table), [str(log)]):
        detail = f"entry {number} is queued, and gone"
        yield Finding(Fault.ENTRY_REMOVED, f"{log}, entry {number}", detail)
    for index in _numbers(NOT_SIGNED, [str(log), str(log)]):
        detail = "no signed head covers it, nor what follows"
        yield Finding(Fault.LEAF_NOT_SIGNED, f"{log} {index}", detail)


def _gap(log: Log, first: int, stop: int) -> Finding:
    return Finding(Fault.GAP, f"{log} {first}", f"{stop - first} leaves are missing from here on")


def _problem(log: Log, number: int, found: bytes, columns: list[Any]) -> str:
    word, at, data = columns[0], columns[1], bytes(columns[2])
    leaf = audit_leaf(number, word, at, data) if log == Log.AUDIT else data
    if leaf_hash(leaf) != found:
        return "its leaf has another hash"
    return _mislabelled(word, at, data) if log == Log.FEED else ""


def _mislabelled(kind: str, at: datetime, data: bytes) -> str:
    """Tell how the columns beside a leaf of the feed differ from it."""
    try:
        said = json.loads(data)
        written = (said["kind"], at, said["at"], said["origin"])
    except (ValueError, KeyError, TypeError):
        return "its leaf is not an entry of a feed"
    if written != (kind, at.replace(microsecond=0), second(at), scope.current().slug):
        return "its kind, moment or origin is not the leaf's"
    return ""


def _numbers(statement: str, values: list[str]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]
