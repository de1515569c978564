"""In whose name an official acts where casework asks for a power."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from provinces.evidence.services import NotAllowed, SameOffice, SameOfficial
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions.powers import Power

if TYPE_CHECKING:
    from provinces.accounts.models import User


__all__ = [
    "NotAllowed",
    "SameOffice",
    "SameOfficial",
    "Two",
    "require_another",
    "unit",
    "unit_for_all",
]


@dataclass(frozen=True, slots=True)
class Two:
    """Who signed first and who second, each in the name of their office, and what: its number."""

    first: User
    first_unit: str
    second: User
    second_unit: str
    proposal: int | None = None


def require_another(second: User, first: User | None, first_unit: str, at: datetime) -> None:
    """Raise SameOfficial or SameOffice unless the second hand is of another office.

    Of whom no account is left, the office they acted in counts.
    """
    if first is not None and first.pk == second.pk:
        raise SameOfficial(f"{second} took the first step")
    theirs = jurisdictions.units_of(first, at) if first else set()
    if jurisdictions.units_of(second, at) & {first_unit, *theirs}:
        raise SameOffice(f"{second} and {first} are of one office")


def unit(user: User, power: Power, at: datetime) -> str:
    """Return the unit in whose name an official uses a power, the highest; raises NotAllowed."""
    for office in jurisdictions.offices_with(user, power, at):
        return office.unit
    raise NotAllowed(f"{user} may not {power}")


def unit_for_all(user: User, power: Power, at: datetime) -> str:
    """Return the unit in whose name an official acts for the whole province.

    Raises NotAllowed.
    """
    for office in jurisdictions.offices_with(user, power, at):
        if office.area.parent_id is None:
            return office.unit
    raise NotAllowed(f"{user} may not {power} for the whole province")
