"""Whose hand may stand under a rule set: powers over the whole province, and two offices."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied

from provinces.accounts.models import User
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions.models import Level
from provinces.jurisdictions.powers import Power


class NotAllowed(PermissionDenied):
    """The official does not have this power over the whole province."""


class SameOfficial(ValueError):
    """Nobody reviews what they have drafted."""


class SameOffice(ValueError):
    """The signature has to come from another office."""


def unit_of(user: User, power: Power, at: datetime) -> str:
    """Return the unit in whose name a user has a power over the province; raises NotAllowed."""
    offices = jurisdictions.offices_with(user, power, at).filter(area__level=Level.PROVINCE)
    office = offices.order_by("unit").first()
    if office is None:
        raise NotAllowed(f"{user} may not {power} for the whole province")
    return office.unit


def reviewing_unit(drafter: User, *, by: User, at: datetime) -> str:
    """Return the unit in whose name an official reviews what another one drafted.

    Raises SameOfficial, and NotAllowed.
    """
    if by.pk == drafter.pk:
        raise SameOfficial(f"{by} drafted it; somebody else reviews it")
    return unit_of(by, Power.SIGN_RULES, at)


def second_unit(drafter: User, drafted_unit: str, *, by: User, at: datetime) -> str:
    """Return the unit in whose name an official signs what another one drafted.

    Raises SameOfficial, NotAllowed, and SameOffice where the two share a unit now or shared the
    one it was drafted in.
    """
    unit = reviewing_unit(drafter, by=by, at=at)
    if jurisdictions.units_of(by, at) & {drafted_unit, *jurisdictions.units_of(drafter, at)}:
        raise SameOffice(f"{by} and {drafter} are of one office")
    return unit
