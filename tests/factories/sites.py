"""Test sites, and appointments there."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from itertools import count
from typing import Any

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.screening import services
from provinces.screening.models import Appointment, Site
from tests import cast
from tests.factories import areas, offices, users

# Half an hour from the tests' noon, and a day and a half.
SOON = cast.NOW + timedelta(minutes=30)
TOMORROW = cast.NOW + timedelta(days=1)
_numbers = count(1)


def site(area: str = "110101", **values: Any) -> Site:
    """Open a site, from eight to eight, with two seats every quarter of an hour."""
    number = next(_numbers)
    given: dict[str, Any] = {
        "code": f"site-{number}",
        "name_zh": f"第{number}采样点",
        "name_en": f"Site {number}",
        "address_zh": "和平路 1 号",
        "address_en": "1 Heping Road",
        "opens": time(8),
        "shuts": time(20),
        "capacity": 2,
    }
    opening = services.Opening(**{**given, **values})
    return services.open_site(opening, area=areas.area(area), by="operator", now=cast.NOW)


def appointment(
    citizen: Citizen, at: Site | None = None, *, starts_at: datetime = SOON
) -> Appointment:
    """Book an appointment."""
    return services.book(citizen, site=at or site(), starts_at=starts_at, by=citizen, now=cast.NOW)


def clerk(area: str = "110101") -> User:
    """Return an official who runs the sites of an area."""
    made = users.user()
    offices.office(made, areas.area(area), "site_clerk", unit="test site", now=cast.NOW)
    return made


def sampled(
    citizen: Citizen, at: Site, number: str, *, pooled: bool = False, starts_at: datetime = SOON
) -> Appointment:
    """Have a citizen's sample taken, an hour ago by the clock of the tube."""
    booked = appointment(citizen, at, starts_at=starts_at)
    by = clerk(at.area.code)
    return services.take_sample(booked, number=number, pooled=pooled, by=by, now=cast.NOW)
