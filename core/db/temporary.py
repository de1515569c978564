"""Working tables of a session: made once, empty at every use, seen by nobody else."""

from __future__ import annotations

from typing import Any


def ready(cursor: Any, **tables: str) -> None:
    """Make temporary tables where they are missing, and empty them; each value is its columns.

    They empty themselves when the transaction ends.
    """
    for name, columns in tables.items():
        cursor.execute("SELECT to_regclass(%s)", [f"pg_temp.{name}"])
        if cursor.fetchone()[0] is None:
            cursor.execute(f"CREATE TEMPORARY TABLE {name} ({columns}) ON COMMIT DELETE ROWS")
            # One session may act in several provinces' roles, where roles are switched.
            cursor.execute(f"GRANT ALL ON pg_temp.{name} TO PUBLIC")
        else:
            empty(cursor, name)


def empty(cursor: Any, name: str) -> None:
    """Empty a temporary table that was used before in this transaction."""
    cursor.execute(f"SELECT EXISTS (SELECT FROM pg_temp.{name})")
    if cursor.fetchone()[0]:
        cursor.execute(f"TRUNCATE pg_temp.{name}")
