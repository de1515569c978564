"""When the programme ends in a province: from then on no rules are in force, and nobody is held."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from provinces.tenancy import scope


def ends_at() -> datetime | None:
    """Return when the programme ends in the province in scope; None where no end is set."""
    said = settings.RULES_PROGRAMME_ENDS.get(scope.current().slug)
    return datetime.fromisoformat(said) if said else None


def is_over(at: datetime) -> bool:
    """Tell whether the programme has ended by a moment."""
    end = ends_at()
    return end is not None and at >= end
