"""Exposures are kept in step with stays and zones, and citizens are asked where it is uncertain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from core.db import days, locks, temporary
from core.periods import epoch_minute
from provinces.citizens import services as citizens
from provinces.citizens.models import Citizen
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy import scope
from provinces.tenancy.tasks import nudge

from . import matching
from .asking import PROMPTED, ask_about_check_ins
from .models import Answer, Question

DRAIN = "provinces.status.tasks.drain"

EXPOSED = (
    "cell bigint, zone_id integer, citizen_id integer, day integer, started integer,"
    " ended integer, certain boolean"
)
TABLES = {
    "marked": "citizen_id integer PRIMARY KEY",
    "kept": EXPOSED,
    "wanted": EXPOSED,
    "moved": "citizen_id integer",
}

# A mark without a citizen stands for whoever has stays on that day.
TAKE_MARKS = """
WITH taken AS (
    DELETE FROM citizens_stalemark WHERE day >= %(lo)s AND day < %(hi)s RETURNING citizen_id),
named AS (
    INSERT INTO marked SELECT DISTINCT citizen_id FROM taken WHERE citizen_id IS NOT NULL
    RETURNING citizen_id)
SELECT (SELECT count(*) FROM named), EXISTS (SELECT FROM taken WHERE citizen_id IS NULL)
"""

IS_EMPTY = """
SELECT NOT EXISTS (SELECT FROM exposure_exposure WHERE day >= %(lo)s AND day < %(hi)s)
"""

KEPT = f"""
INSERT INTO kept SELECT {matching.COLUMNS} FROM exposure_exposure
WHERE day >= %(lo)s AND day < %(hi)s
"""
KEPT_OF_ZONES = f"{KEPT} AND zone_id = ANY(%(zones)s)"
KEPT_OF_MARKED = f"""{KEPT}
    AND citizen_id IN (SELECT citizen_id FROM marked) AND zone_id <> ALL(%(zones)s)"""

GONE = """
WITH gone AS (
    DELETE FROM exposure_exposure e
    USING (SELECT * FROM kept EXCEPT ALL SELECT * FROM wanted) g
    WHERE e.day >= %(lo)s AND e.day < %(hi)s AND e.day = g.day
      AND e.citizen_id = g.citizen_id AND e.zone_id = g.zone_id
      AND e.cell = g.cell AND e.started = g.started
    RETURNING e.citizen_id)
INSERT INTO moved SELECT citizen_id FROM gone
"""

COME = f"""
WITH come AS (
    INSERT INTO exposure_exposure ({matching.COLUMNS}) {{come}} RETURNING citizen_id)
INSERT INTO moved SELECT citizen_id FROM come
"""

NEW = "SELECT * FROM wanted EXCEPT ALL SELECT * FROM kept"

# A revision may be of the level alone, which no exposure tells.
STAYED = "INSERT INTO moved SELECT citizen_id FROM kept WHERE zone_id = ANY(%(zones)s)"

MARK_MOVED = "SELECT DISTINCT citizen_id, NULL::integer FROM moved"

# The zone-days about which an answer would count.
UNCERTAIN = """
SELECT d.citizen_id, d.zone_id, d.day
FROM zone_day d JOIN zones_effectivezone z ON z.id = d.zone_id
WHERE d.minutes < %(dwell)s AND d.at_most >= %(dwell)s AND z.level = ANY(%(levels)s)
"""

ASK = f"""
INSERT INTO exposure_question (citizen_id, zone_id, day, asked_at, closes_at, answer)
SELECT citizen_id, zone_id, day, %(now)s, %(closes)s, '' FROM ({UNCERTAIN}) AS uncertain
WHERE NOT EXISTS (
    SELECT FROM exposure_question q
    WHERE q.citizen_id >= %(lo)s AND q.citizen_id < %(hi)s AND q.citizen_id = uncertain.citizen_id
      AND q.zone_id = uncertain.zone_id AND q.day = uncertain.day)
