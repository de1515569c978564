"""A raw binary COPY into a table like ours: as fast as PostgreSQL takes rows with that index."""

from __future__ import annotations

import time

from django.db import connection

from bench import engine
from bench.world import owning
from core.db import copying


def seconds(columns: copying.Columns) -> float:
    """Return how long presences take into a table with the same columns and index."""
    with owning(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS raw")
        cursor.execute("CREATE TABLE raw (LIKE presence_presence INCLUDING ALL)")
        engine.checkpoint()
        began = time.perf_counter()
        copying.copy_in("raw", columns)
        taken = time.perf_counter() - began
        cursor.execute("DROP TABLE raw")
    return taken
