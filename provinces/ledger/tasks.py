"""Celery only nudges: the queue of what is to be sealed stands in the database."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from provinces.tenancy import directory
from provinces.tenancy.tasks import for_every_province, province_task

from . import announcing, sealing

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


@shared_task(name="provinces.ledger.tasks.every_hour")
def every_hour() -> None:
    """Have every province tell what it uses data for, should that have changed."""
    for_every_province(list_purposes)


@province_task
def list_purposes() -> None:
    """Publish the list of purposes, if it is another one."""
    announcing.publish_purposes(now=timezone.now())
