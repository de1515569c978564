"""What is measured: our own road, stage by stage, and the peer that a user would take instead."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import duckdb
import numpy as np
from django.db import connection, transaction

from bench import world as worlds
from bench import zones as laying
from core.db import copying
from provinces.exposure import matching
from provinces.exposure import services as exposure
from provinces.presence import services as presence
from provinces.presence.storing import Rows
from provinces.status import runs
from provinces.status.models import Run, Shard

EXPOSURE_KINDS = {
    "cell": "i8", "zone_id": "i4", "citizen_id": "i4", "day": "i4", "started": "i4",
    "ended": "i4", "certain": "?",
}  # fmt: skip
STAY_KINDS = {"cell": "i8", "citizen_id": "i4", "day": "i4", "started": "i4", "ended": "i4"}
JOIN = """
CREATE OR REPLACE TABLE exposure AS
SELECT s.cell, z.zone_id, s.citizen_id, s.day, greatest(s.started, z.starts) AS started,
       least(s.ended, z.ends) AS ended, z.certain
FROM stay s JOIN zone_cell z ON s.cell = z.cell AND s.started < z.ends AND s.ended > z.starts
"""
DIFFERING = """
SELECT (SELECT count(*) FROM (FROM ours EXCEPT ALL FROM exposure))
     + (SELECT count(*) FROM (FROM exposure EXCEPT ALL FROM ours))
"""


@dataclass(slots=True)
class Timed:
    """Seconds of several repetitions."""

    seconds: list[float] = field(default_factory=list)

    @contextmanager
    def once(self) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.seconds.append(time.perf_counter() - began)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def __str__(self) -> str:
        return f"{self.median:.3g} ({min(self.seconds):.3g}–{max(self.seconds):.3g})"


def repeat(times: int, work: Callable[[], object], *, before: Callable[[], object]) -> Timed:
    """Time some work several times, each after a preparation that is not timed."""
    timed = Timed()
    for _ in range(times):
        before()
        with timed.once():
            work()
    return timed


def full_run(world: worlds.World) -> dict[str, float]:
    """Walk the whole road once for everybody, from nothing; return seconds by stage."""
    worlds.clear()
    spent = {"match": 0.0, "decide": 0.0, "publish": 0.0}
    with worlds.inside():
        run = runs.start(runs.Plan(as_of=world.now, kind=Run.Kind.FULL), now=world.now)
        while shard := runs.lease(run):
            stage = "match" if shard.stage == Shard.Stage.MATCH else "decide"
            began = time.perf_counter()
            runs.do(shard)
            spent[stage] += time.perf_counter() - began
        began = time.perf_counter()
        runs.publish(run, now=world.now)
        spent["publish"] = time.perf_counter() - began
    return spent


def match_only(world: worlds.World) -> None:
    """Write every exposure of the fortnight, asking nothing: the join and its rows."""
    with worlds.inside():
        for day in world.fortnight:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    f"INSERT INTO exposure_exposure ({matching.COLUMNS}) {matching.everything()}",
                    {"lo": day.lo, "hi": day.lo + 1, "zones": []},
                )


class Duck:
    """DuckDB's native scan-join on the same stays and the same zones, cell by cell."""

    def __init__(self) -> None:
        self.session = duckdb.connect()
        self.session.execute("SET threads = 2")

    def load(self, *, stays: bool) -> None:
        """Take over the zones, and the stays where they have changed."""
        with worlds.inside():
            cells = laying.cells(laying.ranges())
            if stays:
                query = "SELECT cell, citizen_id, day, started, ended FROM presence_stay"
                self._keep("stay", copying.copy_out(query, STAY_KINDS))
        self._keep("zone_cell", cells)

    def _keep(self, table: str, columns: copying.Columns) -> None:
        self.session.register("columns", columns)
        self.session.execute(f"CREATE OR REPLACE TABLE {table} AS FROM columns")
        self.session.unregister("columns")

    def join(self) -> None:
        """Match, and keep the exposures in a table."""
        self.session.execute(JOIN)

    def differing(self) -> int:
        """Return how many exposures differ from those in the province."""
        with worlds.inside():
            query = f"SELECT {matching.COLUMNS} FROM exposure_exposure"
            self._keep("ours", copying.copy_out(query, EXPOSURE_KINDS))
        return int(self.session.execute(DIFFERING).fetchall()[0][0])


def single_zone(world: worlds.World, count: int) -> Timed:
    """Match one more zone with the fortnight, as at its signature, zone after zone."""
    timed = Timed()
    span = exposure.Span(world.fortnight[0].lo, world.fortnight[-1].hi)
    with worlds.inside(), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM zones_effectivezone ORDER BY id LIMIT %s", [count])
        for (zone,) in cursor.fetchall():
            with timed.once():
                cursor.execute(
                    f"SELECT count(*) FROM ({matching.of_zones()}) AS found",
                    {"lo": span.lo, "hi": span.hi, "zones": [zone]},
                )
                cursor.fetchone()
    return timed


def a_day_of_presences(world: worlds.World) -> Rows:
    """Return today's presences of everybody, distinct by key."""
    with worlds.inside():
        last = world.fortnight[-1]
        found = copying.copy_out(
            "SELECT cell, citizen_id, day, started, ended FROM presence_stay"
            f" WHERE day = {last.lo}",
            STAY_KINDS,
        )
    still = np.zeros(len(found["cell"]), np.bool_)
    return Rows(found["citizen_id"], found["cell"], found["started"], found["ended"], still)


def ingest(rows: Rows, world: worlds.World) -> tuple[float, float]:
    """Return rows a second of our ingest of a day, and of a raw COPY into a like table."""
    with worlds.owning(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE presence_presence")
        cursor.execute("DROP TABLE IF EXISTS raw")
        cursor.execute("CREATE TABLE raw (LIKE presence_presence INCLUDING ALL)")
        began = time.perf_counter()
        copying.copy_in("raw", rows.columns())
        copied = time.perf_counter() - began
        cursor.execute("DROP TABLE raw")
    with worlds.inside():
        began = time.perf_counter()
        presence.ingest_many(rows, source="bench", now=world.now)
        taken = time.perf_counter() - began
    return len(rows) / taken, len(rows) / copied


def bytes_a_row() -> dict[str, tuple[float, float]]:
    """Return heap and index bytes a row of presences, stays and exposures."""
    sizes = {}
    with worlds.owning(), connection.cursor() as cursor:
        for table in ("presence_presence", "presence_stay", "exposure_exposure"):
            cursor.execute(
                "SELECT coalesce(sum(pg_table_size(inhrelid)), 0),"
                " coalesce(sum(pg_indexes_size(inhrelid)), 0) FROM pg_inherits"
                " WHERE inhparent = %s::regclass",
                [table],
            )
            heap, index = cursor.fetchone()
            cursor.execute(f"SELECT greatest(count(*), 1) FROM {table}")
            count = cursor.fetchone()[0]
            sizes[table] = (float(heap) / count, float(index) / count)
    return sizes
