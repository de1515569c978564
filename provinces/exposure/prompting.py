"""A check-in prompts a question where its venue lies in a zone in effect, and nothing more.

    check-in ──► the zone's certain or possible cells? ──► "were you there?"

It makes no exposure: whoever says yes makes the possible matches of that zone and day certain,
if there are any.
"""

from __future__ import annotations

from typing import Any

from provinces.tenancy import scope

# The first minute of the civil day in which a check-in was.
DAY = """(extract(epoch FROM date_trunc('day', to_timestamp(c.at_minute * 60.0),
    %(time_zone)s)) / 60)::integer"""

AT_THE_TIME = "c.at_minute >= r.starts AND c.at_minute < r.ends"

# What keeps an unanswered question `q` open though no stay met the zone.
PROMPTED = f"""
    SELECT FROM presence_checkin c
    JOIN zones_zonerange r ON r.zone_id = q.zone_id AND c.cell BETWEEN r.lo AND r.hi
    WHERE c.citizen_id = q.citizen_id AND {AT_THE_TIME} AND {DAY} = q.day
"""

# A zone that was corrected no longer holds the venue, or not at that time.
WITHDRAW = f"""
DELETE FROM exposure_question q
WHERE q.zone_id = ANY(%(zones)s) AND q.day >= %(lo)s AND q.day < %(hi)s
  AND q.answer = '' AND q.closes_at > %(now)s
  AND NOT EXISTS (
    SELECT FROM exposure_exposure e
    WHERE e.day = q.day AND e.zone_id = q.zone_id AND q.citizen_id = ANY(e.citizens))
  AND NOT EXISTS ({PROMPTED})
"""

# By citizen, the ranges that hold a cell; by zone, the check-ins in a range.
OF_MARKED = """
FROM marked m JOIN presence_checkin c ON c.citizen_id = m.citizen_id
JOIN zones_zonerange r ON int8range(r.lo, r.hi, '[]') @> c.cell
WHERE true
"""
OF_ZONES = """
FROM zones_zonerange r JOIN presence_checkin c ON c.cell BETWEEN r.lo AND r.hi
WHERE r.zone_id = ANY(%(zones)s)
"""
OF_ALL = """
FROM presence_checkin c JOIN zones_zonerange r ON int8range(r.lo, r.hi, '[]') @> c.cell
WHERE true
"""

# Nobody is asked what stays have made certain for long enough to count. A civil day has at most
# 25 hours, so minutes bound the days before they are worked out.
ASK = f"""
WITH met AS (
    SELECT DISTINCT c.citizen_id, r.zone_id, {DAY} AS day
    {{whose}} AND {AT_THE_TIME} AND c.at_minute >= %(lo)s AND c.at_minute < %(hi)s + 1500)
INSERT INTO exposure_question (citizen_id, zone_id, day, asked_at, closes_at, answer)
SELECT citizen_id, zone_id, day, %(now)s, %(closes)s, '' FROM met
WHERE day >= %(lo)s AND day < %(hi)s AND %(dwell)s > (
    SELECT coalesce(sum(upper(part) - lower(part)), 0) FROM (
        SELECT unnest(range_agg(int4range(p.started, p.ended))) AS part
        FROM exposure_exposure e
        CROSS JOIN LATERAL unnest(e.citizens, e.started, e.ended) AS p (citizen_id, started, ended)
        WHERE e.day = met.day AND e.zone_id = met.zone_id AND e.certain
          AND p.citizen_id = met.citizen_id) AS certain)
ON CONFLICT (citizen_id, zone_id, day) DO NOTHING
"""


def ask_about_check_ins(cursor: Any, values: dict[str, Any], *, everything: bool = False) -> int:
    """Ask about the check-ins of the marked citizens and in the revised zones; return how many.

    Requires the temporary table `marked`, and in `values` the days `[lo, hi)`, the revised
    `zones`, `dwell`, `now` and `closes`. Open questions about revised zones that nothing
    prompts any more are withdrawn. With `everything`, all check-ins are looked at.
    """
    values = {**values, "time_zone": scope.current().time_zone}
    cursor.execute(WITHDRAW, values)
    asked = 0
    for whose in [OF_ALL] if everything else [OF_MARKED, OF_ZONES]:
        cursor.execute(ASK.format(whose=whose), values)
        asked += cursor.rowcount
    return asked
