"""An owner who tampers with a ledger, its triggers off, and puts everything back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

from provinces.tenancy import scope
from provinces.tenancy.addresses import as_owner

LATEST = "id = (SELECT max(id) FROM {table})"
PAYLOADS = "SELECT entry_id FROM ledger_payload ORDER BY entry_id LIMIT 2"


@dataclass(frozen=True, slots=True)
class Bit:
    """Where a bit is flipped: a column of bytes or of text, in one row of a table."""

    table: str
    column: str
    row: str = LATEST
    is_text: bool = False

    @property
    def statement(self) -> str:
        """Return what flips it, and flips it back."""
        row = self.row.format(table=self.table)
        changed = (
            f"overlay({self.column} placing chr(ascii(substr({self.column}, 90, 1)) # 1) from 90)"
            if self.is_text
            else f"set_bit({self.column}, 9, 1 - get_bit({self.column}, 9))"
        )
        return f"UPDATE {self.table} SET {self.column} = {changed} WHERE {row}"


FEED = "log = 'feed'"
BITS = {
    "entry": Bit("ledger_entry", "commitment", "id = (SELECT min(id) FROM {table})"),
    "payload": Bit("ledger_payload", "salt", "entry_id = (SELECT min(entry_id) FROM {table})"),
    "feed entry": Bit("ledger_feedentry", "data"),
    "blob": Bit("ledger_blob", "content", "sha256 = (SELECT min(sha256) FROM {table})"),
    "leaf": Bit("ledger_leaf", "hash", f"{FEED} AND index = 3"),
    "tile": Bit("ledger_hashtile", "hashes", "log = 'audit' AND level = 0 AND number = 0"),
    "root of a tile": Bit("ledger_hashtile", "root", "log = 'audit' AND level = 0 AND number = 0"),
    "root of a head": Bit("ledger_treehead", "root"),
    "peaks of a head": Bit("ledger_treehead", "peaks"),
    "note of a head": Bit("ledger_treehead", "note", is_text=True),
    "imported entry": Bit("sync_imported", "data"),
    "hash of an imported entry": Bit("sync_imported", "leaf_hash"),
    "imported blob": Bit("sync_importedblob", "data", "sha256 = (SELECT min(sha256) FROM {table})"),
    "root of a cursor": Bit(
        "sync_cursor", "root", "id = (SELECT min(id) FROM {table} WHERE log = 'feed')"
    ),
}
# Lines of signatures in which every A is another sign, which no signature has.
LINES = {
    "cosignature": "UPDATE ledger_cosignature SET line = translate(line, 'A@', '@A')",
    "witnessed": "UPDATE sync_witnessed SET line = translate(line, 'A@', '@A')",
}
SWAP = f"""
UPDATE ledger_payload p SET salt = q.salt, "by" = q."by", about = q.about, body = q.body
FROM ledger_payload q
WHERE p.entry_id <> q.entry_id AND p.entry_id IN ({PAYLOADS}) AND q.entry_id IN ({PAYLOADS})
"""
REMOVED = {
    "entry removed": ("ledger_entry", "id = (SELECT min(id) FROM ledger_entry)"),
    "feed entry removed": ("ledger_feedentry", "id = (SELECT max(id) FROM ledger_feedentry)"),
    "blob removed": ("ledger_blob", "sha256 = (SELECT min(sha256) FROM ledger_blob)"),
    "imported entry removed": ("sync_imported", "id = (SELECT min(id) FROM sync_imported)"),
}


def verified() -> list[str]:
    """Return what `federation verify` finds; its exit status says whether that is anything."""
    told, failed = StringIO(), False
    try:
        with redirect_stdout(told):
            call_command(
                "federation", "verify", "--province", scope.current().slug, "--json", stdout=told
            )
    except SystemExit as ended:
        failed = bool(ended.code)
    report = json.loads(told.getvalue())[scope.current().slug]
    found = sorted({str(each["fault"]) for each in report["findings"]})
    assert failed == bool(found) == (not report["is_well"]), report
    return found


def tampered() -> dict[str, list[str]]:
    """Return what is found of each kind of tampering, every one of them undone; and at the end."""
    found = {}
    for name, bit in BITS.items():
        with _done(bit.statement):
            found[name] = verified()
    with _done(SWAP):
        found["payload swapped"] = verified()
    for name, (table, row) in REMOVED.items():
        with _removed(table, row):
            found[name] = verified()
    return {**found, "nothing": verified()}


def garbled() -> dict[str, list[str]]:
    """Return what is found where cosignatures, received or given, cannot be read any more."""
    found = {}
    for name, statement in LINES.items():
        with _done(statement):
            found[name] = verified()
    return found


@contextmanager
def _done(statement: str) -> Iterator[None]:
    """Do what undoes itself when it is done again."""
    assert _as_owner(statement), statement
    try:
        yield
    finally:
        _as_owner(statement)


@contextmanager
def _removed(table: str, row: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT t::text FROM {table} t WHERE {row}")
        kept = cursor.fetchone()[0]
    assert _as_owner(f"DELETE FROM {table} WHERE {row}") == 1
    try:
        yield
    finally:
        _as_owner(f"INSERT INTO {table} SELECT (CAST(%s AS {table})).*", kept)


def _as_owner(statement: str, *values: Any) -> int:
    """Change what must not be changed; return how many rows were."""
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values or None)
        return int(cursor.rowcount)
