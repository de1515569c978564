"""Stays in divisions that an official list names: which one was left last, for each level.

    days of a citizen    ──in it──┤├──in it──┤├──elsewhere──
    lists name it        ────────────┤
                              left last ▲

A list speaks of a division, and so do these facts. They never count as a presence in a zone, and
nobody is asked anything because of them; only cells wholly in the division count.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection

from core.db import temporary
from core.db.planning import by_index
from core.periods import epoch_minute
from provinces.citizens import services as citizens
from provinces.ledger.events import Event
from provinces.tenancy import scope
from provinces.zones import services as zones

from . import lookback, looking, suspended
from .looking import EVERYBODY

TABLES = {
    "division_stay": "citizen_id integer, level integer, left_at timestamptz, code text,"
    " due_at timestamptz",
}

# A division's place among the codes keeps the choice among those left at once in one number: of
# two that a person left in the same minute, the one with the smaller code.
_CODES = 20
_DIVISIONS = """
SELECT id, code, row_number() OVER (ORDER BY code) AS place
FROM zones_division WHERE NOT is_superseded"""
_GROUND = f"""
zones_listing l JOIN ({_DIVISIONS}) AS d ON d.id = l.division_id
JOIN zones_divisionrange r ON r.division_id = l.division_id
"""
_ON_THE_DAY = "day >= l.starts AND day < l.ends"
_IN_A_RANGE = "int8range(r.lo, r.hi, '[]') @> s.cell"
_COUNTS = "day >= %(since)s AND started < %(as_of)s"

_LAST = f"""
SELECT s.citizen_id, l.level, max((s.ended::bigint << {_CODES}) - d.place) AS last
{{stays}} GROUP BY s.citizen_id, l.level
"""
# Of few: their stays, and the divisions these were in.
BY_STAYS = _LAST.format(
    stays=f"""
    FROM stale {looking.of_citizen("stale", _COUNTS)}
    JOIN ({_GROUND}) ON {_IN_A_RANGE} AND {_ON_THE_DAY}"""
)
# Of many: the listed divisions, and whoever stayed in them.
_EVERYBODYS = _LAST.format(
    stays=f"""
    FROM {_GROUND} {looking.in_cells("r", f"{_ON_THE_DAY} AND {_COUNTS}")}
    WHERE l.ends > %(since)s AND {looking.IN_BOUNDS}"""
)
BY_RANGES = f"""
SELECT * FROM ({_EVERYBODYS} OFFSET 0) AS everybody
WHERE citizen_id IN (SELECT citizen_id FROM stale)
"""

# What is suspended for somebody is as if they had not been there.
_GROUPED = "GROUP BY s.citizen_id, l.level"
_BUT = suspended.unless("division", "s.citizen_id", "x.place = d.code", day="s.day")

FILL = f"""
INSERT INTO division_stay
SELECT citizen_id, level, to_timestamp(ended * 60.0), code, {lookback.LEAVES.format("(ended - 1)")}
FROM (
    SELECT citizen_id, level, (last >> {_CODES})::integer + 1 AS ended,
           (1 << {_CODES}) - (last & ((1 << {_CODES}) - 1)) AS place
    FROM ({{last}}) AS found) AS left_last
JOIN ({_DIVISIONS}) AS d USING (place)
"""

SIZES = """
SELECT (SELECT count(*) FROM stale),
       (SELECT coalesce(sum(pg_relation_size(inhrelid)), 0) / 8192
        FROM pg_inherits WHERE inhparent = 'presence_stay'::regclass)
