"""Celery only nudges: what lapses, is told or escalated stands in the database."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from provinces.tenancy.tasks import for_every_province, province_task

from .breaches import services as breaches
from .lawful import services as lawful


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
