"""PostGIS: presences as points, zones as polygons, a GiST index on either; a server of its own.

The presences lie in a partition for each accuracy class, since a point meets polygons of its own
class only: without that PostGIS would look at four times as many. The server is Debian's, with
the settings that ours is started with.
"""

from __future__ import annotations

import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import psycopg
from psycopg import errors

from bench import engine
from bench.peers.shapes import Shape
from core.cells import ranks
from core.cells.classes import RADIUS_M
from core.cells.lookup import centres
from core.config.engines import address, private, tuning
from core.config.engines.account import Account, account_for, run
from core.db.copying import SIGNATURE, TRAILER, Columns

PACKAGE = "postgresql-15-postgis-3"
PROGRAMS = Path("/usr/lib/postgresql/15/bin")
EXTENSION = Path("/usr/share/postgresql/15/extension/postgis.control")
LIMIT_SECONDS = 300

TABLES = """
CREATE EXTENSION postgis;
CREATE TABLE presence (cell bigint NOT NULL, citizen_id integer NOT NULL, day integer NOT NULL,
    started integer NOT NULL, ended integer NOT NULL, class smallint NOT NULL,
    spot geometry(Point, 4326) NOT NULL) PARTITION BY LIST (class);
CREATE TABLE zone (zone_id integer, class smallint, certain boolean, starts integer, ends integer,
    outline geometry(MultiPolygon, 4326));
"""
MATCH = """
SELECT p.cell, z.zone_id, p.citizen_id, p.day, greatest(p.started, z.starts) AS started,
       least(p.ended, z.ends) AS ended, z.certain
FROM presence{of} p JOIN zone z ON {same} AND ST_Intersects(z.outline, p.spot)
    AND p.started < z.ends AND p.ended > z.starts
"""
OWN = MATCH.format(of="", same="z.class = p.class")
BY_CLASS = "\nUNION ALL\n".join(
    MATCH.format(of=f"_{resolution}", same=f"z.class = {resolution}") for resolution in RADIUS_M
)
# A loop over the zones with GiST on the presences, by two processes.
BEST = """
SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;
SET enable_material = off; SET max_parallel_workers_per_gather = 1;
SET min_parallel_table_scan_size = 0; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0;
"""
INDEXES = """
CREATE INDEX ON exposure (citizen_id);
CREATE INDEX ON exposure (zone_id);
VACUUM ANALYZE exposure;
"""
INTO_ZONE = "INSERT INTO zone VALUES (%s, %s, %s, %s, %s, ST_GeomFromWKB(%s, 4326))"


def is_installed(*, may_install: bool = True) -> bool:
    """Tell whether PostGIS is there; installs it first where that needs nobody's consent."""
    if not EXTENSION.exists() and may_install:
        script = engine.PROJECT / ".ci" / "debian"
        subprocess.run([str(script), PACKAGE], check=False)
    return EXTENSION.exists()


