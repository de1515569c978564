"""A second hand about who opens records: another person, of another unit, with power there."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied

from provinces.accounts.models import User
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions.powers import Power


class SameOfficial(ValueError):
    """Nobody gives the second hand to what they began themselves."""


class SameOffice(ValueError):
    """The second hand has to be another office's."""


def unit_of(user: User, power: Power, at: datetime, *, above: str) -> str:
    """Return the unit from which an official has a power over an area, by its path.

    Of several the nearest. Raises PermissionDenied.
    """
    offices = [
        office
        for office in jurisdictions.offices_with(user, power, at)
        if above.startswith(office.area.path)
    ]
    if not offices:
        raise PermissionDenied(f"{user} may not {power} there")
    return offices[-1].unit


def refuse_the_same(first: User, first_unit: str, *, by: User, at: datetime) -> None:
    """Raise SameOfficial or SameOffice where two hands are one's, or one unit's, then or now."""
    if first.pk == by.pk:
        raise SameOfficial(f"{by} began it")
    if jurisdictions.units_of(by, at) & {first_unit, *jurisdictions.units_of(first, at)}:
        raise SameOffice(f"{by} and {first} are of one office")
