"""All that an official holds at a moment, read at once and asked many times.

A page asks for many lists, and each of them where a power reaches. What only reads may ask what was
read as it began; what decides asks the database, which may know of a suspension since.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from .models import AreaUserObjectPermission, Office
from .powers import Power
from .roles import ROLES

if TYPE_CHECKING:
    from provinces.accounts.models import User


@dataclass(frozen=True, slots=True)
class Held:
    """The offices of an official in force at a moment, the highest area first, and their grants.

    `written` is pairs of an area's key and the name of a power.
    """

    at: datetime
    offices: tuple[Office, ...]
    written: frozenset[tuple[int, str]]

    @property
    def powers(self) -> frozenset[Power]:
        """Every power they have anywhere, as `scoping.has` would say."""
        return frozenset(
            power
            for office in self.offices
            for power in ROLES[office.role].powers
            if (office.area_id, str(power)) in self.written
        )

    def by(self, power: Power) -> list[Office]:
        """Return the offices from which they have a power, as `queries.offices_with` would."""
        return [
            office
            for office in self.offices
            if power in ROLES[office.role].powers and (office.area_id, str(power)) in self.written
        ]

    def roots(self, power: Power) -> list[str]:
        """Return the paths of the areas on which they have a power, as `scoping.roots` would."""
        return sorted({office.area.path for office in self.by(power)})


def read(user: User, at: datetime) -> Held:
    """Read what an official holds at a moment, in two statements."""
    rows = AreaUserObjectPermission.objects.filter(user=user)
    written = frozenset(rows.values_list("content_object_id", "permission__codename"))
    offices = Office.objects.in_force(at).filter(user=user).select_related("area")
    return Held(at, tuple(offices.order_by("area__level", "area__code", "role")), written)


def keep(user: Any, held: Held) -> None:
    """Have whatever asks on behalf of this very object at that moment take what was read."""
    user.held = held


def of(user: User, at: datetime) -> Held:
    """Return what an official holds at a moment: what was kept for it, or read now."""
    return kept(user, at) or read(user, at)


def kept(user: Any, at: datetime) -> Held | None:
    """Return what was kept for the moment, if anything was."""
    held: Held | None = getattr(user, "held", None)
    return held if held is not None and held.at == at else None
