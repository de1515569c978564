"""Celery only nudges: each task looks into the database for what there is to do."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from provinces.tenancy.tasks import for_every_province, nudge, province_task

from . import pipeline, queries, runs, services, trials


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
    """Take up what is due: clocks, marks whose nudge was lost, a dead worker's run, new rules,
    the night, drafts to try.
    """
    now = timezone.now()
    if trial := trials.waiting(now).first():
        nudge("provinces.status.tasks.try_draft", trial=trial.pk)
    run = queries.running()
    if run is None and services.run_is_due(now):
        services.start_due(now=now)
        nudge("provinces.status.tasks.work")
        return
    if run is not None:
        nudge("provinces.status.tasks.work")
    if run is None or services.is_in_trouble(run, now):
        pipeline.drain(now=now)


@province_task
def work() -> None:
    """Work on the run in progress, beside whoever else does."""
    if run := queries.running():
        runs.work(run)


@province_task
def try_draft(trial: int) -> None:
    """Try a draft of rules on everybody, for whoever asked."""
    trials.work(trial, now=timezone.now())
