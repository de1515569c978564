"""What a row takes on disk: its place in the table, and in all its indexes."""

from __future__ import annotations

from django.db import connection

from bench.report import Row
from bench.setting import Setting
from bench.world import inside

TABLES = {
    "presence_presence": ("a presence", "count(*)"),
    "presence_stay": ("a stay", "count(*)"),
    "exposure_exposure": ("an exposure", "sum(cardinality(citizens))"),
}
BYTES = """
SELECT sum(pg_table_size(inhrelid)), sum(pg_indexes_size(inhrelid)),
       (SELECT {count} FROM {table})
FROM pg_inherits WHERE inhparent = '{table}'::regclass
"""


def measure(setting: Setting) -> None:
    """Count bytes; PostGIS holds no exposures beside ours, so its presence is what compares."""
    section = setting.section("Bytes on disk")
    with inside(), connection.cursor() as cursor:
        for table, (name, count) in TABLES.items():
            cursor.execute(BYTES.format(table=table, count=count))
            heap, index, rows = cursor.fetchone()
            if rows:
                section.add(Row(name, _said(float(heap / rows), float(index / rows))))
    if setting.postgis:
        section.add(Row("", "", "a presence in PostGIS", _said(*setting.postgis.bytes_a_row())))


def _said(heap: float, index: float) -> str:
    return f"{heap:.0f} + {index:.0f} of index"
