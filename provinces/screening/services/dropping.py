"""Results, vaccinations, reports and appointments go when their time is over."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from provinces.citizens import services as citizens
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.screening.models import (
    Appointment,
    ReportVersion,
    Result,
    SealedResult,
    Slot,
    Vaccination,
)


@transaction.atomic
def drop_before(*, results: datetime, doses: datetime, now: datetime) -> int:
    """Remove the results sampled, and the doses given, before two moments; return how many.

    Only the owner of the tables may. Whoever they were of is marked stale: what is counted
    changes.
    """
    sampled = Result.objects.filter(sampled_at__lt=results)
    given = Vaccination.objects.filter(given_at__lt=doses)
    return _drop(sampled, Event.RESULTS_DROPPED, results, now) + _drop(
        given, Event.VACCINATIONS_DROPPED, doses, now
    )


def _drop(
    rows: QuerySet[Result] | QuerySet[Vaccination], event: Event, before: datetime, now: datetime
) -> int:
    stale = sorted(set(rows.values_list("citizen", flat=True)))
    gone = rows.delete()[0]
    _record(event, gone, before, now)
    if gone:
        citizens.mark_stale(stale, because=event, at=now)
    return gone


@transaction.atomic
def drop_reports(*, before: datetime, now: datetime) -> int:
    """Remove the versions of reports received before a moment; return how many.

    What a laboratory tells again after that is too long ago to be taken.
    """
    # No more of them is loaded than is needed: one that cannot be loaded keeps no other here.
    gone = ReportVersion.objects.filter(received_at__lt=before).only("pk").delete()[1]
    count = gone.get(ReportVersion._meta.label, 0)
    _record(Event.REPORTS_DROPPED, count, before, now)
    return count


@transaction.atomic
def drop_sealed(*, before: datetime, now: datetime) -> int:
    """Remove the results received before a moment that found nobody; return how many."""
    gone = SealedResult.objects.filter(received_at__lt=before).delete()[0]
    _record(Event.RESULTS_UNCLAIMED, gone, before, now)
    return gone


@transaction.atomic
def drop_appointments(*, before: datetime, now: datetime) -> int:
    """Remove the appointments that ended before a moment, whatever came of them; return how many.

    Slots that nobody has an appointment for go with them.
    """
    gone = Appointment.objects.filter(period__endswith__lt=before).delete()[0]
    Slot.objects.filter(ends_at__lt=before, appointments=None).delete()
    _record(Event.APPOINTMENTS_DROPPED, gone, before, now)
    return gone


def _record(event: Event, gone: int, before: datetime, now: datetime) -> None:
    if gone:
        body = {"rows": gone, "before": before.isoformat()}
        ledger.record(event, by=None, about=None, at=now, body=body)
