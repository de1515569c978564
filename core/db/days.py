"""Tables with a partition per day: made ahead, sealed in order, dropped when their time is over.

A row's day is the province's civil day in which it starts; the partition key is the start in
minutes since the Unix epoch. Only the owner makes, seals and drops partitions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, migrations

from core.periods import epoch_minute


@dataclass(frozen=True, slots=True)
class Daily:
    """How a model's table is partitioned; a model says so in its attribute `daily`.

    `column` is the partition key, in minutes; `seal_by` names the column whose index orders the
    rows of a sealed day, if any.
    """

    column: str
    seal_by: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A civil day as a half-open range of minutes `[lo, hi)`."""

    on: date
    lo: int
    hi: int

    @property
    def suffix(self) -> str:
        return f"d{self.on:%Y%m%d}"


def day_of(on: date, zone: ZoneInfo) -> Day:
    """Return a civil day of a zone in minutes since the epoch."""
    start = datetime.combine(on, time.min, zone)
    end = datetime.combine(on + timedelta(days=1), time.min, zone)
    return Day(on, epoch_minute(start), epoch_minute(end))


def days_between(first: date, last: date, zone: ZoneInfo) -> Iterator[Day]:
    """Yield the civil days from first to last, both included."""
    for offset in range((last - first).days + 1):
        yield day_of(first + timedelta(days=offset), zone)


def partitions_of(table: str) -> dict[str, tuple[int, int]]:
    """Return a partitioned table's partitions and their bounds `[lo, hi)`, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname,
                   (regexp_match(pg_get_expr(c.relpartbound, c.oid),
                                 'FROM \\((\\d+)\\) TO \\((\\d+)\\)'))::text[]
            FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = %s::regclass ORDER BY c.relname
            """,
            [table],
        )
        # One that somebody drops meanwhile has no bounds any more.
        found = [(name, bounds) for name, bounds in cursor.fetchall() if bounds]
        return {name: (int(bounds[0]), int(bounds[1])) for name, bounds in found}


def create(table: str, day: Day) -> bool:
    """Make a day's partition; tell whether it was missing."""
    name = f"{table}_{day.suffix}"
    if name in partitions_of(table):
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {name} PARTITION OF {table} FOR VALUES FROM ({day.lo}) TO ({day.hi})"
        )
    return True


def seal(name: str, *, index: str) -> None:
    """Rewrite a partition in the order of an index, and let the planner know."""
    with connection.cursor() as cursor:
        cursor.execute(f"CLUSTER {name} USING {index}")
        cursor.execute(f"ANALYZE {name}")


def drop(name: str) -> None:
    """Drop a partition, rows and all."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {name}")


def partitioned_table(statements: str, *, model: migrations.CreateModel) -> migrations.RunSQL:
    """Return a migration step that makes a partitioned table and tells Django of its model."""
    reverse = f"DROP TABLE {model.options['db_table']}"
    return migrations.RunSQL(statements, reverse, state_operations=[model])
