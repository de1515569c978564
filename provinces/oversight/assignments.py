"""Cases are assigned to areas and taken back, and their person is told in the same transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from provinces.accounts.models import User
from provinces.citizens import services as citizens
from provinces.citizens.models import CaseAssignment, Citizen
from provinces.notices import services as notices


@transaction.atomic
def assign(citizen: Citizen, **given: Any) -> CaseAssignment:
    """Assign a case, and tell its person; takes and raises what `citizens.assign` does."""
    made = citizens.assign(citizen, **given)
    notices.tell_of_opening(citizen, now=made.starts_at)
    return made


@transaction.atomic
def end(number: int, *, of: Citizen, by: User, now: datetime) -> CaseAssignment:
    """End an assignment early, and tell its person; raises as `citizens.end_assignment`."""
    over = citizens.end_assignment(number, of=of, by=by, now=now)
    notices.tell_of_opening(of, now=now)
    return over
