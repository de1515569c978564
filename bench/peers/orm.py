"""Django's `bulk_update`: what writing derived outcomes takes through the ORM."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from bench.timing import Timed, warm
from provinces.status.models import Current

SAMPLE = 5000
AT_ONCE = 1000
FIELDS = ["status", "since", "until", "outlook", "grounds", "as_of"]


def seconds_a_row() -> Timed:
    """Return how long each outcome takes, from a sample; what it writes is rolled back."""
    outcomes = list(Current.objects.order_by("citizen_id")[:SAMPLE])
    for outcome in outcomes:
        outcome.as_of += timedelta(minutes=1)

    @transaction.atomic
    def update() -> None:
        Current.objects.bulk_update(outcomes, FIELDS, batch_size=AT_ONCE)
        transaction.set_rollback(True)

    timed = warm(update)
    return Timed([value / max(1, len(outcomes)) for value in timed.seconds])
