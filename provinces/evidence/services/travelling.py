"""Trips declared, amended and taken back until they begin; they are held against nobody.

The ledger says that it was done, and not where to: what is taken back is gone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from core.db import locks
from provinces.citizens.models import Citizen
from provinces.evidence.claims import whole_minute
from provinces.evidence.models import Means, Trip
from provinces.ledger import services as ledger
from provinces.ledger.events import Event

if TYPE_CHECKING:
    from provinces.accounts.models import User

MOST_TRIPS = 10
HOST = re.compile(r"[a-z0-9_-]{1,31}")
LONGEST_PLACE = 60


class NotATrip(ValueError):
    """What was said is no trip to come; `field` says what of it."""

    def __init__(self, field: str, problem: str) -> None:
        self.field = field
        super().__init__(f"{field} {problem}")


class TooManyTrips(ValueError):
    """As many trips to come are kept as one may have."""


class NoSuchTrip(LookupError):
    """The person has no such trip to come: it is another's, was taken back, or has begun."""


@dataclass(frozen=True, slots=True)
class Journey:
    """Where to, when, and by what; `place` may be empty."""

    host: str
    departs_at: datetime
    means: str
    place: str = ""


@transaction.atomic
def declare_trip(
    citizen: Citizen, journey: Journey, *, now: datetime, by: User | None = None
) -> Trip:
    """Keep a trip that a citizen declares, or an official at a desk for them, who is present.

    Raises NotATrip, and TooManyTrips.
    """
    said = _checked(journey, now)
    locks.hold("trips of a person", [citizen.pk])
    if Trip.objects.filter(citizen=citizen, departs_at__gt=now).count() >= MOST_TRIPS:
        raise TooManyTrips(f"{MOST_TRIPS} trips are kept at most")
    trip = Trip.objects.create(citizen=citizen, declared_at=now, **said)
    _record(Event.TRIP_DECLARED, citizen, now, by)
    return trip


@transaction.atomic
def amend_trip(citizen: Citizen, trip: int, journey: Journey, *, now: datetime) -> Trip:
    """Change a trip that has not begun; what was said before is gone.

    Raises NotATrip, and NoSuchTrip.
    """
    said = _checked(journey, now)
    found = _to_come(citizen, trip, now)
    for name, value in said.items():
        setattr(found, name, value)
    found.amended_at = now
    found.save(update_fields=[*said, "amended_at"])
    _record(Event.TRIP_AMENDED, citizen, now)
    return found


@transaction.atomic
def take_back_trip(citizen: Citizen, trip: int, *, now: datetime, by: User | None = None) -> str:
    """Forget a trip that has not begun, and return where it led; raises NoSuchTrip."""
    found = _to_come(citizen, trip, now)
    found.delete()
    _record(Event.TRIP_TAKEN_BACK, citizen, now, by)
    return found.host


def _to_come(citizen: Citizen, trip: int, now: datetime) -> Trip:
    found = Trip.objects.select_for_update(of=("self",)).filter(
        citizen=citizen, pk=trip, departs_at__gt=now
    )
    kept = found.first()
    if kept is None:
        raise NoSuchTrip("there is no such trip to come")
    return kept


def _checked(journey: Journey, now: datetime) -> dict[str, object]:
    """Return what is kept of a journey; raises NotATrip."""
    if not HOST.fullmatch(journey.host):
        raise NotATrip("host", "is no province")
    if journey.means not in Means.values:
        raise NotATrip("means", "are not among those known")
    place = journey.place.strip()
    if len(place) > LONGEST_PLACE or not place.isprintable():
        raise NotATrip("place", f"has more than {LONGEST_PLACE} characters, or some that are none")
    departs_at = whole_minute(journey.departs_at)
    if not now < departs_at <= now + timedelta(days=settings.EVIDENCE_TRIP_AHEAD_DAYS):
        raise NotATrip("departs_at", "is over, or too far ahead")
    return {
        "host": journey.host,
        "place": place,
        "departs_at": departs_at,
        "means": journey.means,
    }


def _record(event: Event, citizen: Citizen, now: datetime, by: User | None = None) -> None:
    ledger.record(event, by=by or citizen, about=citizen, at=now)
