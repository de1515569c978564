"""A drawn zone as if it were in effect: who met it, whom it would ask, and what would follow.

Only those are looked at: whoever stayed or checked in where it may count.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.cells.compiling import compile_zone
from core.db.planning import by_index
from core.periods import epoch_minute
from provinces.exposure import asking, counting, matching
from provinces.facts import assembly
from provinces.status import deciding, pipeline
from provinces.tenancy import scope
from provinces.zones import rows
from provinces.zones import services as zones
from provinces.zones.drafts import Draft, checked
from provinces.zones.models import EffectiveZone
from provinces.zones.rows import Rows
from provinces.zones.services.effects import thresholds

from . import aside, comparing, disclosing
from .comparison import Comparison

# No zone in effect has that number, and a new one would have the highest.
NUMBER = 2**31 - 1
EVERYBODY = {"lo": 0, "hi": 2**31 - 1}

# The zone beside those in effect, its ranges alone, and the questions of whoever is concerned.
RELATIONS = [
    "CREATE TEMPORARY TABLE draft_zone AS TABLE zones_effectivezone WITH NO DATA",
    "CREATE TEMPORARY VIEW zones_effectivezone AS"
    " TABLE zones_effectivezone UNION ALL TABLE draft_zone",
    "CREATE TEMPORARY TABLE zones_zonerange AS TABLE zones_zonerange WITH NO DATA",
    "CREATE TEMPORARY VIEW kept_question AS TABLE exposure_question",
    "CREATE TEMPORARY TABLE exposure_question AS TABLE exposure_question WITH NO DATA",
    "CREATE UNIQUE INDEX ON pg_temp.exposure_question (citizen_id, zone_id, day)",
    aside.SHEETS,
]

IN_EFFECT = """
INSERT INTO draft_zone (id, source, level, starts, ends)
VALUES (%(id)s, %(source)s, %(level)s, %(starts)s, %(ends)s)
"""

MATCH = f"INSERT INTO wanted {matching.OF_ZONES}"

CONCERNED = """
INSERT INTO stale
SELECT unnest(citizens) FROM wanted
UNION
SELECT c.citizen_id FROM zones_zonerange r JOIN presence_checkin c ON c.cell BETWEEN r.lo AND r.hi
"""

QUESTIONS = """
INSERT INTO exposure_question
SELECT q.* FROM stale JOIN kept_question q ON q.citizen_id = stale.citizen_id
"""

COUNTED = f"""
INSERT INTO zone_day
{counting.ZONE_DAYS.format(exposures=matching.EXPOSURES.format(table="wanted"))}
"""

MET = """
INSERT INTO deciding
SELECT DISTINCT citizen_id FROM zone_day WHERE zone_id = %s AND left_minute IS NOT NULL
"""

ASKED = "SELECT count(DISTINCT citizen_id) FROM exposure_question WHERE zone_id = %s"


@dataclass(frozen=True, slots=True)
class ZoneEffect:
    """How many people certainly met a zone, how many would be asked, and the first ones' status."""

    fine_cells: int
    met: int
    asked: int
    comparison: Comparison

    def shown(self) -> dict[str, Any]:
        """Return what people are shown, as `Comparison.shown` does."""
        return {
            "fine_cells": self.fine_cells,
            "met": disclosing.told(self.met),
            "asked": disclosing.told(self.asked),
            **self.comparison.shown(),
        }


def zone(draft: Draft, *, as_of: datetime, patience: timedelta | None = None) -> ZoneEffect:
    """Return what would follow under the law in force if a zone were in effect as it is drawn.

    Nothing is written or locked. Raises as `zones.declare` does for what cannot be declared,
    BeforeTheLastRun, and TookTooLong where there is `patience` for so long a statement only.
    """
    comparing.require_comparable(as_of)
    draft, law = checked(draft), pipeline.law_at(as_of)
    cells = zones.preview(draft.geometry, draft.datum, area=draft.area).snapped.cells
    with aside.standing(*RELATIONS, patience=patience) as cursor:
        _put_in_effect(cursor, draft, Rows.of(compile_zone(cells, thresholds())))
        _meet(cursor, as_of)
        worth = asking.Worth(law.verdicts.dwell, assembly.reach_by_level(law.verdicts.reach))
        asking.ask(cursor, EVERYBODY, worth, as_of=as_of, now=as_of)
        assembly.assemble(cursor, EVERYBODY, law.terms, as_of=as_of)
        cursor.execute(MET, [NUMBER])
        met: int = cursor.rowcount
        cursor.execute("ANALYZE deciding")
        deciding.judge(cursor, law.verdicts, as_of=as_of)
        found = comparing.compare(cursor, default=law.verdicts.default, as_of=as_of)
        cursor.execute(ASKED, [NUMBER])
        return ZoneEffect(cells.count(), met, cursor.fetchone()[0], found)


def _put_in_effect(cursor: Any, draft: Draft, ranges: Rows) -> None:
    starts, ends = epoch_minute(draft.starts_at), epoch_minute(draft.ends_at)
    zone = EffectiveZone(id=NUMBER, level=draft.level, starts=starts, ends=ends)
    values = {"id": NUMBER, "source": scope.current().slug, "level": draft.level}
    values |= {"starts": starts, "ends": ends}
    cursor.execute(IN_EFFECT, values)
    rows.write([(zone, ranges)])
    cursor.execute("ANALYZE draft_zone, zones_zonerange")


def _meet(cursor: Any, as_of: datetime) -> None:
    """Match the zone, and count the minutes of whoever it concerns in all zones."""
    days = pipeline.ALL_DAYS
    with by_index(cursor):
        cursor.execute(MATCH, {"zones": [NUMBER], "lo": days.lo, "hi": days.hi})
    cursor.execute(CONCERNED)
    cursor.execute("ANALYZE stale")
    cursor.execute(QUESTIONS)
    counting.count(cursor, EVERYBODY, as_of=as_of)
    cursor.execute(COUNTED, {"as_of": epoch_minute(as_of)})
    cursor.execute("ANALYZE zone_day")
