"""Commuters: where a person's regular places lie in a treaty's strip, zones are met by its terms.

    regular places of citizens ┐
                               ├─ follow ─► where each is spared, and whose zones ─► matching
    terms of treaties ─────────┘                └─► marks of the stays concerned

A stay counts as at the place if it began after the place was told and while the treaty lasted, in
a cell of it: the same, a finer one inside, or a coarser one around, which is all that an uncertain
location tells. Such a stay does not meet the zones of those whom the terms name; what was spared
stays so when the treaty ends, and not when the person takes the place back.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection

from core.cells.classes import RADIUS_M
from core.db import locks, temporary
from core.db.planning import by_index
from provinces.citizens import services as citizens
from provinces.ledger.events import Event

from . import coarse, looking

SUBJECT = "commuters"
# No terms, so that places do not matter.
NOTHING = "0 0"
_COLUMNS = "citizen_id, lo, hi, spared, only_uncertain, starts, ends"

TABLES = {
    "spared_now": "citizen_id integer, lo bigint, hi bigint, spared varchar[],"
    " only_uncertain boolean, starts integer, ends integer",
}
TABLES["spared_differing"] = TABLES["spared_now"]

_MINUTE = "(extract(epoch FROM {}) / 60)::integer"
# Where a place lies in a strip, from when until when, and whom it spares.
_PLACES = f"""
SELECT p.citizen_id, p.cell, (p.cell >> 52) & 15 AS resolution, t.spared, t.only_uncertain,
       greatest(t.starts, {_MINUTE.format("p.said_at")}) AS starts,
       t.ends
FROM citizens_regularplace p
JOIN zones_commutingrange r ON int8range(r.lo, r.hi, '[]') @> p.cell
JOIN zones_commuting t ON t.id = r.terms_id
"""
# The cells of every class in which a stay is at the place: around it one each, in it a range each.
NOW = f"""
INSERT INTO spared_now
SELECT DISTINCT citizen_id, cells.lo, cells.hi, spared, only_uncertain, starts, ends
FROM ({_PLACES}) AS place
CROSS JOIN LATERAL (
    SELECT lo, hi FROM {coarse.ranges("place.cell")} AS inside
    UNION ALL
    SELECT {coarse.place("place.cell", "class")}, {coarse.place("place.cell", "class")}
    FROM (VALUES {", ".join(f"({each})" for each in sorted(RADIUS_M))}) AS classes (class)
    WHERE class < place.resolution) AS cells
WHERE starts < ends
"""

# Places and terms come and go; one that is said anew is said later. So how many there are, the
# last of them, and what was said last tells whether any is another than before.
SAID = """
SELECT concat_ws(' ', p.count, p.last, p.said, t.count, t.last) AS said, f.said
FROM (SELECT count(*), max(id) AS last FROM zones_commuting) AS t
CROSS JOIN LATERAL (
    SELECT count(*), max(id) AS last, extract(epoch FROM max(said_at)) AS said
    FROM citizens_regularplace WHERE t.count > 0) AS p
LEFT JOIN exposure_commutersfollowed f ON true
"""
FOLLOWED = """
INSERT INTO exposure_commutersfollowed (id, said) VALUES (1, %s)
ON CONFLICT (id) DO UPDATE SET said = excluded.said
"""
DIFFERING = f"""
INSERT INTO spared_differing
(SELECT {_COLUMNS} FROM exposure_spared EXCEPT SELECT {_COLUMNS} FROM spared_now)
UNION ALL
(SELECT {_COLUMNS} FROM spared_now EXCEPT SELECT {_COLUMNS} FROM exposure_spared)
"""
GO = f"""
DELETE FROM exposure_spared k USING spared_differing d
WHERE ({_COLUMNS.replace("citizen_id", "k.citizen_id").replace(", ", ", k.")})
    = ({_COLUMNS.replace("citizen_id", "d.citizen_id").replace(", ", ", d.")})
"""
COME = f"""
INSERT INTO exposure_spared ({_COLUMNS})
SELECT {_COLUMNS} FROM spared_now EXCEPT SELECT {_COLUMNS} FROM exposure_spared
"""
STAYED = f"""
SELECT DISTINCT s.citizen_id, s.day, s.cell FROM spared_differing d
{
    looking.of_citizen(
        "d",
        "cell BETWEEN d.lo AND d.hi AND started >= d.starts AND started < d.ends",
    )
}
"""
# Who is asked because of a check-in, or would be.
CHECKED_IN = """
SELECT DISTINCT c.citizen_id, NULL::integer
FROM spared_differing d JOIN presence_checkin c USING (citizen_id)
WHERE c.cell BETWEEN d.lo AND d.hi AND c.at_minute >= d.starts AND c.at_minute < d.ends
"""


def follow(*, now: datetime, everything: bool = False) -> int:
    """Bring in step who is spared where; return how many rows came or went.

    Whose stays that concerns is marked, unless `everything` is looked at anyway.
    """
    with connection.cursor() as cursor:
        if not (everything or _news(cursor)):
            return 0
        locks.hold(SUBJECT, [0])
        said = _news(cursor)
        found = differing(cursor)
        if said:
            cursor.execute(FOLLOWED, [said])
        cursor.execute(GO)
        cursor.execute(COME)
        if found and not everything:
            because = Event.COMMUTING_RECEIVED
            with by_index(cursor):
                citizens.mark_stays_stale_from(STAYED, because=because, at=now)
                citizens.mark_stale_from(CHECKED_IN, [], because=because, at=now)
    return found


def differing(cursor: Any) -> int:
    """Fill `spared_differing` with what is kept otherwise than it should be; return how many."""
    temporary.ready(cursor, **TABLES)
    cursor.execute(NOW)
    cursor.execute(DIFFERING)
    found: int = cursor.rowcount
    return found


def _news(cursor: Any) -> str:
    """Return what is said of places and terms, if it is not what was followed last."""
    cursor.execute(SAID)
    said, followed = cursor.fetchone()
    return "" if said == followed or (followed is None and said == NOTHING) else said
