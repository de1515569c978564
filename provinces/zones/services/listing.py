"""Divisions on official lists: their ground as ranges, and the days on which lists name them.

    spells of places      [----]   [--)
    in one division          [------)       [--)
    listed before         [-------)
    added                         [-)       [--)    whoever stayed there then is to be marked

Only cells that are wholly in a division count, and where its own ground is not known, none: an
uncertain location never tells of a division. Nothing here makes a zone in effect.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from django.db import connection

from core.cells.classes import FINE, Thresholds
from core.cells.compiling import compile_zone
from core.db import copying, locks
from provinces.tenancy import scope
from provinces.tenancy.tasks import nudge
from provinces.zones import queries
from provinces.zones.models import (
    Division,
    DivisionRange,
    DivisionRisk,
    Level,
    Listing,
    Territory,
)
from provinces.zones.rows import Rows

from .effects import DRAIN

WHOLLY = Thresholds(certain=1.0, possible=1.0)

# Low is what every other division is.
LEVELS = (Level.MEDIUM, Level.HIGH)

_STARTS = "(extract(epoch FROM ({})::timestamp AT TIME ZONE %(time_zone)s) / 60)::bigint"

ADD = f"""
WITH said AS (
    SELECT d.id AS division_id, r.level, range_agg(int8range(
        {_STARTS.format("r.first_on")}, {_STARTS.format("r.last_on + 1")})) AS days
    FROM zones_division d JOIN zones_divisionrisk r ON r.division_code = d.code
    WHERE d.code = ANY(%(codes)s) AND NOT d.is_superseded AND r.level = ANY(%(levels)s)
    GROUP BY d.id, r.level),
known AS (
    SELECT division_id, level, range_agg(int8range(starts, ends)) AS days
    FROM zones_listing GROUP BY division_id, level)
INSERT INTO zones_listing (division_id, level, starts, ends, is_marked)
SELECT division_id, level, lower(added), upper(added), false
FROM said LEFT JOIN known USING (division_id, level)
CROSS JOIN LATERAL unnest(said.days - coalesce(known.days, '{{}}'::int8multirange)) AS added
"""


def hold() -> None:
    """Have nobody else change what lists say of divisions until the transaction ends."""
    locks.hold("divisions on lists", [0])


def bring_in_step(codes: Iterable[str]) -> int:
    """Bring some divisions in step with lists and territories; return how many listings came.

    Those on no list, at low risk alone, or whose cells are not known, have none.
    """
    hold()
    listed = DivisionRisk.objects.filter(division_code__in=set(codes), level__in=LEVELS)
    grounds = Territory.objects.filter(pk__in=listed.values("division_code"))
    digests = dict(grounds.order_by("pk").values_list("pk", "digest"))
    for code, digest in digests.items():
        _compile(code, digest)
    values: dict[str, Any] = {"codes": list(digests), "levels": list(LEVELS)}
    values["time_zone"] = scope.current().time_zone
    with connection.cursor() as cursor:
        cursor.execute(ADD, values)
        added: int = cursor.rowcount
    if added:
        nudge(DRAIN)
    return added


def _compile(code: str, digest: str) -> None:
    """Compile a division's ground unless that is done; what was compiled before is superseded."""
    current = Division.objects.filter(code=code, is_superseded=False).first()
    if current is not None:
        if current.digest == digest:
            return
        _supersede(current)
    cells = queries.territory(code)
    if cells is None:
        return
    rows = Rows.of(compile_zone(cells.at(FINE), WHOLLY))
    made = Division.objects.create(code=code, digest=digest)
    columns: copying.Columns = {
        "lo": rows.lo,
        "hi": rows.hi,
        "division_id": np.full(len(rows.lo), made.pk, np.int32),
    }
    copying.copy_in(DivisionRange._meta.db_table, columns)


def tell_anew(code: str) -> None:
    """Have a division listed on the days that lists name now, where some are gone from them.

    Whoever stayed there on any of the days before, or of those now, is to be marked.
    """
    hold()
    current = Division.objects.filter(code=code, is_superseded=False).first()
    if current is not None:
        _supersede(current)
        bring_in_step([code])
        nudge(DRAIN)


def _supersede(division: Division) -> None:
    Listing.objects.filter(division=division).update(is_marked=False)
    Division.objects.filter(pk=division.pk).update(is_superseded=True)


def set_marked(listings: Sequence[int]) -> None:
    """Say that whoever stayed there has been marked; what was superseded has had its use then."""
    Listing.objects.filter(pk__in=listings).update(is_marked=True)
    superseded = Division.objects.filter(is_superseded=True)
    superseded.exclude(listings__is_marked=False).delete()