"""
# Looking for one citizen's stays costs about as much as reading so many pages of everybody's.
PAGES_A_CITIZEN = 8

TO_MARK = "SELECT id FROM zones_listing WHERE NOT is_marked"
STAYED = f"""
SELECT DISTINCT s.citizen_id, NULL::integer
FROM zones_listing l JOIN zones_divisionrange r USING (division_id)
{looking.in_cells("r", _ON_THE_DAY)}
WHERE l.id = ANY(%s)
"""

IN_EFFECT = "SELECT EXISTS (SELECT FROM zones_listing WHERE ends > %(since)s)"

# Whose stays of listed days changed, by marks of stays or of whole days.
BY_STAY = f"""
SELECT DISTINCT s.citizen_id FROM marked_stay s
JOIN ({_GROUND}) ON {_IN_A_RANGE} AND {_ON_THE_DAY}
"""
BY_DAY = f"""
SELECT DISTINCT s.citizen_id
FROM {_GROUND} {looking.in_cells("r", f"{_ON_THE_DAY} AND day >= %(lo)s AND day < %(hi)s")}
"""

LATER = f"""
INSERT INTO later
SELECT DISTINCT s.citizen_id, NULL::integer, NULL::integer
FROM (SELECT s.* FROM stale JOIN presence_stay s USING (citizen_id)
      WHERE s.day > %(after)s AND s.started >= %(as_of)s OFFSET 0) AS s
JOIN ({_GROUND}) ON {_IN_A_RANGE} AND {_ON_THE_DAY}
"""


def fill(cursor: Any, values: dict[str, Any], *, as_of: datetime, anew: bool = False) -> None:
    """Fill the temporary table `division_stay` for the citizens in `stale`.

    Those are `[lo, hi)` at most, if `values` has that. A row for each and each level at which
    they stayed in a listed division: when they left it last, and its code; at `due_at` that
    changes by the clock alone. What begins after `as_of` does not count. With `anew` they are
    found by the way of many, however few they are.
    """
    temporary.ready(cursor, **TABLES)
    days = lookback.kept_days()
    asked = {
        **EVERYBODY,
        **values,
        "since": lookback.first(as_of, days),
        "as_of": epoch_minute(as_of),
        "time_zone": scope.current().time_zone,
        "days": days,
    }
    if not is_any_listed(cursor, asked):
        return
    cursor.execute(SIZES)
    stale, pages = cursor.fetchone()
    by_stays = not anew and stale * PAGES_A_CITIZEN < pages
    last = BY_STAYS if by_stays else BY_RANGES
    if suspended.are_any(cursor, "division"):
        last = last.replace(_GROUPED, f"{'WHERE true' if by_stays else ''} {_BUT} {_GROUPED}")
    with by_index(cursor):
        cursor.execute(FILL.format(last=last), asked)


def is_any_listed(cursor: Any, values: dict[str, Any]) -> bool:
    """Tell whether lists name a division, whose ground is known, on any day from `since` on."""
    cursor.execute(IN_EFFECT, values)
    found: bool = cursor.fetchone()[0]
    return found


def follow(*, now: datetime, everything: bool = False) -> int:
    """Mark whoever stayed in what has been listed since; return how many listings there were.

    With `everything` nobody is marked, as for `services.rematch`.
    """
    with connection.cursor() as cursor:
        cursor.execute(TO_MARK)
        listings = [row[0] for row in cursor.fetchall()]
        if not listings:
            return 0
        if not everything:
            with by_index(cursor):
                because = Event.DIVISIONS_IMPORTED
                citizens.mark_stale_from(STAYED, [listings], because=because, at=now)
    zones.set_marked(listings)
    return len(listings)


def restay(cursor: Any, values: dict[str, Any], concerned: str) -> None:
    """Add to the temporary table `moved` whoever's stays in listed divisions changed.

    `concerned` is `BY_STAY`, of those in `marked_stay`, or `BY_DAY`; `values` has the days.
    """
    if is_any_listed(cursor, {"since": values["lo"]}):
        with by_index(cursor):
            statement = (
                f"INSERT INTO moved SELECT citizen_id, NULL::boolean FROM ({concerned}) AS c"
            )
            cursor.execute(statement, values)


def note_later(cursor: Any, values: dict[str, Any]) -> None:
    """Add to the temporary table `later` whoever of `stale` stayed in a listed one after a moment.

    `values` has that moment's minute, `as_of`, and `after`, a minute before its day.
    """
    if is_any_listed(cursor, {"since": values["after"]}):
        cursor.execute(LATER, values)