ON CONFLICT (citizen_id, zone_id, day) DO NOTHING
"""

# What happened after the moment being judged keeps its question, too.
WITHDRAW = f"""
WITH idle AS MATERIALIZED (
    SELECT q.id FROM exposure_question q
    WHERE q.citizen_id >= %(lo)s AND q.citizen_id < %(hi)s
      AND q.citizen_id IN (SELECT citizen_id FROM stale)
      AND q.answer = '' AND q.closes_at > %(now)s
      AND (q.citizen_id, q.zone_id, q.day) NOT IN (SELECT * FROM ({UNCERTAIN}) AS uncertain))
DELETE FROM exposure_question q USING idle
WHERE q.id = idle.id AND NOT EXISTS ({PROMPTED}) AND NOT EXISTS (
    SELECT FROM exposure_exposure e
    WHERE e.citizen_id = q.citizen_id AND e.zone_id = q.zone_id AND e.day = q.day
      AND e.started >= %(as_of)s)
"""


class NotAsked(LookupError):
    """The question is not open: answered, closed, or never asked of this person."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days `[lo, hi)`, in minutes since the epoch."""

    lo: int
    hi: int


@dataclass(frozen=True, slots=True)
class Matched:
    """How many exposures went and came."""

    gone: int
    come: int


@dataclass(frozen=True, slots=True)
class Affected:
    """Whose exposures are looked at: so many marked citizens', the revised zones', or all."""

    marked: int
    zones: bool
    everybody: bool

    def __bool__(self) -> bool:
        return bool(self.marked or self.zones or self.everybody)


def rematch(
    span: Span, *, zones: Sequence[int], dwell: int, now: datetime, everything: bool = False
) -> Matched:
    """Bring the exposures of some days in step with the revised zones and the marked citizens.

    Takes the days' marks; whoever's exposures changed is marked for facts. With `everything`,
    all zones and citizens are matched anew and only the differences are written; nobody is
    marked then, for whoever asks for everything goes on to decide about everybody. Check-ins of
    the days prompt questions, unless there are `dwell` certain minutes.
    """
    hold(span)
    values: dict[str, Any] = {"lo": span.lo, "hi": span.hi, "zones": list(zones)}
    with connection.cursor() as cursor:
        temporary.ready(cursor, **TABLES)
        cursor.execute(TAKE_MARKS, values)
        marked, everybody = cursor.fetchone()
        affected = Affected(marked, bool(zones), everything or everybody)
        if not affected:
            return Matched(0, 0)
        done = _bring_in_step(cursor, values, affected, noting=not everything)
        if not everything:
            citizens.mark_stale_from(MARK_MOVED, [], because=Event.ZONE_REVISED, at=now)
        values |= {"dwell": dwell, "now": now, "closes": _closes(now)}
        ask_about_check_ins(cursor, values, everything=affected.everybody)
    return done


def hold(span: Span) -> None:
    """Keep others from matching some days until the transaction ends.

    Whoever matches several spans in one transaction holds all of them first, or takes them in
    the order of days.
    """
    locks.hold("exposure day", _days(span))


def _days(span: Span) -> list[int]:
    bounds = days.partitions_of("exposure_exposure").values()
    return [lo for lo, _ in bounds if span.lo <= lo < span.hi]


def _closes(now: datetime) -> datetime:
    return now + timedelta(hours=settings.EXPOSURE_QUESTION_HOURS)


def _bring_in_step(
    cursor: Any, values: dict[str, Any], affected: Affected, *, noting: bool
) -> Matched:
    """Have the affected exposures be what a match makes; `noting` fills `moved`."""
    cursor.execute("ANALYZE marked")
    statements = _statements(cursor, values, affected)
    if not _keep(cursor, values, affected):
        return Matched(0, sum(_come(cursor, values, each, noting=noting) for each in statements))
    for statement in statements:
        with by_index(cursor):
            cursor.execute(f"INSERT INTO wanted {statement}", values)
    cursor.execute("ANALYZE kept, wanted")
    cursor.execute(GONE, values)
    gone = cursor.rowcount
    cursor.execute(STAYED, values)
    return Matched(gone, _come(cursor, values, NEW, noting=noting))


