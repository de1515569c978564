"""What the province observes by itself: zones left, divisions left, cases accompanied.

A zone-day is what `provinces.exposure.counting` makes of exposures: a citizen's minutes in one
zone on one day. Of those with enough minutes, a sheet tells the one left last, for each level.
"""

from __future__ import annotations

from .parts import Part, facts_from, pivoted
from .schema import LEVELS, Source

_EXPOSURES = facts_from(Source.ZONE_EXPOSURE)
_DIVISIONS = facts_from(Source.DIVISION_STAY)
_COMPANION = facts_from(Source.COMPANIONSHIP)

_LEFT_LAST = f"""
SELECT DISTINCT ON (d.citizen_id, z.level) d.citizen_id, z.level, d.zone_id, d.minutes,
       d.answered, to_timestamp(d.left_minute::bigint * 60) AS left_at
FROM zone_day d JOIN zones_effectivezone z ON z.id = d.zone_id
WHERE d.left_minute IS NOT NULL AND d.minutes >= %(dwell)s
  AND z.level IN ({", ".join(map(str, LEVELS.values()))})
ORDER BY d.citizen_id, z.level, d.left_minute DESC, d.minutes DESC, d.zone_id
"""

_ZONE = {"left_at": "left_at", "minutes": "minutes", "answered": "answered",
         "zone": "zone_id"}  # fmt: skip
_OF_ZONE_LEVEL = {f"exposures.{level}": f"level = {number}" for level, number in LEVELS.items()}

EXPOSED = Part(
    "exposed",
    _EXPOSURES,
    "zone_day",
    f"""SELECT citizen_id, {pivoted(_EXPOSURES, _ZONE, _OF_ZONE_LEVEL)}
    FROM ({_LEFT_LAST}) AS left_last GROUP BY citizen_id""",
    is_timed=False,  # what has begun stays, and what begins later is marked
)

# Reads the temporary table `division_stay`: for a citizen and level the division left last.
_OF_DIVISION_LEVEL = {f"divisions.{level}": f"level = {number}" for level, number in LEVELS.items()}
STAYED = Part(
    "stayed",
    _DIVISIONS,
    "division_stay",
    f"""SELECT citizen_id,
    {pivoted(_DIVISIONS, {"left_at": "left_at", "code": "code"}, _OF_DIVISION_LEVEL)},
    min(due_at) AS due_at
    FROM division_stay WHERE level IN ({LEVELS["high"]}, {LEVELS["medium"]})
    GROUP BY citizen_id""",
)

# Reads the temporary table `companionship`: one row for a citizen.
ACCOMPANIED = Part(
    "accompanied",
    _COMPANION,
    "companionship",
    f"""SELECT citizen_id,
    {", ".join(f"{fact.field} AS {fact.column}" for fact in _COMPANION)}, due_at
    FROM companionship""",
)
