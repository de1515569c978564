"""The hourly forgetting of sessions that are over."""

from celery import shared_task
from django.utils import timezone

from provinces.tenancy.tasks import for_every_province, province_task

from . import services


@shared_task(name="provinces.accounts.tasks.every_hour")
def every_hour() -> None:
    """Have every province forget what is over."""
    for_every_province(forget)


@province_task
def forget() -> None:
    """Forget one province's sessions and counts that are over."""
    services.forget(now=timezone.now())
