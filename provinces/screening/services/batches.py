"""What recording results and recording vaccinations have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeVar

from provinces.citizens import services as citizens
from provinces.citizens.models import Citizen
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.screening.models import Result, Vaccination
from provinces.screening.reports import Report, ReportedDose, ReportedResult
from provinces.tenancy.tasks import nudge

DRAIN = "provinces.status.tasks.drain"
AT_ONCE = 5000

Reported = TypeVar("Reported", ReportedResult, ReportedDose)


class NoReason(ValueError):
    """Voiding and striking give their reason."""


def in_pieces(records: Sequence[Reported]) -> Iterator[tuple[int, Sequence[Reported]]]:
    """Yield records in pieces, each with the place of its first."""
    for start in range(0, len(records), AT_ONCE):
        yield start, records[start : start + AT_ONCE]


def valid(
    start: int,
    records: Sequence[Reported],
    report: Report,
    check: Callable[[Reported], Reported | tuple[str, str]],
) -> list[tuple[int, Reported]]:
    """Return the records that can be kept, by their places; the others are refused."""
    enrolled, found = _enrolled(records), []
    for index, record in enumerate(records, start):
        checked = check(record)
        if isinstance(checked, tuple):
            report.refuse(index, *checked)
        elif record.citizen not in enrolled:
            report.refuse(index, "citizen", "is not known")
        else:
            found.append((index, checked))
    return found


def _enrolled(records: Sequence[ReportedResult] | Sequence[ReportedDose]) -> set[int]:
    """Return which of the citizens that records name there are."""
    named = {record.citizen for record in records}
    return set(Citizen.objects.filter(pk__in=named).values_list("pk", flat=True))


def columns(record: ReportedResult | ReportedDose) -> dict[str, Any]:
    """Return a record as columns of its table."""
    found = asdict(record)
    return {"citizen_id": found.pop("citizen"), **found}


def keep(
    report: Report, rows: Sequence[Result] | Sequence[Vaccination], *, because: Event, at: datetime
) -> None:
    """Count rows as kept, and mark whoever they are of stale."""
    report.kept += len(rows)
    citizens.mark_stale(sorted({row.citizen_id for row in rows}), because=because, at=at)


def finish(report: Report, event: Event, *, source: str, at: datetime) -> None:
    """Record what came of a batch, and have the road walked where anything did."""
    if report.read:
        body = {"read": report.read, "kept": report.kept, "refused": report.refused.total()}
        ledger.record(event, by=source, about=None, at=at, body=body)
    if report.kept:
        nudge(DRAIN)


def reason(because: str) -> str:
    """Return a reason as it is stored; raises NoReason."""
    because = because.strip()
    if not because or not because.isprintable() or len(because) > 300:
        raise NoReason("the reason is missing, cannot be printed, or is longer than 300 characters")
    return because
