"""Statements that the server plans once for each connection, and not each time.

Django sends every statement with its values in its text, to be planned anew. For one that is asked
some hundred times a second, and joins several tables, planning costs several times what reading
does. Such a statement is written with the server's own placeholders and kept under a name.

    PREPARE name AS …$1…$2   once on a connection       EXECUTE name(%s, %s)   each time
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection
from psycopg import Connection

_known: WeakKeyDictionary[Connection, set[str]] = WeakKeyDictionary()


def fetch_one(name: str, statement: str, values: Sequence[Any]) -> tuple[Any, ...] | None:
    """Return the first row of a statement that is planned once on each connection, or None.

    The statement says of each placeholder which type it has (`$1::bigint`). Where the connection
    goes to another schema, the server plans it anew by itself.
    """
    places = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        _prepare(cursor.connection, name, statement)
        cursor.execute(f"EXECUTE {name}({places})", values)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def _prepare(raw: Connection, name: str, statement: str) -> None:
    """Have a statement planned on a connection, if it is not yet; no rollback undoes that."""
    names = _known.setdefault(raw, set())
    if name not in names:
        raw.execute(f"PREPARE {name} AS {statement}".encode())
        names.add(name)
