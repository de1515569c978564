"""In whose name an official acts where casework asks for a power."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from provinces.evidence.services import NotAllowed, SameOffice, SameOfficial
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions.powers import Power

if TYPE_CHECKING:
    from provinces.accounts.models import User


__all__ = ["NotAllowed", "SameOffice", "SameOfficial", "unit", "unit_for_all"]


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
