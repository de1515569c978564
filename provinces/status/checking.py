"""Does the incremental state equal a full rebuild, row for row? Computed beside it, not over it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import connection, transaction

from core.db import temporary
from provinces.exposure import matching
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


_EVERYTHING = {"lo": 0, "hi": pipeline.ALL_DAYS.hi}

EXPOSURES = f"""
WITH rebuilt AS ({matching.everything()}),
differing AS (
    (SELECT {matching.COLUMNS} FROM rebuilt
     EXCEPT ALL SELECT {matching.COLUMNS} FROM exposure_exposure)
    UNION ALL
    (SELECT {matching.COLUMNS} FROM exposure_exposure
     EXCEPT ALL SELECT {matching.COLUMNS} FROM rebuilt))
SELECT count(*) FROM differing
"""

OUTCOMES = f"""
SELECT count(*) FROM status_current c FULL JOIN verdict v ON v.citizen_id = c.citizen_id
WHERE CASE WHEN c.citizen_id IS NULL THEN v.grounds <> '[]'::jsonb
           WHEN v.citizen_id IS NULL THEN c.until > %(as_of)s
           ELSE v.outlook <> ({deciding.CURRENT_OUTLOOK})
                OR (c.until > %(as_of)s AND v.status <> c.status) END
"""


@transaction.atomic
def check(*, as_of: datetime) -> Differences:
    """Rebuild exposures, facts and outcomes from stays and zones, and count what differs."""
    law = pipeline.law_at(as_of)
    with connection.cursor() as cursor:
        cursor.execute(EXPOSURES, _EVERYTHING)
        exposures = cursor.fetchone()[0]
        facts = assembly.differences(as_of=as_of, dwell=law.verdicts.dwell)
        temporary.ready(cursor, **pipeline.TABLES)
        cursor.execute(
            "INSERT INTO deciding SELECT citizen_id FROM facts_factsheet"
            " UNION SELECT citizen_id FROM status_current"
        )
        cursor.execute("ANALYZE deciding")
        deciding.judge(cursor, law.verdicts, as_of=as_of)
        cursor.execute(OUTCOMES, {"as_of": as_of})
        return Differences(exposures, facts, cursor.fetchone()[0])
