"""What is done of itself: results are delivered, missed appointments noted."""

from celery import shared_task
from django.utils import timezone

from provinces.tenancy.tasks import for_every_province, province_task

from . import services


@province_task
def deliver() -> None:
    """Give the results that have just come in to their people."""
    services.deliver_fresh(now=timezone.now())


@shared_task(name="provinces.screening.tasks.every_few_minutes")
def every_few_minutes() -> None:
    """Send every province's look at results that wait, and at appointments that are over."""
    for_every_province(look_through)


@province_task
def look_through() -> None:
    """Give results to people who have enrolled since, and note of whom nobody came."""
    services.look_through(now=timezone.now())
