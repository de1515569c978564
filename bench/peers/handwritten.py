"""The five rules of `bench/rulesets/five.json` as somebody would write them in SQL by hand.

One scan of the sheets, and for each citizen a CASE over what holds. It fills the same table that
`deciding.judge` fills; which ones changed, and what is written of them, is found as ours is.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from core.db import temporary
from provinces.status import deciding

ZONE = "'Asia/Shanghai'"


def _midnight(column: str, days: int) -> str:
    """Return the midnight after so many full days that follow on a moment's day."""
    day = f"date_trunc('day', {column} AT TIME ZONE {ZONE})"
    return f"({day} + interval '{days + 1} days') AT TIME ZONE {ZONE}"


# When each rule ends for a citizen, or NULL; of those in two phases, when the first one ends.
ENDS = f"""
SELECT f.citizen_id,
    f.exposures_high_left_at + interval '168 hours' AS high,
    f.exposures_medium_left_at + interval '168 hours' AS medium,
    CASE WHEN f.contacts_close_last_contact_at IS NOT NULL THEN least(
        {_midnight("f.contacts_close_last_contact_at", 7)},
        f.contacts_close_released_at, f.contacts_close_expires_at) END AS contact_red,
    CASE WHEN f.contacts_close_last_contact_at IS NOT NULL THEN least(
        {_midnight("f.contacts_close_last_contact_at", 10)},
        f.contacts_close_released_at, f.contacts_close_expires_at) END AS contact,
    CASE WHEN f.tests_positive_sampled_at IS NOT NULL THEN least(
        f.tests_positive_sampled_at + interval '168 hours',
        CASE WHEN cardinality(f.tests_negatives_sampled) > 1 THEN (
            SELECT min(greatest(a.resulted, b.resulted))
            FROM unnest(f.tests_negatives_sampled, f.tests_negatives_resulted)
                     AS a (sampled, resulted),
                 unnest(f.tests_negatives_sampled, f.tests_negatives_resulted)
                     AS b (sampled, resulted)
            WHERE a.sampled >= f.tests_positive_sampled_at
              AND b.sampled >= a.sampled + interval '24 hours'
              AND b.sampled <= a.sampled + interval '168 hours') END) END AS positive,
    CASE WHEN f.arrivals_overseas_bound_elsewhere = false THEN least(
        {_midnight("f.arrivals_overseas_entered_at", 5)},
        f.arrivals_overseas_left_at, f.arrivals_overseas_expires_at) END AS arrival_red,
    CASE WHEN f.arrivals_overseas_bound_elsewhere = false THEN least(
        {_midnight("f.arrivals_overseas_entered_at", 8)},
        f.arrivals_overseas_left_at, f.arrivals_overseas_expires_at) END AS arrival
FROM deciding d JOIN facts_factsheet f USING (citizen_id)
OFFSET 0  -- or each end would be computed wherever it is named
"""

# Of each rule the end of what holds now, or NULL.
HOLDS = f"""
SELECT citizen_id,
    CASE WHEN high > %(as_of)s THEN least(high, %(ends_at)s) END AS high,
    CASE WHEN medium > %(as_of)s THEN least(medium, %(ends_at)s) END AS medium,
    CASE WHEN positive > %(as_of)s THEN least(positive, %(ends_at)s) END AS positive,
    CASE WHEN contact_red > %(as_of)s THEN least(contact_red, %(ends_at)s)
         WHEN contact > %(as_of)s THEN least(contact, %(ends_at)s) END AS contact,
    CASE WHEN contact_red > %(as_of)s THEN 2 ELSE 1 END AS contact_rank,
    CASE WHEN arrival_red > %(as_of)s THEN least(arrival_red, %(ends_at)s)
         WHEN arrival > %(as_of)s THEN least(arrival, %(ends_at)s) END AS arrival,
    CASE WHEN arrival_red > %(as_of)s THEN 2 ELSE 1 END AS arrival_rank
FROM ({ENDS}) AS ends
"""

_RED = """greatest(high, positive, CASE WHEN contact_rank = 2 THEN contact END,
    CASE WHEN arrival_rank = 2 THEN arrival END)"""
