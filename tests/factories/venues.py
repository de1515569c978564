"""Venues, the codes that they show, and people who are there."""

from __future__ import annotations

from datetime import datetime

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.presence import queries, services
from provinces.presence.models import CheckIn, Venue
from tests import cast
from tests.factories import areas, offices, road, users


def registrar(area: str = "110100") -> User:
    """Return an official who looks after the venues of an area."""
    made = users.user()
    offices.office(made, areas.area(area), "venue_registrar", unit="registry", now=cast.NOW)
    return made


def venue(
    area: str = "110101", *, cell: int = road.HERE, by: User | None = None
) -> tuple[Venue, str]:
    """Register a market; return it, and its word."""
    said = services.Registration("东市场", "East Market", "Wang Li", "010-5555", cell)
    by = by or registrar(area)
    return services.register_venue(said, area=areas.area(area), by=by, now=cast.NOW)


def shown(at: Venue, now: datetime = cast.NOW) -> str:
    """Return the code that a venue shows."""
    return queries.code_of(at, now).text


def checked_in(citizen: Citizen, at: Venue | None = None, *, now: datetime = cast.NOW) -> CheckIn:
    """Have a citizen check in, by the code that is shown."""
    at = at or venue()[0]
    return services.check_in_by_code(citizen, shown(at, now), now=now)
