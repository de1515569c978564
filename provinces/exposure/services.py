"""Exposures are kept in step with stays and zones, and citizens are asked where it is uncertain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from core.db import days, locks, temporary
from core.db.planning import by_index
from provinces.accounts.models import User
from provinces.citizens import services as citizens
from provinces.citizens.models import Citizen
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy.tasks import nudge

from . import asking, matching, observing
from .models import Answer, CaseStay, Question
from .observing import Affected

DRAIN = "provinces.status.tasks.drain"

TABLES = {
    "marked_cell": "day integer, cell bigint",
    "marked_stay": "citizen_id integer, day integer, cell bigint",
    "pair": matching.PAIR,
    "kept": matching.KINDS,
    "wanted": matching.KINDS,
    "old": matching.KINDS,
    "new": matching.KINDS,
    "moved": "citizen_id integer, came boolean",
}

# A mark without a citizen stands for whoever has stays on that day.
TAKE_MARKS = """
WITH taken AS (
    DELETE FROM citizens_stalemark WHERE day >= %(lo)s AND day < %(hi)s
    RETURNING citizen_id, day, cell),
stays AS (
    INSERT INTO marked_stay
    SELECT DISTINCT citizen_id, day, cell FROM taken WHERE citizen_id IS NOT NULL),
cells AS (
    INSERT INTO marked_cell SELECT DISTINCT day, cell FROM taken WHERE citizen_id IS NOT NULL
    RETURNING cell)
SELECT (SELECT count(*) FROM cells), EXISTS (SELECT FROM taken WHERE citizen_id IS NULL)
"""

IS_EMPTY = "SELECT NOT EXISTS (SELECT FROM exposure_exposure WHERE day = %(lo)s)"

KEPT = f"""
INSERT INTO kept SELECT {matching.COLUMNS} FROM exposure_exposure
WHERE day >= %(lo)s AND day < %(hi)s
"""
KEPT_OF_ZONES = f"{KEPT} AND zone_id = ANY(%(zones)s)"
KEPT_OF_CELLS = f"""
INSERT INTO kept SELECT {matching.COLUMNS} FROM marked_cell JOIN exposure_exposure USING (cell, day)
WHERE day >= %(lo)s AND day < %(hi)s AND zone_id <> ALL(%(zones)s)
"""

OLD = "INSERT INTO old SELECT * FROM kept EXCEPT ALL SELECT * FROM wanted"
NEW = "INSERT INTO new SELECT * FROM wanted EXCEPT ALL SELECT * FROM kept"

GO = """
DELETE FROM exposure_exposure e USING old o
WHERE e.day >= %(lo)s AND e.day < %(hi)s AND e.day = o.day
  AND e.cell = o.cell AND e.zone_id = o.zone_id AND e.certain = o.certain
"""
COME = f"""
WITH come AS (
    INSERT INTO exposure_exposure ({matching.COLUMNS}) {{wanted}} RETURNING citizens)
SELECT coalesce(sum(cardinality(citizens)), 0)::bigint FROM come
"""

COME_AT_ONCE = f"""
WITH come AS (
    INSERT INTO exposure_exposure ({matching.COLUMNS}) {{wanted}} RETURNING citizens)
