"""Emergencies as their person is told of them: at once, and when another office has judged them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from provinces.accounts.models import User
from provinces.citizens import services as citizens
from provinces.citizens.models import Emergency
from provinces.notices import services as notices


@transaction.atomic
def break_glass(reference: str, call: citizens.Call, *, by: User, now: datetime) -> Emergency:
    """Open a record in an emergency, and tell its person; raises as `citizens.break_glass`."""
    made = citizens.break_glass(reference, call, by=by, now=now)
    notices.tell_of_emergency(made.citizen, of=f"opened:{made.opened_unit}", now=now)
    return made


@transaction.atomic
def judge(number: int, verdict: str, *, finding: str, by: User, now: datetime) -> Emergency:
    """Say whether there was an emergency, and tell the person; raises as `citizens.judge`."""
    made = citizens.judge(number, verdict, finding=finding, by=by, now=now)
    notices.tell_of_emergency(made.citizen, of=f"{verdict}:{made.reviewed_unit}", now=now)
    return made
