"""Assembling fact sheets, set by set: all that is known about some citizens as of a moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from core.db import temporary
from provinces.exposure import companions, counting, divisions

from .schema import LEVELS
from .sheets import DIFFERENCES, PRESENT, parts_of, upsert

# Those who are looked at, and of them those whose facts have changed.
TABLES = {
    "stale": "citizen_id integer PRIMARY KEY",
    "refreshed": "citizen_id integer",
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What rules ask of observations: so many minutes of a zone and day, and who is a companion."""

    dwell: int
    companion: companions.Parameters | None = None


def reach_by_level(reach: Mapping[str, timedelta]) -> dict[int, timedelta]:
    """Return for each level of zones how far the holds reach that begin with leaving one."""
    anchors = {number: f"exposures.{level}.left_at" for level, number in LEVELS.items()}
    return {number: reach[fact] for number, fact in anchors.items() if fact in reach}


def assemble(cursor: Any, bounds: dict[str, Any], terms: Terms, *, as_of: datetime) -> int:
    """Bring the fact sheets of the citizens in `stale` up to date; return how many changed.

    Those are `[lo, hi)` at most, which `bounds` has. Reads the temporary table `zone_day`, which
    `counting` fills; whoever's facts changed is added to `refreshed`.
    """
    divisions.fill(cursor, bounds, as_of=as_of)
    companions.fill(cursor, bounds, terms.companion, as_of=as_of)
    cursor.execute(PRESENT)
    statement = upsert(parts_of(cursor.fetchone()))
    cursor.execute(statement, {"as_of": as_of, "dwell": terms.dwell})
    return cursor.rowcount


def observe_everybodys(cursor: Any, terms: Terms, *, as_of: datetime) -> None:
    """Fill `stale` with everybody, and the temporary tables that sheets are put together from.

    All is found anew: nothing that is kept for looking cases and lists up is looked at.
    """
    cursor.execute("INSERT INTO stale SELECT id FROM citizens_citizen")
    cursor.execute("ANALYZE stale")
    counting.count_everybodys(cursor, as_of=as_of)
    divisions.fill(cursor, {}, as_of=as_of, anew=True)
    companions.fill(cursor, {}, terms.companion, as_of=as_of, anew=True)


def differences(terms: Terms, *, as_of: datetime) -> int:
    """Assemble every fact sheet anew, beside the kept ones, and return how many differ."""
    with connection.cursor() as cursor:
        temporary.ready(cursor, **TABLES)
        observe_everybodys(cursor, terms, as_of=as_of)
        cursor.execute(DIFFERENCES, {"as_of": as_of, "dwell": terms.dwell})
        return cursor.fetchone()[0]
