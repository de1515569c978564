"""Celery only nudges: the queue of what is to be sealed stands in the database."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from provinces.tenancy import directory
from provinces.tenancy.tasks import province_task

from . import sealing

# One that a busy worker has not begun by then is made up by a later one.
EXPIRES_SECONDS = 10


@shared_task(name="provinces.ledger.tasks.every_few_seconds")
def every_few_seconds() -> None:
    """Have every province seal what is new."""
    for entry in directory.hosted():
        seal.apply_async([entry.slug], expires=EXPIRES_SECONDS)


@province_task
def seal() -> None:
    """Seal whatever is queued, if nobody else does."""
    sealing.seal(now=timezone.now())
