"""Where an answer would count, and only there, a citizen is asked: "were you there?".

    zone-days of a citizen at one level     ──certain──▏left last, as the sheet has it
                                                  ──possible──▏  ◄── asked: would be the last
                                        ──possible──▏            not asked: changes nothing
    a long time ago    ──possible──▏                             not asked: no hold reaches so far

One question at a time for each level, about the zone that may have been left last. A "no" brings
up the next; a "yes", and silence, end it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from core.db import temporary
from core.periods import epoch_minute
from provinces.tenancy import scope

from .prompting import PROMPTED

TABLES = {"uncertain": "citizen_id integer, zone_id integer, day integer"}

UNCERTAIN = """
INSERT INTO uncertain
SELECT DISTINCT ON (citizen_id, level) citizen_id, zone_id, day
FROM (
    SELECT d.*, z.level,
           max(d.left_minute) FILTER (WHERE d.minutes >= %(dwell)s)
               OVER (PARTITION BY d.citizen_id, z.level) AS left_last
    FROM zone_day d JOIN zones_effectivezone z ON z.id = d.zone_id
    WHERE z.level = ANY(%(levels)s) AND d.at_most >= %(dwell)s) AS zone_day
WHERE minutes < %(dwell)s AND left_at_most > %(reach)s
  AND (left_last IS NULL OR left_at_most > left_last)
  AND NOT EXISTS (
    SELECT FROM exposure_question q
    WHERE q.citizen_id = zone_day.citizen_id AND q.zone_id = zone_day.zone_id
      AND q.day = zone_day.day AND q.answer = 'no')
ORDER BY citizen_id, level, left_at_most DESC, at_most DESC, zone_id
"""

ASK = """
INSERT INTO exposure_question (citizen_id, zone_id, day, asked_at, closes_at, answer)
SELECT citizen_id, zone_id, day, %(now)s, %(closes)s, '' FROM uncertain
ON CONFLICT (citizen_id, zone_id, day) DO NOTHING
"""

# What happened after the moment being judged keeps its question, too.
WITHDRAW = f"""
WITH idle AS MATERIALIZED (
    SELECT q.id FROM exposure_question q
    WHERE q.citizen_id >= %(lo)s AND q.citizen_id < %(hi)s
      AND q.citizen_id IN (SELECT citizen_id FROM stale)
      AND q.answer = '' AND q.closes_at > %(now)s
      AND NOT EXISTS (
        SELECT FROM uncertain u
        WHERE u.citizen_id = q.citizen_id AND u.zone_id = q.zone_id AND u.day = q.day))
DELETE FROM exposure_question q USING idle
WHERE q.id = idle.id AND NOT EXISTS ({PROMPTED}) AND NOT EXISTS (
    SELECT FROM later l
    WHERE l.citizen_id = q.citizen_id AND l.zone_id = q.zone_id AND l.day = q.day)
"""


@dataclass(frozen=True, slots=True)
class Worth:
    """What makes an answer count: so many minutes of a zone and day, at one of these levels.

    No hold lasts longer than `reach` after a zone was left.
    """

    dwell: int
    levels: Sequence[int]
    reach: timedelta


def closes(now: datetime) -> datetime:
    """Return until when a question asked now can be answered."""
    return now + timedelta(hours=settings.EXPOSURE_QUESTION_HOURS)


def ask(
    cursor: Any, bounds: dict[str, Any], worth: Worth, *, as_of: datetime, now: datetime
) -> int:
    """Ask the citizens in `stale` wherever an answer would count; return how many questions.

    It would where possible minutes make up what certain ones lack. Reads `zone_day` and `later`,
    which `counting` fills; the stale are `[lo, hi)` at most. Open questions where an answer no
    longer counts, and that no check-in prompts, are withdrawn.
    """
    values = {**bounds, "dwell": worth.dwell, "levels": list(worth.levels), "now": now}
    values |= {"closes": closes(now), "time_zone": scope.current().time_zone}
    values |= {"reach": epoch_minute(as_of - worth.reach)}
    temporary.ready(cursor, **TABLES)
    cursor.execute(UNCERTAIN, values)
    cursor.execute("ANALYZE uncertain")
    cursor.execute(WITHDRAW, values)
    cursor.execute(ASK, values)
    return cursor.rowcount
