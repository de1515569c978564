"""How much waits to be worked out again; about whom is not told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from provinces.citizens.models import StaleMark


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many marks wait to be drained, and since when the oldest does."""

    count: int
    since: datetime | None


def stale() -> Waiting:
    """Return how many marks of stale statuses wait."""
    return Waiting(**StaleMark.objects.aggregate(count=Count("pk"), since=Min("marked_at")))
