"""Does the incremental state equal a full rebuild, row for row? Computed beside it, not over it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from core.db import days, temporary
from core.db.planning import by_index
from provinces.exposure import commuting, matching
from provinces.facts import assembly

from . import deciding, pipeline


@dataclass(frozen=True, slots=True)
class Differences:
    """How many rows of each kind differ between what is kept and what a rebuild makes."""

    exposures: int
    facts: int
    outcomes: int

    @property
    def verdict(self) -> str:
        """Say "equal", or what differs."""
        found = [f"{count} {kind}" for kind, count in asdict(self).items() if count]
        return "equal" if not found else "differs: " + ", ".join(found)


TABLES = {
    "rebuilt": matching.KINDS,
}

_KEPT = f"SELECT {matching.COLUMNS} FROM exposure_exposure WHERE day >= %(lo)s AND day < %(hi)s"
_REBUILT = f"SELECT {matching.COLUMNS} FROM rebuilt"

DIFFERING = f"""
SELECT (SELECT count(*) FROM ({_REBUILT} EXCEPT ALL {_KEPT}) AS missing)
     + (SELECT count(*) FROM ({_KEPT} EXCEPT ALL {_REBUILT}) AS surplus)
"""

OUTCOMES = f"""
SELECT count(*) FROM status_current c FULL JOIN verdict v ON v.citizen_id = c.citizen_id
WHERE CASE WHEN c.citizen_id IS NULL THEN v.outlook <> ''
           WHEN v.citizen_id IS NULL THEN c.until > %(as_of)s
           ELSE v.outlook <> ({deciding.CURRENT_OUTLOOK})
                OR (c.until > %(as_of)s AND v.status <> c.status)
                OR (c.due_at > %(as_of)s AND v.due_at IS DISTINCT FROM c.due_at) END
"""


@transaction.atomic
def check(*, as_of: datetime) -> Differences:
    """Rebuild exposures, facts and outcomes from stays and zones, and count what differs."""
    law = pipeline.law_at(as_of)
    with connection.cursor() as cursor:
        exposures = commuting.differing(cursor) + sum(_differing(cursor, day) for day in _days())
        facts = assembly.differences(law.terms, as_of=as_of)
        temporary.ready(cursor, **pipeline.TABLES)
        cursor.execute(
            "INSERT INTO deciding SELECT citizen_id FROM facts_factsheet"
            " UNION SELECT citizen_id FROM status_current"
        )
        cursor.execute("ANALYZE deciding")
        deciding.judge(cursor, law.verdicts, as_of=as_of)
        cursor.execute(OUTCOMES, {"as_of": as_of})
        return Differences(exposures, facts, cursor.fetchone()[0])


def _days() -> list[int]:
    """Return every day that has stays or exposures."""
    tables = ("presence_stay", "exposure_exposure")
    return sorted({lo for table in tables for lo, _ in days.partitions_of(table).values()})


def _differing(cursor: Any, day: int) -> int:
    """Match a day anew, beside what is kept, and return how many rows of exposures differ.

    By another form than the road's, so that the two vouch for each other.
    """
    values = {"lo": day, "hi": day + 1}
    temporary.ready(cursor, **TABLES)
    with by_index(cursor):
        cursor.execute(f"INSERT INTO rebuilt {matching.BY_RANGE}", values)
    cursor.execute("ANALYZE rebuilt")
    cursor.execute(DIFFERING, values)
    found: int = cursor.fetchone()[0]
    return found
