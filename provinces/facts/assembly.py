"""Assembling fact sheets, set by set: what the exposures of some citizens come to.

Minutes of one zone and day are counted once however many stays overlap: the union is taken by
looking, stay after stay, how far the ones before have reached.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection

from core.periods import epoch_minute

from .schema import FACTS

LEVELS = {"medium": 2, "high": 3}

# Exposures that count, one line for each zone and day with the minutes of their union.
_ZONE_DAYS = """
counted AS (
    SELECT e.citizen_id, e.zone_id, e.day, z.level, e.started, e.ended,
           max(e.ended) OVER (PARTITION BY e.citizen_id, e.zone_id, e.day
               ORDER BY e.started, e.ended ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
               AS reached
    FROM exposure_exposure e
    JOIN zones_effectivezone z ON z.id = e.zone_id
    LEFT JOIN exposure_question q
        ON NOT e.certain AND q.citizen_id = e.citizen_id AND q.zone_id = e.zone_id
        AND q.day = e.day
    WHERE {whose} AND (e.certain OR q.answer = 'yes') AND e.started < %(as_of)s
      AND z.level IN (2, 3)),  -- the levels that a fact tells of
zone_days AS (
    SELECT citizen_id, level, zone_id, max(ended) AS left_minute,
           sum(greatest(0, ended - greatest(started, coalesce(reached, started)))) AS minutes
    FROM counted GROUP BY citizen_id, level, zone_id, day),
last_left AS (
    SELECT DISTINCT ON (citizen_id, level) citizen_id, level, zone_id, minutes,
           to_timestamp(left_minute::bigint * 60) AS left_at
    FROM zone_days WHERE minutes >= %(dwell)s
    ORDER BY citizen_id, level, left_minute DESC, minutes DESC, zone_id)
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

_SHEETS = f"""
sheets AS (
    SELECT citizen_id,
        {{of_levels}}
    FROM last_left GROUP BY citizen_id),
digested AS (SELECT *, {_DIGEST} AS digest FROM sheets)
"""

_OF_LEVEL = """
        max(left_at) FILTER (WHERE level = {number}) AS {level}_left_at,
        (max(minutes) FILTER (WHERE level = {number}))::integer AS {level}_minutes,
        max(zone_id) FILTER (WHERE level = {number}) AS {level}_zone"""

MARKED_ONLY = "e.citizen_id IN (SELECT citizen_id FROM stale)"

UPSERT = f"""
WITH {{assembled}},
written AS (
    INSERT INTO facts_factsheet AS kept (citizen_id, {_COLUMNS}, digest)
    SELECT citizen_id, {_COLUMNS}, digest FROM digested
    ON CONFLICT (citizen_id) DO UPDATE SET
        ({_COLUMNS}, digest) = (SELECT {", ".join(f"excluded.{f.column}" for f in FACTS)},
                                       excluded.digest)
        WHERE kept.digest <> excluded.digest
    RETURNING citizen_id),
emptied AS (
    DELETE FROM facts_factsheet f USING stale s
    WHERE f.citizen_id = s.citizen_id
      AND NOT EXISTS (SELECT FROM digested d WHERE d.citizen_id = f.citizen_id)
    RETURNING f.citizen_id)
INSERT INTO refreshed SELECT citizen_id FROM written UNION SELECT citizen_id FROM emptied
"""


def assembled(*, whose: str) -> str:
    """Return the common table expressions that end in `digested`: one fact sheet a citizen."""
    of_levels = ",".join(
        _OF_LEVEL.format(level=level, number=number) for level, number in LEVELS.items()
    )
    return _ZONE_DAYS.format(whose=whose) + "," + _SHEETS.format(of_levels=of_levels)


def assemble(cursor: Any, *, as_of: datetime, dwell: int) -> int:
    """Bring the fact sheets of the citizens in `stale` up to date; return how many changed.

    Reads the temporary table `stale`; whoever's sheet changed is added to `refreshed`. Only
    exposures of at least `dwell` minutes in one zone and day count.
    """
    values = {"as_of": epoch_minute(as_of), "dwell": dwell}
    cursor.execute(UPSERT.format(assembled=assembled(whose=MARKED_ONLY)), values)
    return cursor.rowcount


def differences(*, as_of: datetime, dwell: int) -> int:
    """Assemble every fact sheet anew, beside the kept ones, and return how many differ."""
    statement = f"""
        WITH {assembled(whose="true")}
        SELECT count(*) FROM (SELECT citizen_id, digest FROM facts_factsheet) k
        FULL JOIN (SELECT citizen_id, digest FROM digested) d USING (citizen_id)
        WHERE k.digest IS DISTINCT FROM d.digest
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, {"as_of": epoch_minute(as_of), "dwell": dwell})
        return cursor.fetchone()[0]
