"""The hourly care for days."""

from celery import shared_task
from django.utils import timezone

from provinces.tenancy.tasks import for_every_province, province_task

from . import services


@shared_task(name="provinces.retention.tasks.keep_days")
def keep_days() -> None:
    """Send every province's care for its days."""
    for_every_province(keep_days_of)


@province_task
def keep_days_of() -> None:
    """Make, seal and drop one province's days."""
    services.keep_days(now=timezone.now())
