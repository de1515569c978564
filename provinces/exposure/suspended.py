"""What was observed of somebody, and is suspended for them: it is left out as if it had not been.

    evidence.Suspension ──► zone-days, stays in divisions and companionships that are not told

There are few of them, and mostly none: where there is none of a kind, nothing is asked about it.
"""

from __future__ import annotations

from typing import Any

_ARE_ANY = "SELECT EXISTS (SELECT FROM evidence_suspension WHERE ended_at IS NULL AND thing = %s)"
# What began before the day of a moment; the day is given by its first minute.
_MEANT = """(x.observed_before IS NULL
    OR {day} < (extract(epoch FROM x.observed_before) / 60)::integer)"""

_ZONE_DAYS = f"""
DELETE FROM zone_day d USING evidence_suspension x, zones_effectivezone z
WHERE x.citizen_id = d.citizen_id AND x.ended_at IS NULL AND x.thing = 'zone'
  AND z.id = d.zone_id AND x.place = z.source || '/' || z.reference AND {_MEANT.format(day="d.day")}
"""


def is_suspended(thing: str, citizen: str, which: str) -> str:
    """Return SQL that tells whether a thing is suspended for a citizen; `x` is the suspension."""
    return (
        f"EXISTS (SELECT FROM evidence_suspension x WHERE x.citizen_id = {citizen}"
        f" AND x.ended_at IS NULL AND x.thing = '{thing}' AND {which})"
    )


def are_any(cursor: Any, thing: str) -> bool:
    """Tell whether anything of a kind is suspended for anybody."""
    cursor.execute(_ARE_ANY, [thing])
    found: bool = cursor.fetchone()[0]
    return found


def unless(thing: str, citizen: str, which: str, *, day: str) -> str:
    """Return SQL for a condition's end: but what is suspended; `day` is when it began."""
    return f"AND NOT {is_suspended(thing, citizen, f'{which} AND {_MEANT.format(day=day)}')}"


def leave_out_zone_days(cursor: Any) -> None:
    """Take from the temporary table `zone_day` what is suspended."""
    if are_any(cursor, "zone"):
        cursor.execute(_ZONE_DAYS)
