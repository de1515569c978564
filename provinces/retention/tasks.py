"""The hourly care for days, and the nightly purge."""

from celery import shared_task
from django.utils import timezone

from provinces.rules import services as rules
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


@shared_task(name="provinces.retention.tasks.every_minute")
def every_minute() -> None:
    """Have every province see whether the programme has ended."""
    for_every_province(lapse)


@province_task
def lapse() -> None:
    """Free everybody of one province where the programme has ended; none runs without a term."""
    now = timezone.now()
    rules.begin_programme(now=now)
    services.lapse(now=now)


@shared_task(name="provinces.retention.tasks.every_night")
def every_night() -> None:
    """Send every province's purge."""
    for_every_province(purge)


@province_task
def purge() -> None:
    """Erase what is ripe in one province."""
    now = timezone.now()
    rules.keep_early_end(now=now)
    services.purge(now=now)
    services.purge_all(now=now)
