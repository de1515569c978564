"""Where an answer would count, and only there, a citizen is asked: "were you there?".

    zone-days of a citizen at one level     ──certain──▏left last, as the sheet has it
                                                  ──possible──▏  ◄── asked: would be the last
                                        ──possible──▏            not asked: changes nothing
    a long time ago    ──possible──▏                             not asked: no hold reaches so far

One question at a time for each level, about the zone that may have been left last. A "no" brings
up the next; a "yes", and silence, end it.

A check-in prompts a question besides, where its venue lies in the zone's certain or possible cells
at the time. It makes no exposure: whoever says yes makes the possible matches of that zone and day
certain, if there are any.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from core.db import temporary
from core.periods import epoch_minute
from provinces.tenancy import scope

from . import matching

TABLES = {
    "worth": "level integer PRIMARY KEY, reach integer",
    "uncertain": "citizen_id integer, zone_id integer, day integer",
}

WORTH = "INSERT INTO worth SELECT * FROM unnest(%s::integer[], %s::integer[])"

UNCERTAIN = """
INSERT INTO uncertain
SELECT DISTINCT ON (citizen_id, level) citizen_id, zone_id, day
FROM (
    SELECT d.*, z.level, w.reach,
           max(d.left_minute) FILTER (WHERE d.minutes >= %(dwell)s)
               OVER (PARTITION BY d.citizen_id, z.level) AS left_last
    FROM zone_day d JOIN zones_effectivezone z ON z.id = d.zone_id JOIN worth w USING (level)
    WHERE d.at_most >= %(dwell)s) AS zone_day
WHERE minutes < %(dwell)s AND left_at_most > reach
  AND (left_last IS NULL OR left_at_most > left_last)
  AND NOT EXISTS (
    SELECT FROM exposure_question q
    WHERE q.citizen_id = zone_day.citizen_id AND q.zone_id = zone_day.zone_id
      AND q.day = zone_day.day AND q.answer = 'no')
ORDER BY citizen_id, level, left_at_most DESC, at_most DESC, zone_id
"""

# The first minute of the civil day in which a check-in was.
DAY = """(extract(epoch FROM date_trunc('day', to_timestamp(c.at_minute * 60.0),
    %(time_zone)s)) / 60)::integer"""

# Nobody is asked what stays have made certain for long enough to count. A day has at most 1,500
# minutes, and who checked in may have left at its end.
PROMPTED = f"""
INSERT INTO uncertain
SELECT DISTINCT citizen_id, zone_id, day FROM (
    SELECT c.citizen_id, r.zone_id, {DAY} AS day, w.reach
    FROM stale JOIN presence_checkin c USING (citizen_id)
    JOIN zones_zonerange r ON int8range(r.lo, r.hi, '[]') @> c.cell
    JOIN zones_effectivezone z ON z.id = r.zone_id JOIN worth w USING (level)
    WHERE c.at_minute >= r.starts AND c.at_minute < r.ends
      AND {matching.CHECK_IN_COUNTS}) AS prompt
WHERE day + 1500 > reach AND %(dwell)s > 0 AND NOT EXISTS (
    SELECT FROM zone_day d
    WHERE d.citizen_id = prompt.citizen_id AND d.zone_id = prompt.zone_id AND d.day = prompt.day
      AND d.minutes >= %(dwell)s)
"""

ASK = """
INSERT INTO exposure_question (citizen_id, zone_id, day, asked_at, closes_at, answer)
SELECT DISTINCT citizen_id, zone_id, day, %(now)s, %(closes)s, '' FROM uncertain
ON CONFLICT (citizen_id, zone_id, day) DO NOTHING
"""

# Nobody is asked who has gone to another province.
GONE = """
DELETE FROM uncertain u USING citizens_departure d WHERE d.citizen_id = u.citizen_id
"""

# What happened after the moment being judged keeps its question, too; and so does what was answered
# while we waited for the row.
WITHDRAW = """
WITH idle AS MATERIALIZED (
    SELECT q.id FROM exposure_question q
    WHERE q.citizen_id >= %(lo)s AND q.citizen_id < %(hi)s
      AND q.citizen_id IN (SELECT citizen_id FROM stale)
      AND q.answer = '' AND q.closes_at > %(now)s
      AND NOT EXISTS (
        SELECT FROM uncertain u
        WHERE u.citizen_id = q.citizen_id AND u.zone_id = q.zone_id AND u.day = q.day))
DELETE FROM exposure_question q USING idle
WHERE q.id = idle.id AND q.answer = '' AND NOT EXISTS (
    SELECT FROM later l
    WHERE l.citizen_id = q.citizen_id AND l.zone_id = q.zone_id AND l.day = q.day)
"""


@dataclass(frozen=True, slots=True)
class Worth:
    """What makes an answer count: so many minutes of a zone and day, at one of these levels.

    No hold of a level lasts longer than its reach after a zone was left.
    """

    dwell: int
    reach: Mapping[int, timedelta]


def closes(now: datetime) -> datetime:
    """Return until when a question asked now can be answered."""
    return now + timedelta(hours=settings.EXPOSURE_QUESTION_HOURS)


def ask(
    cursor: Any, bounds: dict[str, Any], worth: Worth, *, as_of: datetime, now: datetime
) -> int:
    """Ask the citizens in `stale` wherever an answer would count; return how many questions.

    It would where possible minutes make up what certain ones lack, and where a check-in prompts
    it. Reads `zone_day` and `later`, which `counting` fills; the stale are `[lo, hi)` at most.
    Open questions where an answer no longer counts are withdrawn.
    """
    values = {**bounds, "dwell": worth.dwell, "now": now, "closes": closes(now)}
    values |= {"time_zone": scope.current().time_zone}
    temporary.ready(cursor, **TABLES)
    reach = [epoch_minute(as_of - reach) for reach in worth.reach.values()]
    cursor.execute(WORTH, [list(worth.reach), reach])
    cursor.execute(UNCERTAIN, values)
    cursor.execute(PROMPTED, values)
    cursor.execute(GONE)
    cursor.execute("ANALYZE uncertain")
    cursor.execute(WITHDRAW, values)
    cursor.execute(ASK, values)
    return cursor.rowcount
