"""An invitation is accepted: an account is opened, and its first office begins."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from provinces.accounts import inviting
from provinces.accounts.models import User
from provinces.jurisdictions.models import Change, FirstSeat, Office, State

from . import founding, granting


def accept(given: inviting.Given, *, now: datetime) -> User:
    """Open the account of whoever brings link and code, and let their office begin.

    Raises NoInvitation and WrongCode (of accounts.inviting), which count the tries.
    """
    invitation = inviting.checked(given, now=now)
    with transaction.atomic():
        user = inviting.accept(invitation, password=given.password, now=now)
        change = Change.objects.select_for_update().filter(invitation=invitation).first()
        if change is not None:
            _seat(change, user, now)
        else:
            first = FirstSeat.objects.select_for_update().get(invitation=invitation)
            founding.take(first, user, now=now)
    return user


def _seat(change: Change, user: User, now: datetime) -> None:
    if change.state != State.SIGNED or change.period is None or change.period.upper <= now:
        raise inviting.NoInvitation
    change.subject, change.joined_at = user, now
    change.save(update_fields=["subject", "joined_at"])
    office = Office(
        user=user,
        area=change.area,
        role=change.role,
        unit=granting.as_spelt(change.unit),
        period=DateTimeTZRange(max(now, change.period.lower), change.period.upper),
    )
    granting.seat(office, by=change, now=now)
