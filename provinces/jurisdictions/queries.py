"""Reading offices, and the powers they carry."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from . import scoping
from .models import Area, AreaUserObjectPermission, Level, Office
from .powers import Power
from .roles import ROLES

if TYPE_CHECKING:
    from provinces.accounts.models import User


def offices_of(user: User, at: datetime) -> QuerySet[Office]:
    """Return the offices a user holds at a moment, the highest area first."""
    held = Office.objects.filter(user=user, period__contains=at)
    return held.select_related("area").order_by("area__level", "area__code", "role")


def offices_with(user: User, power: Power, at: datetime) -> QuerySet[Office]:
    """Return the offices from which a user has a power at a moment, the highest area first."""
    carriers = [role.key for role in ROLES.values() if power in role.powers]
    return offices_of(user, at).filter(role__in=carriers, area__in=scoping.granted(user, power, at))


def powers_of(user: User, at: datetime) -> frozenset[Power]:
    """Return every power a user has anywhere at a moment, as `scoping.has` would say."""
    rows = AreaUserObjectPermission.objects.filter(user=user)
    written = set(rows.values_list("content_object_id", "permission__codename"))
    return frozenset(
        power
        for office in offices_of(user, at)
        for power in ROLES[office.role].powers
        if (office.area_id, str(power)) in written
    )


def prefectures() -> QuerySet[Area]:
    """Return the prefectures of the province, by their codes."""
    return Area.objects.filter(level=Level.PREFECTURE).order_by("code")
