"""Passes forgotten, once they could not be shown any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.passes.models import HostPolicy, Issued, RelayedList


@transaction.atomic
def drop_before(before: datetime, *, now: datetime) -> int:
    """Forget the passes that ended before a moment; return how many.

    A policy goes with the last pass that could name it, and a neighbour's list once the passes of
    which it tells are over.
    """
    dropped, _ = Issued.objects.filter(expires_at__lt=before).delete()
    HostPolicy.objects.filter(until__lt=before).delete()
    longest = timedelta(days=settings.PASSES_RELAY_KEEP_DAYS)
    RelayedList.objects.filter(issued_at__lt=before - longest).delete()
    if dropped:
        body = {"passes": dropped, "before": before.isoformat()}
        ledger.record(Event.PASSES_DROPPED, by=None, about=None, at=now, body=body)
    return dropped
