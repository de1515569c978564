"""Results and vaccinations go when their time is over."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from provinces.citizens import services as citizens
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.screening.models import Result, Vaccination


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
    if gone:
        body = {"rows": gone, "before": before.isoformat()}
        ledger.record(event, by=None, about=None, at=now, body=body)
        citizens.mark_stale(stale, because=event, at=now)
    return gone
