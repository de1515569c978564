"""What is done of itself, in its order: by the minute, by the hour."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from .delivering import deliver
from .dropping import drop_appointments, drop_reports, drop_sealed
from .sampling import miss
from .watching import count_unmatched

# What came in longer ago has been looked at, and waits for somebody to enrol.
FRESH = timedelta(hours=1)


def deliver_fresh(*, now: datetime) -> int:
    """Give the results that have just come in to their people; return how many."""
    return deliver(since=now - FRESH, now=now)


def look_through(*, now: datetime) -> dict[str, int]:
    """Give results to people who have enrolled since, and note of whom nobody came.

    Then the results that are still nobody's are counted.
    """
    sealed = now - timedelta(days=settings.SCREENING_SEALED_DAYS)
    done = {"given": deliver(since=sealed, now=now), "missed": miss(now=now)}
    return {**done, "alarms": count_unmatched(now=now)}


def tidy(*, now: datetime) -> dict[str, int]:
    """Drop what is kept no longer; return how much of each."""

    def ago(days: int) -> datetime:
        return now - timedelta(days=days)

    return {
        "reports": drop_reports(before=ago(settings.SCREENING_RESULT_DAYS), now=now),
        "sealed": drop_sealed(before=ago(settings.SCREENING_SEALED_DAYS), now=now),
        "appointments": drop_appointments(before=ago(settings.SCREENING_APPOINTMENT_DAYS), now=now),
    }