class PostGIS:
    """A cluster made for one run of the benchmark."""

    def __init__(self, home: Path) -> None:
        self._data, self._port = home / "data", address.free_port(0)
        self._password = secrets.token_hex(16)
        self._account = self._make(home)
        self._control("start")
        with self.session() as session:
            session.execute(TABLES)
            for resolution in RADIUS_M:
                session.execute(
                    f"CREATE TABLE presence_{resolution} PARTITION OF presence"
                    f" FOR VALUES IN ({resolution})"
                )

    def _make(self, home: Path) -> Account | None:
        if self._data.exists():
            self._account = account_for(self._data)
            self._control("stop")
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        account = account_for(self._data)
        if account:
            shutil.chown(home, account.uid, account.gid)
        secret = home / "password"
        private.write(secret, self._password, account)
        command = [str(PROGRAMS / "initdb"), f"--pgdata={self._data}", "--username=postgres"]
        command += [f"--pwfile={secret}", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"]
        made = run(command, account=account)
        secret.unlink()
        if made.returncode:
            raise RuntimeError(made.stdout)
        return account

    def _control(self, order: str) -> None:
        chosen = {**tuning.settings(fast=False), "port": str(self._port)}
        options = " ".join(f"-c {name}={value}" for name, value in chosen.items())
        command = [str(PROGRAMS / "pg_ctl"), order, f"--pgdata={self._data}", "--wait"]
        if order == "start":
            command += [f"--log={self._data}/server.log", "-o", options]
        else:
            command += ["--mode=fast"]
        run(command, account=self._account)

    @contextmanager
    def session(self) -> Iterator[psycopg.Connection]:
        """Have a session; no statement of it takes longer than the limit."""
        where = f"host=127.0.0.1 port={self._port} user=postgres dbname=postgres"
        where += f" password={self._password}"
        options = f"-c statement_timeout={LIMIT_SECONDS}s"
        with psycopg.connect(where, autocommit=True, options=options) as session:
            yield session

    def take_stays(self, stays: Columns) -> None:
        """Hold these stays as points, indexed."""
        resolution = ranks.resolution_of(stays["cell"])
        with self.session() as session:
            session.execute("SET statement_timeout = 0")
            for each in RADIUS_M:
                rows = np.flatnonzero(resolution == each)
                _copy(session, f"presence_{each}", _points(stays, rows, each))
                session.execute(f"CREATE INDEX ON presence_{each} USING gist (spot)")
            session.execute("VACUUM ANALYZE presence")

    def take_zones(self, shapes: list[Shape]) -> None:
        """Hold these zones instead of what there was."""
        with self.session() as session:
            session.execute("DROP INDEX IF EXISTS zone_outline; TRUNCATE zone")
            session.cursor().executemany(INTO_ZONE, [_row(shape) for shape in shapes])
            session.execute("CREATE INDEX zone_outline ON zone USING gist (outline)")
            session.execute("VACUUM ANALYZE zone")

    def match_own(self) -> bool:
        """Match with the plan that PostgreSQL chooses; tell whether it ended in time."""
        return self._match("", OWN)

    def match_best(self) -> bool:
        """Match with the best plan we know of; tell whether it ended in time."""
        return self._match(f"DROP INDEX IF EXISTS zone_outline; {BEST}", BY_CLASS)

    def _match(self, settings: str, query: str) -> bool:
        with self.session() as session:
            session.execute(f"DROP TABLE IF EXISTS exposure; {settings}")
            try:
                session.execute(f"CREATE TABLE exposure AS {query}")
            except errors.QueryCanceled:
                return False
        return True

    def plan(self) -> str:
        """Return the plan that PostgreSQL chooses."""
        with self.session() as session:
            return "\n".join(row[0] for row in session.execute(f"EXPLAIN {OWN}"))

    def exposures(self) -> Columns:
        """Return what the last match has found."""
        with self.session() as session:
            found = session.execute("SELECT * FROM exposure").fetchall()
        names = ("cell", "zone_id", "citizen_id", "day", "started", "ended", "certain")
        kinds = ("i8", "i4", "i4", "i4", "i4", "i4", "?")
        columns = zip(*found, strict=True) if found else [()] * len(names)
        return {
            name: np.fromiter(column, kind)
            for name, kind, column in zip(names, kinds, columns, strict=True)
        }

    @contextmanager
    def adding_zones(self) -> Iterator[psycopg.Connection]:
        """Have a session that adds zones, with the exposures so far indexed as ours are."""
        self.match_best()
        with self.session() as session:
            for statement in filter(None, map(str.strip, INDEXES.split(";"))):
                session.execute(statement)
            session.execute(BEST + "SET max_parallel_workers_per_gather = 0")
            yield session

    def store_zone(self, session: psycopg.Connection, shapes: list[Shape]) -> None:
        """Take one more zone."""
        session.cursor().executemany(INTO_ZONE, [_row(shape) for shape in shapes])

    def match_zone(self, session: psycopg.Connection, zone: int) -> None:
        """Write the exposures of one zone."""
        session.execute(
            f"INSERT INTO exposure SELECT * FROM ({BY_CLASS}) AS found WHERE zone_id = %s", [zone]
        )

    def bytes_a_row(self) -> tuple[float, float]:
        """Return the bytes of a presence's row, and of its index entry."""
        with self.session() as session:
            heap, index, rows = session.execute(
                "SELECT sum(pg_table_size(inhrelid)), sum(pg_indexes_size(inhrelid)),"
                " (SELECT count(*) FROM presence) FROM pg_inherits"
                " WHERE inhparent = 'presence'::regclass"
            ).fetchone() or (0, 0, 1)
        return float(heap) / rows, float(index) / rows

    def make_cold(self) -> None:
        """Restart the server and drop the system's file cache."""
        self._control("stop")
        engine.drop_file_cache()
        self._control("start")

    def close(self) -> None:
        """Stop the server and remove its files."""
        self._control("stop")
        shutil.rmtree(self._data.parent, ignore_errors=True)


def _row(shape: Shape) -> list[object]:
    return [
        shape.zone, shape.resolution, shape.certain, shape.starts, shape.ends, shape.outline.wkb,
    ]  # fmt: skip


def _points(stays: Columns, rows: np.ndarray, resolution: int) -> Columns:
    columns = {
        name: stays[name][rows] for name in ("cell", "citizen_id", "day", "started", "ended")
    }
    distinct, place = np.unique(columns["cell"], return_inverse=True)
    lat, lon = centres(distinct)
    spot = np.empty(len(rows), _POINT)
    spot["order"], spot["kind"], spot["srid"] = 1, 0x20000001, 4326
    spot["x"], spot["y"] = lon[place], lat[place]
    return {**columns, "class": np.full(len(rows), resolution, np.int16), "spot": spot}


# A point with its reference system, as PostGIS sends and takes it.
_POINT = np.dtype([("order", "u1"), ("kind", "<u4"), ("srid", "<u4"), ("x", "<f8"), ("y", "<f8")])


def _copy(session: psycopg.Connection, table: str, columns: Columns) -> None:
    layout: list[tuple[str, object]] = [("fields", ">i2")]
    for name, column in columns.items():
        kind = column.dtype if column.dtype == _POINT else column.dtype.newbyteorder(">")
        layout += [(f"length of {name}", ">i4"), (name, kind)]
    with session.cursor().copy(
        f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT binary)"
    ) as stream:
        stream.write(SIGNATURE)
        for start in range(0, len(columns["cell"]), 200_000):
            part = {name: column[start : start + 200_000] for name, column in columns.items()}
            rows = np.empty(len(part["cell"]), np.dtype(layout))
            rows["fields"] = len(part)
            for name, column in part.items():
                rows[f"length of {name}"] = column.dtype.itemsize
                rows[name] = column
            stream.write(rows.tobytes())
        stream.write(TRAILER)
