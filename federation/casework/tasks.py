"""Celery only nudges: each task looks into the database for what is due."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from provinces.tenancy.tasks import for_every_province, province_task

from . import outbox, services


@shared_task(name="federation.casework.tasks.every_few_seconds")
def every_few_seconds() -> None:
    """Have every province tell and send what is due, judge what came in, and see to its clocks."""
    for_every_province(tell)
    for_every_province(send)
    for_every_province(judge_province)


@shared_task(name="federation.casework.tasks.every_hour")
def every_hour() -> None:
    """Have every province keep up the names of its people."""
    for_every_province(keep_up)


@shared_task(name="federation.casework.tasks.every_night")
def every_night() -> None:
    """Have every province score itself, and forget what it need not know any more."""
    for_every_province(score)


@province_task
def tell() -> None:
    """Tell guests' homes what laboratories have found; what is posted is sent on commit."""
    services.tell_results(now=timezone.now())


@province_task
def send() -> None:
    """Send what is due."""
    outbox.send_due(timezone.now())


@province_task
def judge_province() -> None:
    """Judge the assertions that have settled, and suspend those left contested.

    Appeals about them become contests, and are told how those were closed.
    """
    now = timezone.now()
    services.carry_appeals(now=now)
    services.suspend_unanswered(now=now)
    services.hand_down_answers(now=now)
    services.judge(now=now)


@province_task
def keep_up() -> None:
    """Make the names that are missing, and see whom assertions are about that came before."""
    now = timezone.now()
    services.keep_up_pseudonyms(now=now)
    services.recognise(now=now)


@province_task
def score() -> None:
    """Publish the night's score, and forget messages and names whose time is over."""
    now = timezone.now()
    services.publish_score(now=now)
    services.forget_pseudonyms(now=now)
    services.forget(now=now)
