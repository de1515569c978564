"""DuckDB: a column store's scan-join, with its tables in a file of its own."""

from __future__ import annotations

from pathlib import Path

import duckdb

from core.db.copying import Columns

MATCH = """
SELECT s.cell, z.zone_id, s.citizen_id, s.day, greatest(s.started, z.starts) AS started,
       least(s.ended, z.ends) AS ended, z.certain
FROM stay s JOIN zone_cell z ON s.cell = z.cell AND s.started < z.ends AND s.ended > z.starts
"""
DIFFERING = """
SELECT (SELECT count(*) FROM (FROM {one} EXCEPT ALL FROM {other}))
     + (SELECT count(*) FROM (FROM {other} EXCEPT ALL FROM {one}))
"""


class Duck:
    """Stays and zones' cells in DuckDB, with as many threads as the benchmark has workers."""

    def __init__(self, file: Path, *, threads: int) -> None:
        self._file, self._threads = file, threads
        for old in file.parent.glob(f"{file.name}*"):
            old.unlink()
        self._open()

    def _open(self) -> None:
        self._session = duckdb.connect(self._file)
        self._session.execute(f"SET threads = {self._threads}")

    def keep(self, table: str, columns: Columns) -> None:
        """Hold a table of these columns instead of what it held."""
        self._session.register("columns", columns)
        self._session.execute(f"CREATE OR REPLACE TABLE {table} AS FROM columns")
        self._session.unregister("columns")
        self._session.execute("CHECKPOINT")

    def match(self) -> None:
        """Match, and write the exposures into a table."""
        self._session.execute(f"CREATE OR REPLACE TABLE exposure AS {MATCH}")

    def count(self) -> int:
        """Match, and only count."""
        query = f"SELECT count(*), sum(ended) FROM ({MATCH})"
        return int(self._session.execute(query).fetchall()[0][0])

    def differing(self, one: str, other: str) -> int:
        """Return how many rows two tables do not have in common."""
        query = DIFFERING.format(one=one, other=other)
        return int(self._session.execute(query).fetchall()[0][0])

    def reopen(self) -> None:
        """Forget what is in memory."""
        self._session.close()
        self._open()

    def close(self) -> None:
        self._session.close()
