"""Counting minutes: what exposures come to, one line a citizen, zone and day.

    stays of a day in a zone     [-------)   certain
                                     [------)   possible
                              [--)              certain
    minutes that count        ########          the union of the certain ones, and of the
                                                possible ones where the citizen said yes
    minutes at most           ##############    the union of all

`left_minute` is where the first ends, `left_at_most` where the second does; `answered` tells
whether a possible stay with a yes is among the first.

However many stays overlap, a minute is counted once: each stay adds what lies beyond the farthest
end of those that began before it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from core.db import temporary
from core.db.planning import by_index
from core.periods import epoch_minute

from . import matching, observing, suspended

TABLES = {
    "zone_day": "citizen_id integer, zone_id integer, day integer, left_minute integer,"
    " minutes integer, answered boolean, left_at_most integer, at_most integer",
}

# `counted_to` and `seen_to` are how far the stays before have reached.
ZONE_DAYS = """
SELECT citizen_id, zone_id, day, max(ended) FILTER (WHERE counts) AS left_minute,
       coalesce(sum(greatest(0, ended - greatest(started, counted_to))) FILTER (WHERE counts), 0)
           AS minutes,
       coalesce(bool_or(NOT certain) FILTER (WHERE counts), false) AS answered,
       max(ended) AS left_at_most,
       sum(greatest(0, ended - greatest(started, seen_to))) AS at_most
FROM (
    SELECT citizen_id, zone_id, day, started, ended, certain, counts,
           max(ended) FILTER (WHERE counts) OVER earlier AS counted_to,
           max(ended) OVER earlier AS seen_to
    FROM (
        SELECT e.citizen_id, e.zone_id, e.day, e.started, e.ended, e.certain,
               e.certain OR q.answer IS NOT NULL AS counts
        FROM ({exposures}) AS e
        LEFT JOIN exposure_question q
            ON NOT e.certain AND q.citizen_id = e.citizen_id AND q.zone_id = e.zone_id
            AND q.day = e.day AND q.answer = 'yes'
        WHERE e.started < %(as_of)s) AS exposed
    WINDOW earlier AS (PARTITION BY citizen_id, zone_id, day ORDER BY started
                       ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) AS reaching
GROUP BY citizen_id, zone_id, day
"""

LATER = """
INSERT INTO later SELECT DISTINCT citizen_id, zone_id, day FROM ({exposures}) AS e
WHERE started >= %(as_of)s
"""

EVERYBODYS = matching.EXPOSURES.format(table="exposure_exposure") + " WHERE day > %(after)s"

# Of many citizens: all exposures are read, and theirs taken.
AMONG_ALL = f"""
SELECT * FROM ({EVERYBODYS}) AS e
WHERE citizen_id >= %(lo)s AND citizen_id < %(hi)s
  AND citizen_id IN (SELECT citizen_id FROM stale)
"""

# Of few: found by way of the cells in which they stayed. OFFSET keeps the planner from reading all
# lists after all.
BY_STAYS = """
SELECT there.citizen_id, met.zone_id, there.day, met.started, met.ended, met.certain
FROM (
    SELECT DISTINCT s.citizen_id, s.day, s.cell
    FROM stale JOIN presence_stay s USING (citizen_id) WHERE s.day > %(after)s) AS there
CROSS JOIN LATERAL (
    SELECT e.zone_id, e.certain, p.started, p.ended
    FROM exposure_exposure e
    CROSS JOIN LATERAL unnest(e.citizens, e.started, e.ended) AS p (citizen_id, started, ended)
    WHERE e.day = there.day AND e.cell = there.cell AND p.citizen_id = there.citizen_id
    OFFSET 0) AS met
"""

# Finding one citizen's costs about as much as reading so many pages of everybody's.
PAGES_A_CITIZEN = 9
SIZES = """
SELECT (SELECT count(*) FROM stale),
       (SELECT coalesce(sum(pg_relation_size(inhrelid)), 0) / 8192
        FROM pg_inherits WHERE inhparent = 'exposure_exposure'::regclass)
"""

# Before the first day of all.
EVER = -1
# A civil day has at most 25 hours, and what began in it began after its first minute.
LONGEST_DAY = 1500


def count(cursor: Any, values: dict[str, Any], *, as_of: datetime) -> None:
    """Fill the temporary table `zone_day` for the citizens in `stale`.

    Those are `[lo, hi)` at most, which `values` has. What begins after `as_of` does not count.
    """
    _fill_zone_day(cursor, {**values, "after": EVER}, _of_stale(cursor), as_of)


def count_everybodys(cursor: Any, *, as_of: datetime) -> None:
    """Fill the temporary table `zone_day` for all citizens."""
    _fill_zone_day(cursor, {"after": EVER}, EVERYBODYS, as_of)


def note_later(cursor: Any, values: dict[str, Any], *, as_of: datetime) -> None:
    """Fill the temporary table `later` with what the citizens in `stale` met after a moment.

    It has the columns `citizen_id`, `zone_id`, `day`; the last two are NULL where it is no zone
    that was met, but a case or a listed division.
    """
    temporary.ready(cursor, later="citizen_id integer, zone_id integer, day integer")
    minute = epoch_minute(as_of)
    values = {**values, "as_of": minute, "after": minute - LONGEST_DAY}
    with by_index(cursor):
        cursor.execute(LATER.format(exposures=_of_stale(cursor)), values)
    observing.note_later(cursor, values, as_of=as_of)


def _of_stale(cursor: Any) -> str:
    cursor.execute(SIZES)
    stale, pages = cursor.fetchone()
    return BY_STAYS if stale * PAGES_A_CITIZEN < pages else AMONG_ALL


def _fill_zone_day(cursor: Any, values: dict[str, Any], exposures: str, as_of: datetime) -> None:
    temporary.ready(cursor, **TABLES)
    statement = f"INSERT INTO zone_day {ZONE_DAYS.format(exposures=exposures)}"
    with by_index(cursor):
        cursor.execute(statement, {**values, "as_of": epoch_minute(as_of)})
        suspended.leave_out_zone_days(cursor)
    cursor.execute("ANALYZE zone_day")
