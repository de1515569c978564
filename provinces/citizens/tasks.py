"""Codes are sent, what is over is forgotten, and what was not judged in time goes up."""

from celery import shared_task
from django.utils import timezone

from provinces.tenancy.tasks import for_every_province, province_task

from . import budgets, registry
from .services import codes, emergencies, files, reaching

# After so many in a minute the registry is taken to be down.
FAILURES = 3


@shared_task(name="provinces.citizens.tasks.every_minute")
def every_minute() -> None:
    """Send every province's codes that could not be sent yet."""
    for_every_province(catch_up)


@province_task
def send_code(number: int) -> None:
    """Have the registry send a code; if it does not answer, the minute beat tries again."""
    try:
        codes.send(number, now=timezone.now())
    except registry.RegistryDown:
        return


@province_task
def send_contact_code(number: int) -> None:
    """Send a code to an address that somebody gave."""
    reaching.send_contact_code(number, now=timezone.now())


@province_task
def catch_up() -> None:
    """Send what is left to be sent, while the registry answers; forget what is a day old.

    One that cannot be delivered keeps nobody else waiting.
    """
    now, failed = timezone.now(), 0
    for number in codes.pending(now):
        try:
            codes.send(number, now=now)
        except registry.RegistryDown:
            failed += 1
        if failed == FAILURES:
            break
    budgets.forget(now=now)
    codes.forget(now=now)
    reaching.forget_unconfirmed(now=now)
    files.drop_files(now=now)
    emergencies.escalate(now=now)
