"""Counting the figures for the public anew, from the ledger's entries: nothing of the room's own.

An entry's payload says what was done. Decisions are bound in batches: an outcome counts where its
decision is in a batch of the ledger, and says what the decision committed to.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import median
from typing import Any

from django.db import connection

from provinces.ledger.models import Payload
from provinces.oversight.figures.definitions import Name
from provinces.status import verifying
from provinces.status.models import Outcome

HOUR = timedelta(hours=1)
IN_FAVOUR = ("upheld", "partly")
HOLDS = {
    "assertion.held": "held",
    "assertion.released": "released",
    "assertion.refused": "refused",
    "evidence.held": "held",
    "evidence.hold_released": "released",
    "evidence.hold_refused": "refused",
}
Counts = dict[str, int]


@dataclass(frozen=True)
class Told:
    """An entry of the ledger, opened: what was done, when, by whom, about what."""

    event: str
    at: datetime
    by: str
    about: str
    body: dict[str, Any]


def entries(*events: str) -> list[Told]:
    """Read some events as anybody with the tables would."""
    query = """
        SELECT e.event, e.recorded_at, p.by, p.about, p.body
        FROM ledger_payload p JOIN ledger_entry e ON e.id = p.entry_id
        WHERE e.event = ANY(%s) ORDER BY e.id
    """
    with connection.cursor() as cursor:
        cursor.execute(query, [list(events)])
        rows = cursor.fetchall()
    return [Told(event, at, by, about, json.loads(body)) for event, at, by, about, body in rows]


def within(start: datetime, end: datetime, *events: str) -> list[Told]:
    """Read some events of a time `[start, end)`."""
    return [told for told in entries(*events) if start <= told.at < end]


def decided(until: datetime) -> list[tuple[Told, Outcome]]:
    """Return the outcomes that the ledger binds, each with the entry of its batch."""
    found = []
    for batch in Payload.objects.filter(entry__event="decision.made").order_by("entry_id"):
        assert verifying.is_bound(batch)
        at, body = batch.entry.recorded_at, batch.body
        if at >= until or body["first"] is None:
            continue
        told = Told("decision.made", at, batch.by, batch.about, body)
        for outcome in Outcome.objects.filter(
            decision__gte=body["first"], decision__lte=body["last"]
        ).select_related("decision"):
            assert verifying.holds(outcome)
            found.append((told, outcome))
    return found


def answered(start: datetime, end: datetime) -> dict[str, Told]:
    """Return the last answer in a time to each appeal."""
    return {told.about: told for told in within(start, end, "appeal.answered", "appeal.closed")}


def appeals(start: datetime, end: datetime) -> Counts:
    return Counter(told.body["outcome"] for told in answered(start, end).values())


def hours(start: datetime, end: datetime) -> list[float]:
    upheld = {
        about: told.at
        for about, told in answered(start, end).items()
        if told.body["outcome"] in IN_FAVOUR
    }
    filed: dict[str, datetime] = {}
    for told in entries("appeal.filed", "appeal.joined"):
        filed.setdefault(told.about, told.at)
    return sorted((at - filed[about]) / HOUR for about, at in upheld.items())


def clearing(start: datetime, end: datetime) -> Counts:
    """Return the median, and the time within which nine of ten are; the sum is how many."""
    found = hours(start, end)
    if not found:
        return {}
    ninth = found[ceil(len(found) * 0.9) - 1]
    return {"median": round(median(found)), "p90": round(ninth)}


def clocks(start: datetime, end: datetime) -> Counts:
    due: dict[str, datetime] = {}
    for told in entries("appeal.assigned"):
        due.setdefault(told.about, datetime.fromisoformat(told.body["answer_by"]))
    first = {told.about: told.at for told in reversed(entries("appeal.answered", "appeal.closed"))}
    withdrawn = {
        told.body["appeal"]: told.at
        for told in entries("appeal.withdrawn")
        if told.body["level"] == 1
    }
    found: Counts = Counter()
    for about, by in due.items():
        if start <= by < end and not withdrawn.get(about, end) <= by:
            found["kept" if about in first and first[about] <= by else "breached"] += 1
    return found


def reads(start: datetime, end: datetime) -> Counts:
    return Counter(
        told.body["purpose"] for told in within(start, end, "record.read", "order.checked")
    )


def grounds(start: datetime, end: datetime) -> Counts:
    favourable = [
        told for told in answered(start, end).values() if told.body["outcome"] in IN_FAVOUR
    ]
    by_appeal = {(told.by, told.at) for told in favourable}
    corrected = {
        told.about
        for told in within(start, end, "evidence.withdrawn", "result.voided")
        if (told.by, told.at) not in by_appeal and not told.by.startswith("citizens.")
    }
    contested = {
        told.about
        for told in within(start, end, "assertion.suspended", "contest.answered")
        if told.event == "assertion.suspended" or told.body.get("outcome") == "withdrawn"
    }
    wrong = {"appeal": len(favourable), "correction": len(corrected), "contest": len(contested)}
    return {**wrong, "standing": max(0, len(given(start, end)) - sum(wrong.values()))}


def given(start: datetime, end: datetime) -> set[tuple[int, str, str]]:
    """Return what each person was first held by in a time, and since when."""
    first: dict[tuple[int, str, str], datetime] = {}
    for told, outcome in decided(end):
        for ground in outcome.grounds:
            if ground["rank"] > 0:
                key = (outcome.citizen_id, ground["ground"], ground["since"])
                first.setdefault(key, told.at)
    return {key for key, at in first.items() if at >= start}


def holds(start: datetime, end: datetime) -> Counts:
    found = {(told.event, told.about) for told in within(start, end, *HOLDS)}
    return Counter(HOLDS[event] for event, _hold in found)


def erased(start: datetime, end: datetime) -> Counts:
    found: Counts = Counter()
    for told in within(start, end, "purge.certified"):
        found[told.body["class"]] += told.body["count"]
    return found


def last_decided(end: datetime) -> Iterable[Outcome]:
    """Return the latest outcome of each person."""
    return {outcome.citizen_id: outcome for _told, outcome in decided(end)}.values()


def people(_start: datetime, end: datetime) -> Counts:
    """Return how many have each status as it reads at the end; of whom nothing is said, green."""
    enrolled = {told.about for told in entries("citizen.enrolled") if told.at < end}
    read = Counter(status for outcome in last_decided(end) if (status := _reads(outcome, end)))
    return {**read, "green": len(enrolled) - read.total() + read["green"]}


def _reads(outcome: Outcome, at: datetime) -> str:
    held = [each for each in outcome.grounds if datetime.fromisoformat(each["until"]) > at]
    gravest = max(held, key=lambda each: each["rank"], default=None)
    return str(gravest["status"]) if gravest else ""


def stuck(_start: datetime, end: datetime) -> Counts:
    over = {told.about for told in entries("evidence.ended", "evidence.withdrawn")}
    approved = {told.about for told in entries("evidence.approved")}
    orders = [
        told
        for told in entries("evidence.proposed")
        if told.about in approved - over and told.body.get("ends_at")
    ]
    done = {told.about for told in entries("appeal.answered", "appeal.closed")}
    late = {
        told.about
        for told in entries("appeal.assigned")
        if told.about not in done and datetime.fromisoformat(told.body["answer_by"]) <= end
    }
    return {
        "orders": sum(
            datetime.fromisoformat(told.body["ends_at"])
            <= end
            < datetime.fromisoformat(told.body["expires_at"])
            for told in orders
        ),
        "appeals": len(late),
        "decisions": sum(
            outcome.due_at is not None and outcome.due_at < end - HOUR
            for outcome in last_decided(end)
        ),
    }


RECOUNTS: dict[Name, Callable[[datetime, datetime], Counts]] = {
    Name.PEOPLE: people,
    Name.STUCK: stuck,
    Name.GROUNDS: grounds,
    Name.CLEARING: clearing,
    Name.APPEALS: appeals,
    Name.CLOCKS: clocks,
    Name.READS: reads,
    Name.HOLDS: holds,
    Name.ERASED: erased,
}


def total(name: Name, counts: Counts, start: datetime, end: datetime) -> int:
    """Return what a figure's sum is: of times, how many appeals it took them from."""
    return len(hours(start, end)) if name == Name.CLEARING else sum(counts.values())


def rows(document: dict[str, Any]) -> Iterator[tuple[Name, str, str, int | None, str]]:
    """Yield each number of the published document: its figure, period, cell, value, and how."""
    for figure in document["figures"]:
        for period in figure["periods"]:
            cells = {**period["cells"], "": period["total"]}
            for cell, told in cells.items():
                yield Name(figure["figure"]), period["period"], cell, told["value"], told["shown"]
