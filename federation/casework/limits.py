"""How much another province may say before it is held, as the settings have it."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from .breaker import Limits


def limits() -> Limits:
    """Return the limits in force."""
    return Limits(
        remote_per_day=settings.CASEWORK_REMOTE_PER_DAY,
        share_one_source=settings.CASEWORK_SHARE_ONE_SOURCE,
        least=settings.CASEWORK_COHORT_LEAST,
        remote_standing=settings.CASEWORK_REMOTE_STANDING,
        remote_of_all=settings.CASEWORK_REMOTE_OF_ALL,
        burst_least=settings.CASEWORK_BURST_LEAST,
        burst_times=settings.CASEWORK_BURST_TIMES,
    )


def settling() -> timedelta:
    """Return how long an assertion waits to be looked at with what comes in beside it."""
    return timedelta(seconds=settings.CASEWORK_SETTLE_SECONDS)
