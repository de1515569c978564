"""What is done every hour about trust: warnings of what expires, nonces forgotten."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from provinces.tenancy.tasks import for_every_province, province_task

from . import services


@shared_task
def every_hour() -> None:
    """Send every province to look after what it trusts."""
    for_every_province(look_after)


@province_task
def look_after() -> None:
    """Warn of what expires and forget what need not be kept."""
    now = timezone.now()
    services.warn_of_expiry(now=now)
    services.forget_nonces(now=now)
