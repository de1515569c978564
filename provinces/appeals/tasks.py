"""Celery only nudges: each task looks into the database for what there is to do."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from provinces.tenancy.tasks import for_every_province, province_task

from . import services


@shared_task(name="provinces.appeals.tasks.every_minute")
def every_minute() -> None:
    """Have every province look at its appeals and their clocks."""
    for_every_province(attend)


@province_task
def attend() -> None:
    """Check what is new again, find who answers, and see to what is late."""
    services.attend(now=timezone.now())
