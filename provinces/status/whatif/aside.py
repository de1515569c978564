"""Standing aside: the road's own statements, in a transaction that can change nothing of it.

    temporary    facts_factsheet, zones_zonerange …    found first, and written to
    the road     facts_factsheet, zones_zonerange …    read where nothing stands before it

The transaction is read-only once they are there: PostgreSQL itself then refuses to write, lock or
number anything but what is temporary, and in the end all is undone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

from core.db import temporary
from provinces.exposure import asking, companions, counting, divisions, matching
from provinces.rules import laying
from provinces.status import deciding, pipeline

# Whatever the road's statements fill on the way: it cannot be made in a read-only transaction.
TABLES = {
    **pipeline.TABLES,
    **counting.TABLES,
    **asking.TABLES,
    **divisions.TABLES,
    **companions.TABLES,
    **deciding.TABLES,
    "later": "citizen_id integer, zone_id integer, day integer",
    "wanted": matching.KINDS,
    "flipped": "citizen_id integer PRIMARY KEY, before text, after text",
    "border": "lo bigint PRIMARY KEY, hi bigint",
}

# What stands before a table of the province, empty at first.
SHEETS = "CREATE TEMPORARY TABLE facts_factsheet (LIKE facts_factsheet INCLUDING INDEXES)"


class TookTooLong(TimeoutError):
    """Somebody waits, and the answer would take longer than they have patience for."""


@contextmanager
def standing(*relations: str, patience: timedelta | None = None) -> Iterator[Any]:
    """Have a cursor beside the road; `relations` make what stands before its tables.

    All that is read is as of one moment, unless a transaction is in progress already. Raises
    TookTooLong if a statement takes longer than there is `patience`.
    """
    try:
        with _aside(relations) as cursor:
            if patience is not None:
                milliseconds = int(patience.total_seconds() * 1000)
                cursor.execute(f"SET LOCAL statement_timeout = {milliseconds}")
            yield cursor
    except OperationalError as problem:
        if isinstance(problem.__cause__, QueryCanceled):
            raise TookTooLong(f"a statement took longer than {patience}") from problem
        raise


@contextmanager
def _aside(relations: Sequence[str]) -> Iterator[Any]:
    is_outermost = not connection.in_atomic_block
    connection.cursor().close()  # sets the search path, which has to be before that moment
    with transaction.atomic():
        with connection.cursor() as cursor:
            if is_outermost:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            temporary.ready(cursor, **TABLES)
            for statement in relations:
                cursor.execute(statement)
            cursor.execute(laying.FIRST)
            cursor.execute("SET TRANSACTION READ ONLY")
            yield cursor
        transaction.set_rollback(True)
