"""Celery only nudges: each task looks into the database for what there is to do."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from provinces.tenancy.tasks import for_every_province, nudge, province_task

from . import pipeline, queries, runs, services


@province_task
def drain() -> None:
    """Walk the road at once for whatever is marked."""
    pipeline.drain(now=timezone.now())


@shared_task(name="provinces.status.tasks.every_minute")
def every_minute() -> None:
    """Send every province its minute."""
    for_every_province(minute)


@province_task
def minute() -> None:
    """Take up what is due: clocks, marks whose nudge was lost, a dead worker's run, the night."""
    now = timezone.now()
    if queries.running():
        nudge("provinces.status.tasks.work")
    elif services.nightly_is_due(now):
        services.start_nightly(now=now)
        nudge("provinces.status.tasks.work")
    else:
        pipeline.drain(now=now)


@province_task
def work() -> None:
    """Work on the run in progress, beside whoever else does."""
    if run := queries.running():
        runs.work(run)
