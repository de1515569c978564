"""The terms of the programme: which there were, and when the next one may be signed.

  begins_at                           ends_at
──┤ term 1                   [ renew ] 48 h ├ term 2, if signed in time
                             30 days        └ lapse ── erased ── [ sign ] 48 h ├ term 2
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Min, QuerySet

from provinces.citizens.models import Citizen

from . import sunset
from .models import ProgrammeTerm, Renewal
from .terms import NOTICE, RENEWABLE


@dataclass(frozen=True, slots=True)
class Opening:
    """That the next term may be proposed and signed: `[since, until)`, and when it would begin.

    After a lapse it is open without an `until`.
    """

    number: int
    since: datetime
    until: datetime | None
    begins_at: datetime


def terms() -> QuerySet[ProgrammeTerm]:
    """Return every term, the last one first; of one that was cut short, to when as `cut_at`."""
    return ProgrammeTerm.objects.order_by("-number").annotate(cut_at=Min("early_ends__ends_at"))


def opening(at: datetime) -> Opening | None:
    """Return how the next term may be signed at a moment; None where it may not.

    While the programme runs, that is from 30 days to 48 hours before the last signed term ends.
    Once it has lapsed, a term begins anew when all that was kept of anybody is erased.
    """
    last, end = terms().first(), sunset.ends_at(at)
    if last is None or end is None or last.begins_at > at:
        return None
    if at < end:
        found = Opening(
            last.number + 1, last.ends_at - RENEWABLE, last.ends_at - NOTICE, last.ends_at
        )
        return found if last.ends_at - RENEWABLE <= at <= last.ends_at - NOTICE else None
    erased = end + timedelta(days=settings.RETENTION_SUNSET_DAYS)
    if at < erased or Citizen.objects.exists():
        return None
    return Opening(last.number + 1, erased, None, at + NOTICE)


def proposed(opened: Opening | None) -> Renewal | None:
    """Return the proposal that another office may sign, which is the last one; if any."""
    if opened is None:
        return None
    found = Renewal.objects.filter(number=opened.number, proposed_at__gte=opened.since)
    return found.select_related("proposed_by").order_by("-pk").first()


def renewal(number: int) -> Renewal | None:
    """Return a proposal, whatever became of it."""
    return Renewal.objects.filter(pk=number).first()
