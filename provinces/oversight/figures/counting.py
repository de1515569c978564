"""Counting a figure: from what the ledger recorded in a period, and from outcomes.

Exact, and for this room alone: `suppressing` says what of it is published.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db import connection
from django.db.models import F, Q, QuerySet

from provinces.appeals.models import Appeal, Basis, Outcome, Thing
from provinces.evidence.models import Evidence
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.status import queries as status
from provinces.status.models import Current

from .definitions import CELLS, Name

ANSWERS = (Event.APPEAL_ANSWERED, Event.APPEAL_CLOSED)
IN_FAVOUR = (Outcome.UPHELD, Outcome.PARTLY)
# What is due is done within the minute, as a rule.
OVERDUE = timedelta(hours=1)

HOLDS = {
    Event.ASSERTION_HELD: "held",
    Event.ASSERTION_RELEASED: "released",
    Event.ASSERTION_REFUSED: "refused",
    Event.EVIDENCE_HELD: "held",
    Event.EVIDENCE_HOLD_RELEASED: "released",
    Event.EVIDENCE_HOLD_REFUSED: "refused",
}

GIVEN = """
SELECT count(*) FROM (
    SELECT min(d.made_at) AS given_at
    FROM status_outcome o
    JOIN status_decision d ON d.id = o.decision_id
    LEFT JOIN status_run r ON r.id = d.run_id
    CROSS JOIN LATERAL jsonb_to_recordset(o.grounds)
        AS g (ground text, since timestamptz, rank integer)
    WHERE d.made_at < %(end)s AND (d.run_id IS NULL OR r.state = 'published') AND g.rank > 0
    GROUP BY o.citizen_id, g.ground, g.since) AS grounds
WHERE given_at >= %(start)s
"""


@dataclass(frozen=True, slots=True)
class Span:
    """A time `[start, end)` in which something is counted."""

    start: datetime
    end: datetime


def count(name: Name, span: Span) -> dict[str, int]:
    """Return the cells of a figure of a month, each with its number, those of nothing too."""
    found = COUNTS[name](span)
    return {**dict.fromkeys(CELLS.get(name, {}), 0), **found}


def hours_to_clear(span: Span) -> list[float]:
    """Return after how many hours each of the appeals upheld in a time was answered."""
    answered = {
        payload.about: payload.entry.recorded_at
        for payload in _recorded(span, *ANSWERS)
        if payload.body["outcome"] in IN_FAVOUR
    }
    filed: dict[str, datetime] = {}
    events = (Event.APPEAL_FILED, Event.APPEAL_JOINED)
    rows = Payload.objects.filter(about__in=answered, entry__event__in=events)
    for about, at in rows.order_by("-entry_id").values_list("about", "entry__recorded_at"):
        filed[about] = at  # the first of them stays: the second look is not a new appeal
    return [(answered[key] - filed[key]) / timedelta(hours=1) for key in filed]


def median_and_p90(hours: list[float]) -> tuple[int, int]:
    """Return the median and the time within which nine of ten are, in whole hours."""
    ordered = sorted(hours)
    ninth = ordered[max(0, -(-len(ordered) * 9 // 10) - 1)]
    return round(median(ordered)), round(ninth)


def people(at: datetime) -> dict[str, int]:
    """Return how many people have each status at a moment."""
    return dict(status.figures(at).by_status)


def stuck(at: datetime) -> dict[str, int]:
    """Return how many holds may be over without anybody having said so, at a moment."""
    past = Evidence.objects.counting(at).filter(ends_at__lte=at, ended_at=None)
    return {
        "orders": past.count(),
        "appeals": Appeal.objects.late(at).count(),
        "decisions": Current.objects.filter(due_at__lt=at - OVERDUE).count(),
    }


def _grounds(span: Span) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(GIVEN, {"start": span.start, "end": span.end})
        given = int(cursor.fetchone()[0])
    wrong = {
        "appeal": sum(outcome in IN_FAVOUR for outcome in _answers(span).values()),
        "correction": sum(1 for _ in _corrected(span)),
        "contest": len(set(_contested(span))),
    }
    return {**wrong, "standing": max(0, given - sum(wrong.values()))}


def _corrected(span: Span) -> Iterator[str]:
    """Yield what whoever had said it took back by themselves, not because of an appeal."""
    said = {
        payload.about: payload.by
        for payload in _recorded(span, Event.EVIDENCE_WITHDRAWN, Event.RESULT_VOIDED)
    }
    keys = [int(about.rpartition(":")[2]) for about in said if about.startswith("evidence.")]
    overturned = Basis.objects.filter(thing=Thing.PIECE, piece__in=keys).exclude(overturned_at=None)
    by_appeal = {f"evidence.evidence:{key}" for key in overturned.values_list("piece", flat=True)}
    for about, by in said.items():
        # What somebody declared of themselves holds nobody else up.
        if about not in by_appeal and not by.startswith("citizens."):
            yield about


def _contested(span: Span) -> Iterator[str]:
    for payload in _recorded(span, Event.ASSERTION_SUSPENDED, Event.CONTEST_ANSWERED):
        is_suspended = payload.entry.event == Event.ASSERTION_SUSPENDED
        if is_suspended or payload.body.get("outcome") == "withdrawn":
            yield payload.about


def _answers(span: Span) -> dict[str, str]:
    """Return the last answer in a time to each appeal that was answered in it."""
    return {payload.about: payload.body["outcome"] for payload in _recorded(span, *ANSWERS)}


def _appeals(span: Span) -> dict[str, int]:
    return Counter(_answers(span).values())


def _clocks(span: Span) -> dict[str, int]:
    due = Appeal.objects.filter(answer_by__gte=span.start, answer_by__lt=span.end)
    # In time nobody had to answer them any more.
    due = due.exclude(outcome=Outcome.WITHDRAWN, answered_at__lte=F("answer_by"))
    kept = due.filter(answered_at__lte=F("answer_by")).count()
    return {"kept": kept, "breached": due.count() - kept}


def _reads(span: Span) -> dict[str, int]:
    looks = _recorded(span, Event.RECORD_READ, Event.ORDER_CHECKED)
    return Counter(looks.values_list("body__purpose", flat=True))


def _holds(span: Span) -> dict[str, int]:
    found = {(each.entry.event, each.about) for each in _recorded(span, *HOLDS)}
    return Counter(HOLDS[Event(event)] for event, _hold in found)


def _erased(span: Span) -> dict[str, int]:
    erased: Counter[str] = Counter()
    for payload in _recorded(span, Event.PURGE_CERTIFIED):
        erased[payload.body["class"]] += payload.body["count"]
    return erased


def _recorded(span: Span, *events: Event) -> QuerySet[Payload]:
    """Return what was recorded of some events in a time, in order."""
    within = Q(entry__recorded_at__gte=span.start, entry__recorded_at__lt=span.end)
    found = Payload.objects.filter(within, entry__event__in=events)
    return found.select_related("entry").order_by("entry_id")


COUNTS: dict[Name, Callable[[Span], dict[str, int]]] = {
    Name.GROUNDS: _grounds,
    Name.APPEALS: _appeals,
    Name.CLOCKS: _clocks,
    Name.READS: _reads,
    Name.HOLDS: _holds,
    Name.ERASED: _erased,
}
