"""In whose name an official acts for the whole province, and who may be the second."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied

from provinces.accounts.models import User
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions.models import Level
from provinces.jurisdictions.powers import Power


class NotAllowed(PermissionDenied):
    """The official does not have this power there, or over the whole province."""


class SameOfficial(ValueError):
    """Nobody is their own second pair of eyes."""


class SameOffice(ValueError):
    """The second signature has to come from another office."""


def unit_of(user: User, power: Power, at: datetime) -> str:
    """Return the unit in whose name a user has a power over the province; raises NotAllowed."""
    offices = jurisdictions.offices_with(user, power, at).filter(area__level=Level.PROVINCE)
    office = offices.order_by("unit").first()
    if office is None:
        raise NotAllowed(f"{user} may not {power} for the whole province")
    return office.unit


def require_apart(second: User, first: User, first_unit: str, at: datetime) -> None:
    """Require that two officials share neither person nor unit, now or when the first acted.

    Raises SameOfficial, and SameOffice.
    """
    if second.pk == first.pk:
        raise SameOfficial(f"{second} cannot sign what they did")
    if jurisdictions.units_of(second, at) & {first_unit, *jurisdictions.units_of(first, at)}:
        raise SameOffice(f"{second} and {first} are of one office")
