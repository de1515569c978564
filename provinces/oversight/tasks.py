"""Celery only nudges: what lapses, is told, counted or looked for stands in the database."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from provinces.tenancy.tasks import for_every_province, province_task

from .auditing import checking
from .breaches import services as breaches
from .figures import services as figures
from .lawful import services as lawful
from .misuse import services as misuse


@shared_task(name="provinces.oversight.tasks.every_minute")
def every_minute() -> None:
    """Have every province see to the clocks of its requests and breaches."""
    for_every_province(attend)


@province_task
def attend() -> None:
    """Tell whom it is time to tell, and let lapse what was not examined."""
    now = timezone.now()
    lawful.attend(now=now)
    breaches.attend(now=now)


@shared_task(name="provinces.oversight.tasks.every_night")
def every_night() -> None:
    """Have every province count its figures, and look for misuse."""
    for_every_province(oversee)


@province_task
def oversee() -> None:
    """Count the figures of one province, and look for misuse in it."""
    now = timezone.now()
    figures.publish(now=now)
    misuse.detect(now=now)


@province_task
def check_ledger(number: int) -> None:
    """Read the ledger of one province again, for the auditor who asked."""
    checking.work(number, now=timezone.now())
