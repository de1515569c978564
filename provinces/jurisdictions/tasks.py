"""The beat by which proposals of changes to offices lapse."""

from celery import shared_task
from django.utils import timezone

from provinces.tenancy.tasks import for_every_province, province_task

from . import services


@shared_task(name="provinces.jurisdictions.tasks.every_minute")
def every_minute() -> None:
    """Have every province look at what waits for a signature."""
    for_every_province(keep_time)


@province_task
def keep_time() -> None:
    """Let one province's unsigned proposals lapse."""
    services.keep_time(now=timezone.now())
