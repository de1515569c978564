"""Companions in space and time: who was in one coarse cell with a case, at the same time.

    a case's minutes in a place        [-------)      [--)          [------)
    while it was infectious                 :######################:
    a person's minutes there               [---)   [----)     [---------)
    together                                [-)       [-)           [--)

Somebody is a companion of a case by one place, if they were there together for longer than so many
minutes, and one of the two stayed there for longer than so many, all in all. Of several cases and
places the one counts where they were together last.

After Sichuan's rule of 2021: a cell of 800 m, more than 10 minutes together, and more than 30
hours of either there in 14 days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from core.db import temporary
from core.db.planning import by_index
from core.periods import epoch_minute
from provinces.tenancy import scope

from . import cases, coarse, lookback, looking, suspended
from .looking import EVERYBODY


class Parameters(Protocol):
    """What rules ask: how large a place is, and how many minutes are more than passing by."""

    @property
    def resolution(self) -> int: ...
    @property
    def minutes(self) -> int: ...
    @property
    def stay_minutes(self) -> int: ...
    @property
    def lookback_days(self) -> int: ...


_THERE = (
    "citizen_id integer, place bigint, minutes int4multirange, stayed integer, first_day integer"
)
TABLES = {
    "companionship": "citizen_id integer, last_at timestamptz, minutes integer,"
    " stay_minutes integer, evidence bigint, due_at timestamptz",
    "counting_case": "evidence_id bigint, citizen_id integer, begins_at timestamptz,"
    " started integer, ended integer, ends_at timestamptz",
    "case_place": _THERE,
    "near_case": _THERE,
}

CASES = f"INSERT INTO counting_case {cases.COUNTING}"

_LENGTH = "(SELECT sum(upper(part) - lower(part)) FROM unnest({}) AS part)"

# Stays that overlap are one: minutes are a set.
_SET = "range_agg(int4range(started, ended)) AS minutes, min(day) AS first_day"
_UNITED = f"""
INSERT INTO {{table}}
SELECT citizen_id, place, minutes, {_LENGTH.format("minutes")}, first_day
FROM (SELECT citizen_id, place, {_SET} FROM ({{stays}}) AS there GROUP BY citizen_id, place)
    AS united
"""
_COUNTS = "day >= %(since)s AND started < %(as_of)s"
_PLACE = coarse.place("s.cell", "%(resolution)s")
_STAYS = f"""
SELECT s.citizen_id, {_PLACE} AS place, s.day, s.started, s.ended
FROM {{whose}} AS whose {looking.of_citizen("whose", _COUNTS)}
WHERE {coarse.is_within("s.cell", "%(resolution)s")}
"""


@dataclass(frozen=True, slots=True)
class Form:
    """Two statements that fill `near_case` and `case_place`, in the order that suits."""

    first: str
    then: str


# Of few: their stays, and of the cases' those that were in the same places.
BY_STAYS = Form(
    _UNITED.format(
        table="near_case",
        stays=f"""{_STAYS.format(whose="stale")}
        AND EXISTS (SELECT FROM exposure_casestay c WHERE c.place = {_PLACE})""",
    ),
    _UNITED.format(
        table="case_place",
        stays=f"""
        SELECT s.citizen_id, s.place, s.day, s.started, s.ended
        FROM (SELECT DISTINCT place FROM near_case) AS near
        JOIN exposure_casestay s USING (place)
        WHERE {_COUNTS} AND s.citizen_id IN (SELECT citizen_id FROM counting_case)""",
    ),
)
# Of many: the cases' stays, and whoever was in those places.
BY_PLACES = Form(
    _UNITED.format(
        table="case_place",
        stays=_STAYS.format(whose="(SELECT DISTINCT citizen_id FROM counting_case)"),
    ),
    # Place by place, so that little is sorted at a time.
    f"""
    INSERT INTO near_case
    SELECT there.citizen_id, near.place, there.minutes, {_LENGTH.format("there.minutes")}, first_day
    FROM (SELECT DISTINCT place FROM case_place) AS near
    CROSS JOIN LATERAL (
        SELECT s.citizen_id, {_SET}
        FROM {coarse.ranges("near.place")} AS r
        {looking.in_cells("r", _COUNTS)}
        WHERE {looking.IN_BOUNDS} GROUP BY s.citizen_id OFFSET 0) AS there
    WHERE there.citizen_id IN (SELECT citizen_id FROM stale)""",
)

# Whether either stayed long enough is known before anything is laid over one another.
TOGETHER = f"""
WITH infectious AS MATERIALIZED (
    SELECT c.evidence_id, c.citizen_id, c.ends_at, p.place, p.stayed, p.first_day,
           p.minutes * int4multirange(int4range(c.started, c.ended)) AS minutes
    FROM counting_case c JOIN case_place p USING (citizen_id)
    WHERE p.minutes && int4range(c.started, c.ended))
INSERT INTO companionship
SELECT DISTINCT ON (citizen_id) citizen_id, to_timestamp(last_minute * 60.0), minutes,
       stay_minutes, evidence_id, least(ends_at, {lookback.LEAVES.format("first_day")})
FROM (
    SELECT near.citizen_id, near.place, c.evidence_id, c.ends_at, upper(met.shared) AS last_minute,
           {_LENGTH.format("met.shared")} AS minutes,
           greatest(near.stayed, c.stayed) AS stay_minutes,
           least(near.first_day, c.first_day) AS first_day
    FROM infectious c
    JOIN near_case near ON near.place = c.place AND near.citizen_id <> c.citizen_id
    CROSS JOIN LATERAL (SELECT near.minutes * c.minutes AS shared OFFSET 0) AS met
    WHERE greatest(near.stayed, c.stayed) > %(stay_minutes)s {{but}}) AS together
WHERE minutes > %(minutes)s
ORDER BY citizen_id, last_minute DESC, evidence_id, place
"""

# What is suspended for somebody is as if they had not met.
_BUT = suspended.unless(
    "companion", "near.citizen_id", "x.piece = c.evidence_id", day="near.first_day"
)


def fill(
    cursor: Any,
    values: dict[str, Any],
    parameters: Parameters | None,
    *,
    as_of: datetime,
    anew: bool = False,
) -> None:
    """Fill the temporary table `companionship` for the citizens in `stale`.

    Those are `[lo, hi)` at most, if `values` has that. A row for each who is a companion of a
    case as of a moment: when they were together last, for how many minutes, how long either
    stayed there, and by which evidence; at `due_at` that changes by the clock alone. What begins
    after `as_of` does not count. With `anew`, what is kept of the cases (`cases`) is not looked
    at.
    """
    temporary.ready(cursor, **TABLES)
    if parameters is None:
        return
    cursor.execute(CASES, {"as_of": as_of})
    if not (found := cursor.rowcount):
        return
    days = min(parameters.lookback_days, lookback.kept_days())
    asked = {
        **EVERYBODY,
        **values,
        "since": lookback.first(as_of, days),
        "as_of": epoch_minute(as_of),
        "resolution": parameters.resolution,
        "minutes": parameters.minutes,
        "stay_minutes": parameters.stay_minutes,
        "time_zone": scope.current().time_zone,
        "days": days,
    }
    by_places = anew or cases.are_many(cursor, cases=found)
    form = BY_PLACES if by_places else BY_STAYS
    with by_index(cursor):
        cursor.execute(form.first, asked)
        cursor.execute(form.then, asked)
    if by_places:
        cursor.execute("ANALYZE near_case, case_place")
    but = _BUT if suspended.are_any(cursor, "companion") else ""
    cursor.execute(TOGETHER.format(but=but), asked)