INSERT INTO moved SELECT unnest(citizens), true FROM come
"""

# Of a row that differs, only those who are not in both.
MOVED = "INSERT INTO moved SELECT citizen_id, {came} FROM ({one} EXCEPT ALL {other}) AS differing"

ALL_MOVED = """
INSERT INTO moved
SELECT DISTINCT unnest(citizens), NULL::boolean FROM exposure_exposure WHERE day = %(lo)s
"""

# A revision may be of the level alone, which no exposure tells.
STAYED = "INSERT INTO moved SELECT unnest(citizens), NULL FROM kept WHERE zone_id = ANY(%(zones)s)"

# Whoever has checked in where a revised zone lies, or is being asked about it.
PROMPTED = """
INSERT INTO moved
SELECT c.citizen_id, NULL::boolean FROM zones_zonerange r
JOIN presence_checkin c ON c.cell BETWEEN r.lo AND r.hi WHERE r.zone_id = ANY(%(zones)s)
UNION
SELECT q.citizen_id, NULL FROM exposure_question q
WHERE q.zone_id = ANY(%(zones)s) AND q.answer = '' AND q.closes_at > %(now)s
"""

COUNT = "SELECT count(*) FILTER (WHERE NOT came), count(*) FILTER (WHERE came) FROM moved"

MARK_MOVED = "SELECT DISTINCT citizen_id, NULL::integer FROM moved"


class NotAsked(LookupError):
    """The question is not open: answered, closed, or never asked of this person."""


class NotSaid(LookupError):
    """There is no yes of this person to the question, which could be taken back."""


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


def rematch(
    span: Span, *, zones: Sequence[int], now: datetime, everything: bool = False
) -> Matched:
    """Bring the exposures of some days in step with the revised zones and the marked cells.

    Takes the days' marks; whoever's exposures changed, and whom a revised zone may prompt a
    question of, is marked for facts. With `everything`, all zones and citizens are matched anew
    and only the differences are written; nobody is marked then, for whoever asks for everything
    goes on to decide about everybody.
    """
    hold(span)
    values: dict[str, Any] = {"lo": span.lo, "hi": span.hi, "zones": list(zones), "now": now}
    with connection.cursor() as cursor:
        temporary.ready(cursor, **TABLES)
        cursor.execute(TAKE_MARKS, values)
        cells, everybody = cursor.fetchone()
        affected = Affected(bool(cells), bool(zones), everything or everybody)
        if not affected:
            return Matched(0, 0)
        done = _bring_in_step(cursor, values, affected, noting=not everything)
        observing.restay(cursor, values, affected, noting=not everything)
        if not everything:
            cursor.execute(PROMPTED, values)
            citizens.mark_stale_from(MARK_MOVED, [], because=Event.ZONE_REVISED, at=now)
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
    written = 0
    if affected.everybody:
        of_days = _days(Span(values["lo"], values["hi"]))
        form = _of_a_day(cursor, values, count=len(of_days))
        for day in of_days:
            of_day = {**values, "lo": day, "hi": day + 1}
            written += _do_day(cursor, of_day, form, noting=noting)
    else:
        cursor.execute("ANALYZE marked_cell")
        kept = [KEPT_OF_ZONES] * affected.zones + [KEPT_OF_CELLS] * affected.cells
        wanted = [matching.OF_ZONES] * affected.zones + [matching.BY_CELL] * affected.cells
        _exchange(cursor, values, kept, wanted)
    cursor.execute(COUNT)
    gone, come = cursor.fetchone()
    return Matched(gone, come + written)


def _of_a_day(cursor: Any, values: dict[str, Any], *, count: int) -> str:
    """Return the form of the match of everybody's day that suits so many days.

    What is the same for every day takes a while to find, and pays for several.
    """
    if count < matching.SEVERAL_DAYS:
        return matching.BY_RANGE
    with by_index(cursor):
        cursor.execute(matching.PAIRS, values)
    cursor.execute("ANALYZE pair")
    return matching.BY_PAIR


def _do_day(cursor: Any, of_day: dict[str, Any], wanted: str, *, noting: bool) -> int:
    """Match a whole day; return how many exposures were written without comparing any."""
    cursor.execute(IS_EMPTY, of_day)
    if cursor.fetchone()[0]:
        with by_index(cursor):
            cursor.execute(COME.format(wanted=wanted), of_day)
            found: int = cursor.fetchone()[0]
        if noting:
            cursor.execute(ALL_MOVED, of_day)
        return found
    _exchange(cursor, of_day, [KEPT], [wanted])
    return 0


def _exchange(
    cursor: Any, values: dict[str, Any], kept: Sequence[str], wanted: Sequence[str]
) -> None:
    """Write the rows that are wanted and not kept, remove the others, and note who moved."""
    with by_index(cursor):
        if not _keep(cursor, values, kept):
            # Nothing to compare with: a new zone, a cell where nobody had met one.
            for statement in wanted:
                cursor.execute(COME_AT_ONCE.format(wanted=statement), values)
            return
        temporary.empty(cursor, "wanted", "old", "new")
        for statement in wanted:
            cursor.execute(f"INSERT INTO wanted {statement}", values)
    cursor.execute(OLD)
    went = cursor.rowcount
    cursor.execute(NEW)
    came = cursor.rowcount
    if went:
        with by_index(cursor):
            cursor.execute(GO, values)
    if came:
        cursor.execute(COME.format(wanted="SELECT * FROM new"))
    if went or came:
        old, new = (matching.EXPOSURES.format(table=table) for table in ("old", "new"))
        cursor.execute(MOVED.format(came="false", one=old, other=new))
        cursor.execute(MOVED.format(came="true", one=new, other=old))
    cursor.execute(STAYED, values)


def _keep(cursor: Any, values: dict[str, Any], statements: Sequence[str]) -> int:
    """Fill `kept`; return how many rows there are."""
    temporary.empty(cursor, "kept")
    found = 0
    for statement in statements:
        cursor.execute(statement, values)
        found += cursor.rowcount
    return found


@transaction.atomic
def answer(
    question: int, *, of: Citizen, said: Answer, now: datetime, by: User | None = None
) -> Question:
    """Take a citizen's answer to a question asked of them; at a desk `by` is the official.

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
    ledger.record(Event.QUESTION_ANSWERED, by=by or of, about=of, at=now, body=body)
    citizens.mark_stale([of.pk], because=Event.QUESTION_ANSWERED, at=now)
    nudge(DRAIN)
    return found


@transaction.atomic
def take_back(question: int, *, of: Citizen, now: datetime, by: User | None = None) -> Question:
    """Take back a citizen's yes: the match is uncertain again, and the question open once more.

    At a desk `by` is the official. Raises NotSaid where they did not say yes to it.
    """
    said = Question.objects.select_for_update(of=("self",)).filter(
        pk=question, citizen=of, answer=Answer.YES
    )
    found = said.select_related("zone").first()
    if found is None:
        raise NotSaid(question)
    found.answer, found.answered_at, found.closes_at = "", None, asking.closes(now)
    found.save(update_fields=["answer", "answered_at", "closes_at"])
    body = {"zone": str(found.zone), "day": found.day}
    ledger.record(Event.ANSWER_TAKEN_BACK, by=by or of, about=of, at=now, body=body)
    citizens.mark_stale([of.pk], because=Event.ANSWER_TAKEN_BACK, at=now)
    nudge(DRAIN)
    return found


def forget_questions(*, before: int) -> int:
    """Remove the questions about days before a minute, whatever was said; return how many."""
    return Question.objects.filter(day__lt=before).delete()[0]


def forget_case_stays(*, before: int) -> int:
    """Remove what is kept of where cases stayed on days before a minute; return how many."""
    return CaseStay.objects.filter(day__lt=before).delete()[0]
