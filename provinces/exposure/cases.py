"""Which cases there are and where they stayed, kept so that whoever was there is found at once.

    evidence ──► Case ──┐
                        ├── CaseStay, by coarse cell
    stays    ───────────┘

    follow      a case came, went, or is told otherwise ──┐
                                                          ├──► marks of whoever was there as well
    restay      somebody's stays changed ─────────────────┘

Nothing here says who is a companion: `companions` does, from the same evidence and stays. Where no
rule asks for companions, nothing is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from core.db import locks, temporary
from core.db.planning import by_index
from provinces.citizens import services as citizens
from provinces.evidence.classes import INFECTIOUS
from provinces.ledger.events import Event

from . import coarse, looking

# Whoever follows the cases and whoever has stays changed look at both tables, one after the other.
SUBJECT = "cases and their stays"

_CASES = ", ".join(sorted(f"'{of}'" for of in INFECTIOUS))

_MINUTE = "floor(extract(epoch FROM {}) / 60)::integer"
_KNOWN_END = "CASE WHEN end_noted_at <= %(as_of)s THEN ended_at END"

# Contacts are traced from two days before the onset on, or before the diagnosis where there is
# none (National Health Commission, Protocol for prevention and control, 8th edition, 2021).
# An ending that is noted later is not known yet. The case was infectious for minutes
# `[started, ended)`, and is told so from `begins_at` until `ends_at`.
COUNTING = f"""
SELECT * FROM (
    SELECT id AS evidence_id, citizen_id, greatest(in_force_at, happened_at) AS begins_at,
           {_MINUTE.format("(coalesce(onset_at, happened_at) - interval '2 days')")} AS started,
           {_MINUTE.format(f"least(expires_at, {_KNOWN_END})")} AS ended,
           least(expires_at, withdrawn_at,
                 CASE WHEN end_noted_at > %(as_of)s THEN end_noted_at END) AS ends_at
    FROM evidence_evidence
    WHERE evidence_class IN ({_CASES}) AND expires_at > %(as_of)s
      AND in_force_at <= %(as_of)s AND happened_at <= %(as_of)s
      AND (withdrawn_at IS NULL OR withdrawn_at > %(as_of)s)) AS infectious
WHERE started < ended
"""

_CASE = "evidence_id, citizen_id, begins_at, started, ended, resolution"
_STAY = "citizen_id integer, place bigint, day integer, started integer, ended integer"
TABLES = {
    "revised_case": "evidence_id bigint, citizen_id integer, begins_at timestamptz,"
    " started integer, ended integer, resolution smallint, counts boolean",
    "case_there": _STAY,
}

REVISED = f"""
WITH wanted AS MATERIALIZED (
    SELECT evidence_id, citizen_id, begins_at, started, ended,
           %(resolution)s::smallint AS resolution
    FROM ({COUNTING}) AS counting WHERE %(resolution)s::smallint IS NOT NULL)
