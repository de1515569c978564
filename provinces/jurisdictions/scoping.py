"""Which areas an official's powers reach: the third wall.

A grant counts only while the office it comes from is in force, and holds for the subtree. Whoever
only reads may have asked for all of it at once before: see `held`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from . import held
from .models import Area, AreaUserObjectPermission, Office
from .powers import Power
from .roles import ROLES

if TYPE_CHECKING:
    from provinces.accounts.models import User


def granted(user: User, power: Power, at: datetime) -> QuerySet[Area]:
    """Return the areas on which a user holds a power by an office in force at a moment."""
    carriers = [role.key for role in ROLES.values() if power in role.powers]
    offices = Office.objects.in_force(at).filter(user=user, area=OuterRef("pk"), role__in=carriers)
    rows = AreaUserObjectPermission.objects.filter(
        user=user, content_object=OuterRef("pk"), permission__codename=str(power)
    )
    return Area.objects.filter(Exists(offices), Exists(rows))


def within(user: User, power: Power, at: datetime) -> QuerySet[Area]:
    """Return every area in which a user has a power at a moment, subtrees included."""
    return Area.objects.filter(below(roots(user, power, at)))


def roots(user: User, power: Power, at: datetime) -> list[str]:
    """Return the paths of the areas on which a user has a power, without their subtrees."""
    known = held.kept(user, at)
    if known is not None:
        return known.roots(power)
    return list(granted(user, power, at).values_list("path", flat=True))


def below(paths: Iterable[str], *, path: str = "path") -> Q:
    """Return whether a path lies below one of others, for rows that join their area anyway."""
    found = Q(pk__in=[])
    for root in paths:
        found |= Q(**{f"{path}__startswith": root})
    return found


def has(user: User, power: Power, at: datetime) -> bool:
    """Tell whether a user has a power anywhere at a moment."""
    return granted(user, power, at).exists()


def has_in(user: User, power: Power, area: Area, at: datetime) -> bool:
    """Tell whether a user has a power in an area at a moment."""
    return any(area.path.startswith(root.path) for root in granted(user, power, at).only("path"))
