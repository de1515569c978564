"""Counting minutes: what exposures come to, one line a citizen, zone and day.

    stays of a day in a zone     [-------)   certain
                                     [------)   possible
                              [--)              certain
    minutes that count        ########          the union of the certain ones, and of the
                                                possible ones where the citizen said yes
    minutes at most           ##############    the union of all

`left_minute` is where the first ends, `left_at_most` where the second does.

However many stays overlap, a minute is counted once: each stay adds what lies beyond the farthest
end of those that began before it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from core.db import temporary
from core.periods import epoch_minute

TABLES = {
    "zone_day": "citizen_id integer, zone_id integer, day integer, left_minute integer,"
    " minutes integer, left_at_most integer, at_most integer",
}

# `counted_to` and `seen_to` are how far the stays before have reached.
ZONE_DAYS = """
SELECT citizen_id, zone_id, day, max(ended) FILTER (WHERE counts) AS left_minute,
       coalesce(sum(greatest(0, ended - greatest(started, counted_to))) FILTER (WHERE counts), 0)
           AS minutes,
       max(ended) AS left_at_most,
       sum(greatest(0, ended - greatest(started, seen_to))) AS at_most
FROM (
    SELECT citizen_id, zone_id, day, started, ended, counts,
           max(ended) FILTER (WHERE counts) OVER earlier AS counted_to,
           max(ended) OVER earlier AS seen_to
    FROM (
        SELECT e.citizen_id, e.zone_id, e.day, e.started, e.ended,
               e.certain OR q.answer IS NOT NULL AS counts
        FROM exposure_exposure e
        LEFT JOIN exposure_question q
            ON NOT e.certain AND q.citizen_id = e.citizen_id AND q.zone_id = e.zone_id
            AND q.day = e.day AND q.answer = 'yes'
        WHERE {whose} AND e.started < %(as_of)s) AS exposed
    WINDOW earlier AS (PARTITION BY citizen_id, zone_id, day ORDER BY started
                       ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) AS reaching
GROUP BY citizen_id, zone_id, day
"""

EVERYBODYS = "true"
OF_STALE = """e.citizen_id >= %(lo)s AND e.citizen_id < %(hi)s
    AND e.citizen_id IN (SELECT citizen_id FROM stale)"""


def count(cursor: Any, values: dict[str, Any], *, as_of: datetime, whose: str = OF_STALE) -> None:
    """Fill the temporary table `zone_day` for the citizens in `stale`.

    Those are `[lo, hi)` at most, which `values` has. What begins after `as_of` does not count.
    """
    temporary.ready(cursor, **TABLES)
    values = {**values, "as_of": epoch_minute(as_of)}
    cursor.execute(f"INSERT INTO zone_day {ZONE_DAYS.format(whose=whose)}", values)
    cursor.execute("ANALYZE zone_day")
