"""Whose hand may stand under a zone: powers in the area, and two offices for one zone."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied

from provinces.accounts.models import User
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions import scoping
from provinces.jurisdictions.models import Area, Office
from provinces.jurisdictions.powers import Power
from provinces.jurisdictions.roles import ROLES

from .models import Version


class NotAllowed(PermissionDenied):
    """The official does not have this power in the area."""


class SameOfficial(ValueError):
    """Nobody signs what they have declared."""


class SameOffice(ValueError):
    """The second signature has to come from another office."""


class AboveTheCap(PermissionDenied):
    """So large a zone, or one that reaches so far back, needs a higher office's signature."""


def unit_of(user: User, power: Power, area: Area, at: datetime) -> str:
    """Return the unit in whose name a user has a power in an area; raises NotAllowed.

    Of several the one closest to the area.
    """
    carriers = [role.key for role in ROLES.values() if power in role.powers]
    offices = Office.objects.in_force(at).filter(
        user=user,
        role__in=carriers,
        area__in=scoping.granted(user, power, at),
        area__code__in=area.path.rstrip(".").split("."),
    )
    nearest = offices.order_by("-area__level", "unit").values_list("unit", flat=True).first()
    if nearest is None:
        raise NotAllowed(f"{user} may not {power} in {area.code}")
    return nearest


def second_unit(version: Version, *, by: User, needs_higher_office: bool, at: datetime) -> str:
    """Return the unit in whose name an official signs what another one declared.

    Raises SameOfficial, NotAllowed, AboveTheCap, and SameOffice where the two share a unit now
    or shared the one it was declared in.
    """
    if by.pk == version.declared_by_id:
        raise SameOfficial(f"{by} declared {version}")
    area = version.zone.area
    large = Power.COUNTERSIGN_LARGE_ZONE
    if needs_higher_office and not scoping.has_in(by, large, area, at):
        unit_of(by, Power.COUNTERSIGN_ZONE, area, at)
        raise AboveTheCap(f"{version} is above the cap; a higher office signs it")
    unit = unit_of(by, large if needs_higher_office else Power.COUNTERSIGN_ZONE, area, at)
    require_another_office(by, version.declared_by, version.declared_unit, at)
    return unit


def widest_unit(user: User, power: Power, at: datetime) -> str:
    """Return the unit in whose name a user has a power anywhere; raises NotAllowed.

    Of several the one whose area is highest up the tree.
    """
    carriers = [role.key for role in ROLES.values() if power in role.powers]
    offices = Office.objects.in_force(at).filter(
        user=user, role__in=carriers, area__in=scoping.granted(user, power, at)
    )
    widest = offices.order_by("area__level", "unit").values_list("unit", flat=True).first()
    if widest is None:
        raise NotAllowed(f"{user} may not {power} anywhere")
    return widest


def require_another_office(by: User, first: User, first_unit: str, at: datetime) -> None:
    """Require that two officials share no unit, nor the one that the first acted in.

    Raises SameOffice.
    """
    if jurisdictions.units_of(by, at) & {first_unit, *jurisdictions.units_of(first, at)}:
        raise SameOffice(f"{by} and {first} are of one office")