_OUTLOOK = """
CASE num_nonnulls(high, medium, positive, contact, arrival) WHEN 0 THEN '' WHEN 1 THEN
    CASE WHEN high IS NOT NULL THEN 'high_risk_zone'
         WHEN medium IS NOT NULL THEN 'medium_risk_zone'
         WHEN positive IS NOT NULL THEN 'positive_test'
         WHEN contact IS NOT NULL THEN 'close_contact' ELSE 'overseas_arrival' END
    || '@' || extract(epoch FROM coalesce(high, medium, positive, contact, arrival))::bigint
ELSE (SELECT string_agg(key || '@' || extract(epoch FROM until)::bigint, ','
                        ORDER BY rank DESC, until DESC, key)
      FROM (VALUES ('high_risk_zone', high, 2), ('medium_risk_zone', medium, 1),
                   ('positive_test', positive, 2), ('close_contact', contact, contact_rank),
                   ('overseas_arrival', arrival, arrival_rank)) AS each (key, until, rank)
      WHERE until IS NOT NULL) END
"""

VERDICT = f"""
INSERT INTO verdict
SELECT citizen_id,
    CASE WHEN red IS NOT NULL THEN 'red'
         WHEN num_nonnulls(medium, contact, arrival) > 0 THEN 'yellow' ELSE 'green' END,
    CASE WHEN red IS NOT NULL THEN 2
         WHEN num_nonnulls(medium, contact, arrival) > 0 THEN 1 ELSE -1 END,
    coalesce(red, greatest(medium, contact, arrival)),
    least(high, medium, positive, contact, arrival),
    {_OUTLOOK}
FROM (SELECT *, {_RED} AS red FROM ({HOLDS}) AS holds OFFSET 0) AS judged
"""

# What is told of whoever changed.
GROUNDS = f"""
SELECT citizen_id, ground, CASE rank WHEN 2 THEN 'red' ELSE 'yellow' END AS status, rank, since,
       until, evidence
FROM ({HOLDS}) AS holds JOIN facts_factsheet f USING (citizen_id) CROSS JOIN LATERAL (VALUES
    ('high_risk_zone', high, 2, f.exposures_high_left_at,
     jsonb_build_object('zone', f.exposures_high_zone, 'minutes', f.exposures_high_minutes,
         'left_at', to_char(f.exposures_high_left_at AT TIME ZONE 'UTC', {{iso}}))),
    ('medium_risk_zone', medium, 1, f.exposures_medium_left_at,
     jsonb_build_object('zone', f.exposures_medium_zone, 'minutes', f.exposures_medium_minutes,
         'left_at', to_char(f.exposures_medium_left_at AT TIME ZONE 'UTC', {{iso}}))),
    ('positive_test', positive, 2, f.tests_positive_sampled_at,
     jsonb_build_object('result', f.tests_positive_result,
         'sampled_at', to_char(f.tests_positive_sampled_at AT TIME ZONE 'UTC', {{iso}}))),
    ('close_contact', contact, contact_rank,
     CASE contact_rank WHEN 2 THEN f.contacts_close_last_contact_at
         ELSE {_midnight("f.contacts_close_last_contact_at", 7)} END,
     jsonb_build_object('evidence', f.contacts_close_evidence,
         'last_contact_at', to_char(f.contacts_close_last_contact_at AT TIME ZONE 'UTC', {{iso}}))),
    ('overseas_arrival', arrival, arrival_rank,
     CASE arrival_rank WHEN 2 THEN f.arrivals_overseas_entered_at
         ELSE {_midnight("f.arrivals_overseas_entered_at", 5)} END,
     jsonb_build_object('evidence', f.arrivals_overseas_evidence,
         'country', f.arrivals_overseas_country,
         'entered_at', to_char(f.arrivals_overseas_entered_at AT TIME ZONE 'UTC', {{iso}}))))
    AS each (ground, until, rank, since, evidence)
WHERE until IS NOT NULL
""".format(iso="""'YYYY-MM-DD"T"HH24:MI:SS"Z"'""")


def judge(cursor: Any, *, as_of: datetime, ends_at: datetime) -> None:
    """Fill the temporary table `verdict` for the citizens in `deciding`, as `deciding` does."""
    temporary.ready(cursor, **deciding.TABLES)
    cursor.execute(VERDICT, {"as_of": as_of, "ends_at": ends_at})
    cursor.execute("ANALYZE verdict")
