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
from provinces.citizens import services as citizens
from provinces.citizens.models import Citizen
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy.tasks import nudge

from . import matching
from .models import Answer, Question

DRAIN = "provinces.status.tasks.drain"

TABLES = {
    "marked": "citizen_id integer PRIMARY KEY",
    "wanted": "cell bigint, zone_id integer, citizen_id integer, day integer, started integer,"
    " ended integer, certain boolean",
    "moved": "citizen_id integer, day integer",
}

TAKE_MARKS = """
WITH taken AS (
    DELETE FROM citizens_stalemark WHERE day >= %(lo)s AND day < %(hi)s RETURNING citizen_id)
INSERT INTO marked SELECT DISTINCT citizen_id FROM taken
"""

SAME = """w.cell = e.cell AND w.zone_id = e.zone_id AND w.citizen_id = e.citizen_id
    AND w.day = e.day AND w.started = e.started AND w.ended = e.ended AND w.certain = e.certain"""

GONE = f"""
WITH gone AS (
    DELETE FROM exposure_exposure e WHERE e.day >= %(lo)s AND e.day < %(hi)s AND {{scope}}
        AND NOT EXISTS (SELECT FROM wanted w WHERE {SAME})
    RETURNING citizen_id, day)
INSERT INTO moved SELECT DISTINCT citizen_id, day FROM gone
"""

COME = f"""
WITH come AS (
    INSERT INTO exposure_exposure ({matching.COLUMNS})
    SELECT {matching.COLUMNS} FROM wanted w WHERE NOT EXISTS (
        SELECT FROM exposure_exposure e
        WHERE e.day >= %(lo)s AND e.day < %(hi)s AND {SAME})
    RETURNING citizen_id, day)
INSERT INTO moved SELECT DISTINCT citizen_id, day FROM come
"""

IN_SCOPE = """(e.zone_id = ANY(%(zones)s)
    OR EXISTS (SELECT FROM marked m WHERE m.citizen_id = e.citizen_id))"""

ASK = """
INSERT INTO exposure_question (citizen_id, zone_id, day, asked_at, closes_at, answer)
SELECT e.citizen_id, e.zone_id, e.day, %(now)s, %(closes)s, ''
FROM exposure_exposure e
WHERE e.day >= %(lo)s AND e.day < %(hi)s {whose}
GROUP BY e.citizen_id, e.zone_id, e.day
HAVING bool_or(NOT e.certain)
   AND coalesce(sum(e.ended - e.started) FILTER (WHERE e.certain), 0) < %(dwell)s
   AND sum(e.ended - e.started) >= %(dwell)s
ON CONFLICT (citizen_id, zone_id, day) DO NOTHING
"""

OF_MOVED = "AND (e.citizen_id, e.day) IN (SELECT citizen_id, day FROM moved)"

WITHDRAW = """
DELETE FROM exposure_question q USING moved m
WHERE q.citizen_id = m.citizen_id AND q.day = m.day AND q.answer = '' AND NOT EXISTS (
    SELECT FROM exposure_exposure e
    WHERE e.day = q.day AND e.citizen_id = q.citizen_id AND e.zone_id = q.zone_id)
"""

MARK = "SELECT DISTINCT citizen_id, NULL::integer FROM moved"


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


def rematch(
    span: Span, *, zones: Sequence[int], dwell: int, now: datetime, everything: bool = False
) -> Matched:
    """Bring the exposures of some days in step with the revised zones and the marked citizens.

    Takes the days' marks; whoever's exposures changed is marked for facts, and asked where a
    possible match of at least `dwell` minutes would count. With `everything`, all zones and
    citizens are matched anew and only the differences are written.
    """
    hold(span)
    values: dict[str, Any] = {"lo": span.lo, "hi": span.hi, "zones": list(zones)}
    with connection.cursor() as cursor:
        temporary.ready(cursor, **TABLES)
        cursor.execute(TAKE_MARKS, values)
        marked = cursor.rowcount
        if not (marked or zones or everything):
            return Matched(0, 0)
        closes = now + timedelta(hours=settings.EXPOSURE_QUESTION_HOURS)
        values |= {"dwell": dwell, "now": now, "closes": closes}
        if everything and _is_empty(cursor, values):
            return _fill(cursor, values)
        done = _bring_in_step(cursor, values, marked=marked, everything=everything)
        if done.gone or done.come:
            _tell(cursor, values)
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
    cursor: Any, values: dict[str, Any], *, marked: int, everything: bool
) -> Matched:
    for statement in _statements(cursor, values, marked=marked, everything=everything):
        with by_index(cursor):
            cursor.execute(f"INSERT INTO wanted {statement}", values)
    cursor.execute("ANALYZE wanted")
    cursor.execute(GONE.format(scope="true" if everything else IN_SCOPE), values)
    gone = cursor.rowcount
    cursor.execute(COME, values)
    return Matched(gone, cursor.rowcount)


@contextmanager
def by_index(cursor: Any) -> Iterator[None]:
    """Have the planner match by index, whatever its statistics say.

    Tables that were filled a moment ago look small to it, and reading a whole day for each range
    takes minutes where index scans take a second.
    """
    cursor.execute("SET LOCAL enable_seqscan = off")
    yield
    cursor.execute("SET LOCAL enable_seqscan = on")


def _is_empty(cursor: Any, values: dict[str, Any]) -> bool:
    cursor.execute(
        "SELECT NOT EXISTS (SELECT FROM exposure_exposure WHERE day >= %(lo)s AND day < %(hi)s)",
        values,
    )
    return cursor.fetchone()[0]


def _fill(cursor: Any, values: dict[str, Any]) -> Matched:
    """Match everything into days that hold nothing yet.

    There is nothing to compare with; nor is anybody marked, for whoever asks for everything
    goes on to decide about everybody.
    """
    with by_index(cursor):
        statement = matching.everything()
        cursor.execute(f"INSERT INTO exposure_exposure ({matching.COLUMNS}) {statement}", values)
        come = cursor.rowcount
    cursor.execute(ASK.format(whose=""), values)
    return Matched(0, come)


def _statements(cursor: Any, values: dict[str, Any], *, marked: int, everything: bool) -> list[str]:
    if everything:
        return [matching.everything()]
    statements = [matching.of_zones()] if values["zones"] else []
    if marked:
        cursor.execute("ANALYZE marked")
        stays, ranges = _sizes(cursor, values, marked)
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


def _tell(cursor: Any, values: dict[str, Any]) -> None:
    cursor.execute("ANALYZE moved")
    cursor.execute(WITHDRAW)
    cursor.execute(ASK.format(whose=OF_MOVED), values)
    citizens.mark_stale_from(MARK, [], because=Event.ZONE_REVISED, at=values["now"])


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