def _keep(cursor: Any, values: dict[str, Any], affected: Affected) -> int:
    """Lay the affected exposures that there are aside, to compare with; return how many."""
    cursor.execute(IS_EMPTY, values)
    if cursor.fetchone()[0]:
        return 0
    if affected.everybody:
        parts = [KEPT]
    else:
        parts = [KEPT_OF_ZONES] * affected.zones + [KEPT_OF_MARKED] * bool(affected.marked)
    count = 0
    for part in parts:
        cursor.execute(part, values)
        count += cursor.rowcount
    return count


def _come(cursor: Any, values: dict[str, Any], statement: str, *, noting: bool) -> int:
    plain = f"INSERT INTO exposure_exposure ({matching.COLUMNS}) {statement}"
    with by_index(cursor):
        cursor.execute(COME.format(come=statement) if noting else plain, values)
        return cursor.rowcount


@contextmanager
def by_index(cursor: Any) -> Iterator[None]:
    """Have the planner match by index, whatever its statistics say.

    Tables that were filled a moment ago look small to it, and reading a whole day for each range
    takes minutes where index scans take a second.
    """
    cursor.execute("SET LOCAL enable_seqscan = off")
    yield
    cursor.execute("SET LOCAL enable_seqscan = on")


def _statements(cursor: Any, values: dict[str, Any], affected: Affected) -> list[str]:
    if affected.everybody:
        return [matching.everything()]
    statements = [matching.of_zones()] if affected.zones else []
    if affected.marked:
        stays, ranges = _sizes(cursor, values, affected.marked)
        statements.append(matching.of_marked(stays=stays, ranges=ranges))
    return statements


def _sizes(cursor: Any, values: dict[str, Any], marked: int) -> tuple[int, int]:
    """Return about how many stays the marked have, and how many ranges there are."""
    cursor.execute(
        "SELECT greatest(reltuples, 0) FROM pg_class WHERE oid = 'zones_zonerange'::regclass"
    )
    ranges = int(cursor.fetchone()[0])
    days = max(1, (values["hi"] - values["lo"]) // 1440)
    return marked * 5 * days, ranges


@dataclass(frozen=True, slots=True)
class Worth:
    """What makes an answer count: so many minutes of a zone and day, at one of these levels."""

    dwell: int
    levels: Sequence[int]


def ask(
    cursor: Any, bounds: dict[str, Any], worth: Worth, *, as_of: datetime, now: datetime
) -> int:
    """Ask the citizens in `stale` wherever an answer would count; return how many questions.

    It would where possible minutes make up what certain ones lack. Reads `zone_day`, which
    `counting` fills; the stale are `[lo, hi)` at most. Open questions where an answer no longer
    counts, and that no check-in prompts, are withdrawn.
    """
    values = {**bounds, "dwell": worth.dwell, "levels": list(worth.levels), "now": now}
    values |= {"closes": _closes(now), "as_of": epoch_minute(as_of)}
    cursor.execute(WITHDRAW, {**values, "time_zone": scope.current().time_zone})
    cursor.execute(ASK, values)
    return cursor.rowcount


@transaction.atomic
def answer(question: int, *, of: Citizen, said: Answer, now: datetime) -> Question:
    """Take a citizen's answer to a question asked of them.

    "Yes" makes the match certain; "no" drops it. Raises NotAsked where the question is not open
    or somebody else's.
    """
    asked = Question.objects.select_for_update().filter(
        pk=question, citizen=of, answer="", closes_at__gt=now
    )
    found = asked.select_related("zone").first()
    if found is None:
        raise NotAsked(question)
    found.answer, found.answered_at = said, now
    found.save(update_fields=["answer", "answered_at"])
    body = {"zone": str(found.zone), "day": found.day, "answer": str(said)}
    ledger.record(Event.QUESTION_ANSWERED, by=of, about=of, at=now, body=body)
    citizens.mark_stale([of.pk], because=Event.QUESTION_ANSWERED, at=now)
    nudge(DRAIN)
    return found
