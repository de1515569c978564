"""Working tables of a session: made once, empty at every use, seen by nobody else."""

from __future__ import annotations

from typing import Any


def ready(cursor: Any, **tables: str) -> None:
    """Make temporary tables where they are missing, and empty them; each value is its columns.

    They empty themselves when the transaction ends.
    """
    cursor.execute(
        "SELECT name FROM unnest(%s::text[]) AS name"
        " WHERE to_regclass('pg_temp.' || name) IS NOT NULL",
        [list(tables)],
    )
    known = {row[0] for row in cursor.fetchall()}
    for name, columns in tables.items():
        if name not in known:
            cursor.execute(f"CREATE TEMPORARY TABLE {name} ({columns}) ON COMMIT DELETE ROWS")
            # One session may act in several provinces' roles, where roles are switched.
            cursor.execute(f"GRANT ALL ON pg_temp.{name} TO PUBLIC")
    empty(cursor, *known)


def empty(cursor: Any, *names: str) -> None:
    """Empty temporary tables that were used before in this transaction."""
    if not names:
        return
    # Truncating costs a new file each; most are empty.
    filled = "SELECT '{0}' WHERE EXISTS (SELECT FROM pg_temp.{0})"
    cursor.execute(" UNION ALL ".join(map(filled.format, names)))
    if found := [f"pg_temp.{row[0]}" for row in cursor.fetchall()]:
        cursor.execute(f"TRUNCATE {', '.join(found)}")
