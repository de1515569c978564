"""The second signature under a change of offices, its refusal, or that it is taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core.db import locks
from provinces.accounts import inviting
from provinces.accounts.models import User
from provinces.jurisdictions import reasons
from provinces.jurisdictions.models import Change, Kind, Office, State
from provinces.ledger import services as ledger
from provinces.ledger.events import Event

from . import granting, hands, naming
from .proposing import NotNow, require_fitting, told


class AlreadyDecided(ValueError):
    """It was signed, turned down or withdrawn in the meantime, or its time is over."""


@transaction.atomic
def sign(change: Change, *, by: User, now: datetime) -> str:
    """Let a change count. Of an invitation, return the link's secret, shown once; else "".

    Raises AlreadyDecided, SameOfficial, NotAllowed, SameOffice, TooClose, and what its effect
    raises: NotNow, Incompatible, PeriodOverlaps.
    """
    change = _awaiting(change, now)
    unit = hands.second_unit(change, by=by, at=now)
    # Whoever proposed it must still be able to; they may have been suspended since.
    hands.unit_for(change.proposed_by, change.area, change.role, now)
    _decide(change, State.SIGNED, by=by, unit=unit, now=now)
    secret = EFFECTS[Kind(change.kind)](change, now)
    event = Event.OFFICE_CHANGE_SIGNED
    ledger.record(event, by=by, about=change.subject, at=now, body=told(change))
    return secret


@transaction.atomic
def refuse(change: Change, *, because: str, by: User, now: datetime) -> None:
    """Turn a change down; an emergency suspension ends. Raises as `sign`."""
    change = _awaiting(change, now)
    unit = hands.second_unit(change, by=by, at=now)
    change.refused_because = reasons.refusal(because)
    _decide(change, State.REFUSED, by=by, unit=unit, now=now)
    undo(change, by=by, now=now)
    body = {**told(change), "refused": str(change.refused_because)}
    ledger.record(Event.OFFICE_CHANGE_REFUSED, by=by, about=change.subject, at=now, body=body)


@transaction.atomic
def withdraw(change: Change, *, by: User, now: datetime) -> None:
    """Take back what one has proposed; raises NotAllowed and AlreadyDecided."""
    change = _awaiting(change, now)
    if by.pk != change.proposed_by_id:
        raise hands.NotAllowed("somebody else proposed it")
    _decide(change, State.WITHDRAWN, by=by, unit=change.proposed_unit, now=now)
    undo(change, by=by, now=now)
    event = Event.OFFICE_CHANGE_WITHDRAWN
    ledger.record(event, by=by, about=change.subject, at=now, body=told(change))


def undo(change: Change, *, by: User | None, now: datetime) -> None:
    """Undo what a proposal did before anybody signed it."""
    if change.invitation:
        inviting.void(change.invitation, now=now)
    if not change.is_emergency:
        return
    key: Any = change.office_id
    office = Office.objects.select_for_update().filter(pk=key).first()
    if office is not None and office.suspended_at is not None:
        granting.go_on(office, by=by, now=now)


def _awaiting(change: Change, now: datetime) -> Change:
    found = Change.objects.select_for_update().get(pk=change.pk)
    if found.state != State.AWAITING or found.expires_at <= now:
        raise AlreadyDecided(f"{found} is {found.state}")
    return found


def _decide(change: Change, state: State, *, by: User, unit: str, now: datetime) -> None:
    change.state, change.decided_by, change.decided_unit, change.decided_at = state, by, unit, now
    change.save()


def _office(change: Change) -> Office:
    key: Any = change.office_id
    return Office.objects.select_for_update().get(pk=key)


def _grant(change: Change, now: datetime) -> str:
    user: Any = change.subject
    _hold_offices_of(user)
    require_fitting(user, change.role, now)
    granting.seat(_seat_of(change, user, change.period), by=change, now=now)
    return ""


def _end(change: Change, now: datetime) -> str:
    office = _office(change)
    if office.period.upper <= now:
        raise NotNow("it is over")
    granting.end_office(office, by=change.decided_by, now=now)
    return ""


def _suspend(change: Change, now: datetime) -> str:
    office = _office(change)
    if office.suspended_at is None:
        granting.stop(office, by=change.decided_by, now=now)
    return ""


def _resume(change: Change, now: datetime) -> str:
    office = _office(change)
    if office.suspended_at is None:
        raise NotNow("it is not suspended")
    granting.go_on(office, by=change.decided_by, now=now)
    return ""


def _hand_over(change: Change, now: datetime) -> str:
    office = _office(change)
    if office.period.upper <= now:
        raise NotNow("it is over")
    starts = max(now, office.period.lower)
    period = DateTimeTZRange(starts, office.period.upper)
    successor: Any = change.successor
    _hold_offices_of(successor)
    require_fitting(successor, office.role, now)
    granting.end_office(office, by=change.decided_by, now=now)
    granting.seat(_seat_of(change, successor, period), by=change, now=now)
    return ""


def _invite(change: Change, now: datetime) -> str:
    invitation: Any = change.invitation
    secret = inviting.send(invitation, now=now)
    ledger.record(
        Event.OFFICIAL_INVITED, by=change.decided_by, about=None, at=now, body=told(change)
    )
    return secret


def _name_controller(change: Change, now: datetime) -> str:
    controller: Any = change.controller
    naming.begin(controller, by=change.decided_by, now=now)
    return ""


def _hold_offices_of(user: User) -> None:
    """Let nobody else give an official an office meanwhile: two might not go together."""
    locks.hold("offices of an official", [user.pk])


def _seat_of(change: Change, user: User, period: Any) -> Office:
    return Office(
        user=user,
        area=change.area,
        role=change.role,
        unit=granting.as_spelt(change.unit),
        period=period,
    )


EFFECTS: dict[Kind, Callable[[Change, datetime], str]] = {
    Kind.GRANT: _grant,
    Kind.END: _end,
    Kind.SUSPEND: _suspend,
    Kind.RESUME: _resume,
    Kind.HAND_OVER: _hand_over,
    Kind.INVITE: _invite,
    Kind.CONTROLLER: _name_controller,
}