INSERT INTO revised_case
SELECT *, true FROM (SELECT * FROM wanted EXCEPT SELECT {_CASE} FROM exposure_case) AS come
UNION ALL
SELECT *, false FROM (SELECT {_CASE} FROM exposure_case EXCEPT SELECT * FROM wanted) AS gone
"""

# Cases that are told otherwise go, and come.
CASES_GO = """
DELETE FROM exposure_case c USING revised_case r
WHERE NOT r.counts AND c.evidence_id = r.evidence_id
"""
CASES_COME = f"INSERT INTO exposure_case ({_CASE}) SELECT {_CASE} FROM revised_case WHERE counts"

# Of some citizens, for days `[first, past)`; there is a stay for each who is a case.
STAYS_GO = """
DELETE FROM exposure_casestay s USING ({whose}) AS w
WHERE s.citizen_id = w.citizen_id AND s.day >= w.first AND s.day < w.past
"""
STAYS_COME = f"""
INSERT INTO exposure_casestay (place, citizen_id, day, started, ended)
SELECT {coarse.place("s.cell", "w.resolution")}, s.citizen_id, s.day, s.started, s.ended
FROM (SELECT DISTINCT whose.*, c.resolution
      FROM ({{whose}}) AS whose JOIN exposure_case c USING (citizen_id)) AS w
{looking.of_citizen("w", "day >= w.first AND day < w.past")}
WHERE {coarse.is_within("s.cell", "w.resolution")}
"""
OF_REVISED = "SELECT DISTINCT citizen_id, 0 AS first, 2147483647 AS past FROM revised_case"

# Where and when cases may have met somebody.
_THERE = """
INSERT INTO case_there
SELECT s.citizen_id, s.place, s.day, greatest(s.started, c.started), least(s.ended, c.ended)
FROM exposure_casestay s JOIN {cases} c USING (citizen_id)
WHERE s.started < c.ended AND s.ended > c.started
"""
THERE_OF_REVISED = _THERE.format(cases="revised_case")
THERE_OF_PAIRS = (
    f"{_THERE.format(cases='exposure_case')} AND (s.citizen_id, s.place) IN ({{pairs}})"
)

_AT_ONCE = "day = there.day AND started < there.ended AND ended > there.started"

# Whoever was in a cell of such a place at the same time.
MET = f"""
SELECT DISTINCT s.citizen_id
FROM (SELECT DISTINCT * FROM case_there) AS there
CROSS JOIN LATERAL {coarse.ranges("there.place")} AS r
{looking.in_cells("r", _AT_ONCE)}
WHERE s.citizen_id <> there.citizen_id
"""

# Of whom something later than a moment is kept: a stay of their own in a place of a case, a stay of
# a case, a case.
_LATER = "SELECT DISTINCT s.citizen_id, NULL::integer, NULL::integer"
LATER_STAYS = f"""
INSERT INTO later {_LATER} FROM stale JOIN presence_stay s USING (citizen_id)
WHERE s.day > %(after)s AND s.started >= %(as_of)s AND EXISTS (
    SELECT FROM exposure_casestay c WHERE c.place = {coarse.place("s.cell", "%(resolution)s")})
"""
_LATER_PLACES = """
SELECT place FROM exposure_casestay WHERE day > %(after)s AND started >= %(as_of)s
UNION
SELECT place FROM exposure_casestay
WHERE citizen_id IN (SELECT citizen_id FROM exposure_case WHERE begins_at > %(moment)s)
"""
IS_ANY_LATER = f"SELECT EXISTS ({_LATER_PLACES}), (SELECT count(*) FROM exposure_case)"
LATER_BY_STAYS = f"""
WITH places AS MATERIALIZED ({_LATER_PLACES})
INSERT INTO later {_LATER} FROM stale {looking.of_citizen("stale", "true")}
WHERE {coarse.place("s.cell", "%(resolution)s")} IN (SELECT place FROM places)
"""
LATER_BY_PLACES = f"""
INSERT INTO later {_LATER} FROM ({_LATER_PLACES}) AS there
CROSS JOIN LATERAL {coarse.ranges("there.place")} AS r {looking.in_cells("r", "true")}
WHERE s.citizen_id IN (SELECT citizen_id FROM stale)
"""

# Finding what one citizen was near costs about as much as looking into one case's places for so
# many.
CITIZENS_A_CASE = 50


@dataclass(frozen=True, slots=True)
class Changed:
    """Stays that changed, as SQL: whose and when, where cases' did, and who else is near a case."""

    whose: str
    places: str
    near: str


# By marks of somebody's stays, in the temporary table `marked_stay`.
BY_STAY = Changed(
    whose="SELECT DISTINCT citizen_id, day AS first, day + 1 AS past FROM marked_stay",
    places=f"""
        SELECT m.citizen_id, {coarse.place("m.cell", "c.resolution")}
        FROM marked_stay m JOIN exposure_case c USING (citizen_id)""",
    near=f"""
        SELECT DISTINCT m.citizen_id FROM marked_stay m
        WHERE EXISTS (SELECT FROM exposure_casestay s
                      WHERE s.place = {coarse.place("m.cell", "%(resolution)s")})""",
)
# By marks of whole days.
BY_DAY = Changed(
    whose="SELECT DISTINCT citizen_id, %(lo)s AS first, %(hi)s AS past FROM exposure_case",
    places="SELECT citizen_id, place FROM exposure_casestay WHERE day >= %(lo)s AND day < %(hi)s",
    near=f"""
        SELECT DISTINCT s.citizen_id
        FROM (SELECT DISTINCT place FROM exposure_casestay) AS there
        CROSS JOIN LATERAL {coarse.ranges("there.place")} AS r
        {looking.in_cells("r", "day >= %(lo)s AND day < %(hi)s")}""",
)


