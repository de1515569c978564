"""Whose hand may stand under what is agreed at the border: powers over ground, two offices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings

from core.cells.ranges import Ranges
from core.periods import epoch_minute
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions.powers import Power
from provinces.zones import ground
from provinces.zones.services import NotAllowed, SameOffice, SameOfficial

if TYPE_CHECKING:
    from provinces.accounts.models import User


@dataclass(frozen=True, slots=True)
class Seat:
    """An office that carries a power: its unit, the code of its area, and the cells of that."""

    unit: str
    area: str
    ground: Ranges

    def holds(self, cells: Ranges) -> bool:
        """Tell whether cells lie in the area, all of them."""
        return bool(cells) and (cells & self.ground).count() == cells.count()


def seats_of(user: User, power: Power, at: datetime) -> Iterator[Seat]:
    """Yield the offices by which a user has a power, those closest to the ground before."""
    for office in jurisdictions.offices_with(user, power, at).reverse():
        known = ground.ground_of(office.area)
        bounds = known.territory if known.area is None else known.area
        yield Seat(office.unit, office.area.code, bounds)


def unit_over(cells: Ranges, power: Power, *, by: User, at: datetime) -> tuple[str, str]:
    """Return the unit in whose name, and the area in which, an official has a power over cells.

    Of several the one closest to the ground. Raises NotAllowed, and NoTerritory.
    """
    for seat in seats_of(by, power, at):
        if seat.holds(cells):
            return seat.unit, seat.area
    raise NotAllowed(f"{by} may not {power} on that ground")


def second_power(cells: Ranges, starts: int, *, at: datetime) -> Power:
    """Return the power that a second signature takes: above a county's caps a higher office's.

    They are the caps of zones of one's own: so many cells, and so far back.
    """
    is_large = cells.count() > settings.ZONES_MAX_FINE_CELLS
    is_old = epoch_minute(at) - starts > settings.ZONES_MAX_DAYS_BACK * 24 * 60
    return Power.COUNTERSIGN_LARGE_ZONE if is_large or is_old else Power.COUNTERSIGN_ZONE


def unit_in_province(power: Power, *, by: User, at: datetime) -> str:
    """Return the unit in whose name an official has a power over the whole province.

    Raises NotAllowed.
    """
    for office in jurisdictions.offices_with(by, power, at):
        if office.area.parent_id is None:
            return office.unit
    raise NotAllowed(f"{by} may not {power} for the province")


def require_another(first: User | None, unit: str, *, by: User, at: datetime) -> None:
    """Raise SameOfficial or SameOffice unless two officials share no office, now or then."""
    if first is None:
        return
    if first.pk == by.pk:
        raise SameOfficial(f"{by} has signed already")
    if jurisdictions.units_of(by, at) & {unit, *jurisdictions.units_of(first, at)}:
        raise SameOffice(f"{by} and {first} are of one office")
