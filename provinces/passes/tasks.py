"""The minute's care for passes: the untrue withdrawn, what is over forgotten, letters posted."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from provinces.tenancy.tasks import for_every_province, province_task

from . import services


@province_task
def withdraw_untrue() -> None:
    """Withdraw a province's passes that say what is no longer true; forget who showed one."""
    now = timezone.now()
    services.withdraw_untrue(now=now)
    services.forget_shown(now=now)


@province_task
def post_letters() -> None:
    """Have the registry post the paper codes that are due."""
    services.post_due(now=timezone.now())


@shared_task
def every_minute() -> None:
    """Look after the passes of every province of this node."""
    for_every_province(withdraw_untrue)
    for_every_province(post_letters)