def follow(
    resolution: int | None, *, as_of: datetime, now: datetime, everything: bool = False
) -> int:
    """Bring the cases in step with evidence as of a moment; return how many came or went.

    Whoever may have met one of them is marked for facts. Without a resolution, of the places in
    which companions are looked for, there are none. With `everything`, all are taken up anew from
    evidence and stays, and nobody is marked, as for `services.rematch`.
    """
    values = {"resolution": resolution, "as_of": as_of}
    with connection.cursor() as cursor:
        temporary.ready(cursor, **TABLES)
        cursor.execute(REVISED, values)
        if not (cursor.rowcount or everything):
            return 0
        locks.hold(SUBJECT, [0])
        if everything:
            cursor.execute("DELETE FROM exposure_casestay")
            cursor.execute("DELETE FROM exposure_case")
        temporary.empty(cursor, "revised_case")
        cursor.execute(REVISED, values)
        revised: int = cursor.rowcount
        if revised:
            _revise(cursor, now, marking=not everything)
    return revised


def _revise(cursor: Any, now: datetime, *, marking: bool) -> None:
    cursor.execute(THERE_OF_REVISED)
    cursor.execute(CASES_GO)
    cursor.execute(CASES_COME)
    cursor.execute(STAYS_GO.format(whose=OF_REVISED))
    with by_index(cursor):
        cursor.execute(STAYS_COME.format(whose=OF_REVISED))
    cursor.execute(THERE_OF_REVISED)
    if marking:
        with by_index(cursor):
            met = f"SELECT citizen_id, NULL::integer FROM ({MET}) AS met"
            citizens.mark_stale_from(met, [], because=Event.EVIDENCE_RECORDED, at=now)


def restay(cursor: Any, values: dict[str, Any], changed: Changed, *, noting: bool) -> None:
    """Bring the cases' stays in step with stays that changed.

    Whom that concerns is added to the temporary table `moved` if they are to be noted: whoever
    may have met a case there, and whoever's own stay was in a place of a case.
    """
    locks.hold(SUBJECT, [0], shared=True)
    resolution = _resolution(cursor)
    if resolution is None:
        return
    values = {**values, "resolution": resolution}
    temporary.ready(cursor, case_there=_STAY)
    there = THERE_OF_PAIRS.format(pairs=changed.places)
    with by_index(cursor):
        if noting:
            cursor.execute(there, values)
        cursor.execute(STAYS_GO.format(whose=changed.whose), values)
        cursor.execute(STAYS_COME.format(whose=changed.whose), values)
        if noting:
            cursor.execute(there, values)
            for concerned in (MET, changed.near):
                cursor.execute(
                    f"INSERT INTO moved SELECT citizen_id, NULL::boolean FROM ({concerned}) AS c",
                    values,
                )


def _resolution(cursor: Any) -> int | None:
    """Return the resolution of the cases' places; None where there are no cases."""
    cursor.execute("SELECT resolution FROM exposure_case LIMIT 1")
    found = cursor.fetchone()
    return found[0] if found else None


def note_later(cursor: Any, values: dict[str, Any], *, as_of: datetime) -> None:
    """Add to the temporary table `later` whoever of `stale` something later than a moment concerns.

    `values` has that moment's minute, `as_of`, and `after`, a minute before its day.
    """
    resolution = _resolution(cursor)
    if resolution is None:
        return
    values = {**values, "resolution": resolution, "moment": as_of}
    cursor.execute(LATER_STAYS, values)
    cursor.execute(IS_ANY_LATER, values)
    is_any, count = cursor.fetchone()
    if is_any:
        with by_index(cursor):
            by_places = are_many(cursor, cases=count)
            cursor.execute(LATER_BY_PLACES if by_places else LATER_BY_STAYS, values)


def are_many(cursor: Any, *, cases: int) -> bool:
    """Tell whether the citizens in `stale` are so many that one rather looks where cases were."""
    cursor.execute("SELECT count(*) FROM stale")
    stale: int = cursor.fetchone()[0]
    return stale > cases * CITIZENS_A_CASE
