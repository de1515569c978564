"""What people were told goes to them by e-mail and to their phones."""

from celery import shared_task
from django.utils import timezone

from provinces.tenancy.tasks import for_every_province, province_task

from . import delivering


@shared_task(name="provinces.notices.tasks.every_minute")
def every_minute() -> None:
    """Have every province send what it told."""
    for_every_province(deliver)


@province_task
def deliver() -> None:
    """Send one province's news."""
    delivering.deliver(now=timezone.now())
