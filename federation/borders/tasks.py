"""The border's clockwork: offers lapse, the map is resolved from what has come in."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from provinces.tenancy.tasks import for_every_province, province_task

from . import services


@province_task
def resolve() -> None:
    """Let offers lapse that are due, escalate cases that are, and resolve the map."""
    now = timezone.now()
    services.lapse(now=now)
    services.escalate(now=now)
    services.resolve_now(now=now)


@shared_task
def every_minute() -> None:
    """Resolve in every province of this node."""
    for_every_province(resolve)
