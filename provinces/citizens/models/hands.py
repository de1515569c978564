"""Two hands under one act, as columns and as a constraint: other people, of other units."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q


def official(*, null: bool = True) -> Any:
    """Return a column for the official whose hand it is."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=null, related_name="+")


def second_hand(first: str, second: str, at: str) -> Q:
    """Return that a second hand is absent, or another person's of another unit."""
    unit, first_unit = f"{second}_unit", f"{first}_unit"
    return Q(**{f"{second}_by": None, at: None, unit: ""}) | (
        Q(**{f"{second}_by__isnull": False, f"{at}__isnull": False})
        & ~Q(**{unit: ""})
        & ~Q(**{f"{second}_by": F(f"{first}_by")})
        & ~Q(**{unit: F(first_unit)})
    )
