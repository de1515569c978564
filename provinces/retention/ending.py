"""How far a province is with the end of its programme, for everybody to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from provinces.citizens.models import Citizen
from provinces.rules import sunset


@dataclass(frozen=True, slots=True)
class Ending:
    """When the programme ends, and when all that is kept of anybody is erased; whether that is so.

    is announced ─► is_over: everybody is free ─► is_erased: nothing is kept of anybody
    """

    ends_at: datetime
    erases_at: datetime
    is_over: bool
    is_erased: bool


def ending(at: datetime) -> Ending | None:
    """Return how far the province in scope is with its end; None where no end is set."""
    ends_at = sunset.ends_at(at)
    if ends_at is None:
        return None
    erases_at = ends_at + timedelta(days=settings.RETENTION_SUNSET_DAYS)
    # What is said here is what is so: a night that failed has erased nothing.
    is_erased = at >= erases_at and not Citizen.objects.exists()
    return Ending(ends_at, erases_at, sunset.is_over(at), is_erased)
