"""Assembling fact sheets, set by set: what the zone-days of some citizens come to.

A zone-day is what `provinces.exposure.counting` makes of exposures: a citizen's minutes in one
zone on one day. Of those with enough minutes, a sheet tells the one left last, for each level.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from provinces.exposure import counting

from .schema import FACTS

LEVELS = {"medium": 2, "high": 3}

_LAST_LEFT = f"""
last_left AS (
    SELECT DISTINCT ON (d.citizen_id, z.level) d.citizen_id, z.level, d.zone_id, d.minutes,
           to_timestamp(d.left_minute::bigint * 60) AS left_at
    FROM zone_day d JOIN zones_effectivezone z ON z.id = d.zone_id
    WHERE d.left_minute IS NOT NULL AND d.minutes >= %(dwell)s
      AND z.level IN ({", ".join(map(str, LEVELS.values()))})
    ORDER BY d.citizen_id, z.level, d.left_minute DESC, d.minutes DESC, d.zone_id)
"""

_DIGEST = "sha256(convert_to(concat_ws('|', {values}), 'UTF8'))".format(
    values=", ".join(
        f"coalesce(extract(epoch FROM {fact.column})::bigint::text, '-')"
        if fact.kind == "moment"
        else f"coalesce({fact.column}::text, '-')"
        for fact in FACTS
    )
)

_COLUMNS = ", ".join(fact.column for fact in FACTS)


def _columns_of(table: str) -> str:
    return ", ".join(f"{table}.{fact.column}" for fact in FACTS)


_OF_LEVEL = """
        max(left_at) FILTER (WHERE level = {number}) AS {level}_left_at,
        (max(minutes) FILTER (WHERE level = {number}))::integer AS {level}_minutes,
        max(zone_id) FILTER (WHERE level = {number}) AS {level}_zone"""

_OF_LEVELS = ",".join(
    _OF_LEVEL.format(level=level, number=number) for level, number in LEVELS.items()
)

# One sheet for each citizen in `zone_day` about whom there is something to tell.
_SHEETS = f"""
WITH {_LAST_LEFT},
sheets AS (SELECT citizen_id, {_OF_LEVELS} FROM last_left GROUP BY citizen_id)
"""

UPSERT = f"""
{_SHEETS},
differing AS (
    SELECT s.* FROM sheets s LEFT JOIN facts_factsheet k ON k.citizen_id = s.citizen_id
    WHERE k.citizen_id IS NULL OR ({_columns_of("k")}) IS DISTINCT FROM ({_columns_of("s")})),
written AS (
    INSERT INTO facts_factsheet (citizen_id, {_COLUMNS}, digest)
    SELECT citizen_id, {_COLUMNS}, {_DIGEST} FROM differing
    ON CONFLICT (citizen_id) DO UPDATE SET
        ({_COLUMNS}, digest) = (SELECT {_columns_of("excluded")}, excluded.digest)
    RETURNING citizen_id),
emptied AS (
    DELETE FROM facts_factsheet f USING stale s
    WHERE f.citizen_id = s.citizen_id
      AND NOT EXISTS (SELECT FROM sheets d WHERE d.citizen_id = f.citizen_id)
    RETURNING f.citizen_id)
INSERT INTO refreshed SELECT citizen_id FROM written UNION ALL SELECT citizen_id FROM emptied
"""

DIFFERENCES = f"""
{_SHEETS},
digested AS (SELECT citizen_id, {_DIGEST} AS digest FROM sheets)
SELECT count(*) FROM (SELECT citizen_id, digest FROM facts_factsheet) k
FULL JOIN digested d USING (citizen_id)
WHERE k.digest IS DISTINCT FROM d.digest
"""


def reach_by_level(reach: Mapping[str, timedelta]) -> dict[int, timedelta]:
    """Return for each level of zones how far the holds reach that begin with leaving one."""
    anchors = {number: f"exposures.{level}.left_at" for level, number in LEVELS.items()}
    return {number: reach[fact] for number, fact in anchors.items() if fact in reach}


def assemble(cursor: Any, *, dwell: int) -> int:
    """Bring the fact sheets of the citizens in `stale` up to date; return how many changed.

    Reads the temporary tables `stale` and `zone_day`; whoever's sheet changed is added to
    `refreshed`. Only zone-days of at least `dwell` minutes count.
    """
    cursor.execute(UPSERT, {"dwell": dwell})
    return cursor.rowcount


def differences(*, as_of: datetime, dwell: int) -> int:
    """Assemble every fact sheet anew, beside the kept ones, and return how many differ."""
    with connection.cursor() as cursor:
        counting.count_everybodys(cursor, as_of=as_of)
        cursor.execute(DIFFERENCES, {"dwell": dwell})
        return cursor.fetchone()[0]
