"""Marks of protection are lifted, and their person is told in the same transaction."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from provinces.accounts.models import User
from provinces.citizens import services as citizens
from provinces.citizens.models import Lifting
from provinces.notices import services as notices


@transaction.atomic
def lift(number: int, *, by: User, now: datetime) -> Lifting:
    """Lift a mark, and tell its person; raises as `citizens.lift_mark`."""
    made = citizens.lift_mark(number, by=by, now=now)
    notices.tell_of_opening(made.protection.citizen, now=now)
    return made
