"""Exposures are kept in step with stays and zones, and citizens are asked where it is uncertain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from core.db import days, locks, temporary
from provinces.citizens import services as citizens
from provinces.citizens.models import Citizen
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy.tasks import nudge

from . import matching
from .asking import closes
from .models import Answer, Question
from .prompting import ask_about_check_ins

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
        values |= {"dwell": dwell, "now": now, "closes": closes(now)}
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
    # In the order of citizens their index is filled faster, and the next stage reads in order.
    plain = f"INSERT INTO exposure_exposure ({matching.COLUMNS}) {statement} ORDER BY citizen_id"
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


def forget_questions(*, before: int) -> int:
    """Remove the questions about days before a minute, whatever was said; return how many."""
    return Question.objects.filter(day__lt=before).delete()[0]
