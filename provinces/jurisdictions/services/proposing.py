"""Proposing a change of offices: nothing of it counts before another unit has signed.

    proposed ──► signed by another unit ──► counts
        │  └───► refused, by another unit; withdrawn, by whoever proposed it
        └──────► lapsed, unsigned when its time is over

An emergency suspension counts at once, for as long as its proposal may wait.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core.periods import Period
from provinces.accounts import inviting
from provinces.accounts.models import User
from provinces.jurisdictions import reasons
from provinces.jurisdictions.models import Area, Change, Controller, Kind, Level, Office, State
from provinces.jurisdictions.roles import ROLES, fit_together
from provinces.ledger import services as ledger
from provinces.ledger.events import Event

from . import granting, hands

# Whoever fills in a form takes their time; an office may begin with the day it is proposed on.
EARLIEST = timedelta(days=1)
ONE_AT_A_TIME = "an_office_has_one_proposal_at_a_time"


class AlreadyProposed(ValueError):
    """Something else is proposed about this office, and awaits a signature."""


class NotNow(ValueError):
    """The office is over, not suspended, or suspended already."""


class TooLong(ValueError):
    """No office is granted for so long at once, or for a time that is past."""


class Incompatible(ValueError):
    """The official holds an office with which this one does not go together."""


class SuspendedLately(ValueError):
    """An emergency suspension of this office came to nothing a short while ago."""


@dataclass(frozen=True, slots=True)
class Seat:
    """An office to be given: where, as what, in which unit, for which period `[from, to)`."""

    area: Area
    role: str
    unit: str
    period: tuple[datetime, datetime]


@transaction.atomic
def propose_grant(user: User, seat: Seat, *, because: str, by: User, now: datetime) -> Change:
    """Propose an office for an official, a longer one for who holds it included.

    Raises NotAllowed, SameOfficial, Incompatible, TooLong, NoUnit, EndsBeforeItStarts, and
    NotAllowed for somebody who never was an official.
    """
    if not Office.objects.filter(user=user).exists():
        raise hands.NotAllowed("whoever is no official yet is invited")
    require_fitting(user, seat.role, now)
    return _propose(Change(kind=Kind.GRANT, subject=user, **_seat(seat, now)), because, by, now)


@transaction.atomic
def propose_invitation(
    full_name: str, seat: Seat, *, language: str, because: str, by: User, now: datetime
) -> tuple[Change, str]:
    """Propose to invite somebody into their first office; return it and a code, shown once.

    Who signs is shown the link: neither of the two opens the account alone. Raises as
    `propose_grant`.
    """
    invitation, code = inviting.prepare(full_name=full_name, language=language)
    change = Change(kind=Kind.INVITE, invitation=invitation, **_seat(seat, now))
    return _propose(change, because, by, now), code


@transaction.atomic
def propose_end(office: Office, *, because: str, by: User, now: datetime) -> Change:
    """Propose to end an office; raises NotAllowed, SameOfficial, NotNow, AlreadyProposed."""
    return _propose(_about(office, Kind.END, now), because, by, now)


@transaction.atomic
def propose_hand_over(office: Office, *, to: User, because: str, by: User, now: datetime) -> Change:
    """Propose that another official takes an office over, until it would have ended.

    Raises NotAllowed, SameOfficial, Incompatible, NotNow, AlreadyProposed.
    """
    if to.pk == office.user_id:
        raise hands.SameOfficial("it is theirs already")
    if not Office.objects.filter(user=to).exists():
        raise hands.NotAllowed("whoever is no official yet is invited")
    require_fitting(to, office.role, now)
    change = _about(office, Kind.HAND_OVER, now)
    change.successor = to
    return _propose(change, because, by, now)


@transaction.atomic
def propose_suspension(
    office: Office, *, because: str, is_emergency: bool = False, by: User, now: datetime
) -> Change:
    """Propose to suspend an office; in an emergency it is suspended at once, for some days.

    Raises NotAllowed, SameOfficial, NotNow, AlreadyProposed, SuspendedLately.
    """
    office = Office.objects.select_for_update().get(pk=office.pk)
    change = _about(office, Kind.SUSPEND, now)
    change.is_emergency = is_emergency
    if office.suspended_at is not None:
        raise NotNow("it is suspended already")
    if is_emergency and _came_to_nothing(office, now):
        raise SuspendedLately("propose it, and have another unit sign")
    made = _propose(change, because, by, now)
    if is_emergency:
        granting.stop(office, by=by, now=now)
    return made


@transaction.atomic
def propose_resumption(office: Office, *, because: str, by: User, now: datetime) -> Change:
    """Propose that an office counts again; raises as `propose_end`."""
    if office.suspended_at is None:
        raise NotNow("it is not suspended")
    return _propose(_about(office, Kind.RESUME, now), because, by, now)


@transaction.atomic
def propose_controller(said: dict[str, str], *, because: str, by: User, now: datetime) -> Change:
    """Propose who answers for the province's personal data; raises NotAllowed.

    `said` has the fields of a Controller.
    """
    area = Area.objects.get(level=Level.PROVINCE)
    controller = Controller.objects.create(**said)
    return _propose(
        Change(kind=Kind.CONTROLLER, controller=controller, area=area), because, by, now
    )


def require_fitting(user: User, role: str, now: datetime) -> None:
    """Raise Incompatible where a role does not go with what an official holds, or is to hold."""
    held = Office.objects.filter(user=user, period__endswith__gt=now)
    if not fit_together(frozenset(held.values_list("role", flat=True)), role):
        raise Incompatible(f"{role} does not go with another office of {user}")


def _propose(change: Change, because: str, by: User, now: datetime) -> Change:
    change.because = reasons.given(change.kind, because)
    hands.refuse_concerned(by, change)
    if change.kind in (Kind.GRANT, Kind.INVITE):
        _require_short(change, now)
    change.proposed_unit = hands.unit_for(by, change.area, change.role, now)
    change.proposed_by, change.proposed_at = by, now
    change.expires_at = now + (
        timedelta(hours=settings.JURISDICTIONS_EMERGENCY_HOURS)
        if change.is_emergency
        else timedelta(days=settings.JURISDICTIONS_PROPOSAL_DAYS)
    )
    try:
        with transaction.atomic():
            change.save(force_insert=True)
    except IntegrityError as problem:
        if ONE_AT_A_TIME not in str(problem):
            raise
        raise AlreadyProposed(f"something is proposed about {change.office}") from problem
    ledger.record(
        Event.OFFICE_CHANGE_PROPOSED, by=by, about=change.subject, at=now, body=told(change)
    )
    return change


def told(change: Change) -> dict[str, Any]:
    """Return what the ledger says of a change."""
    body = {
        "change": change.pk,
        "kind": str(change.kind),
        "area": change.area.code,
        "because": str(change.because),
        "emergency": change.is_emergency,
    }
    if change.period:
        ends = change.period.upper.isoformat()
        body |= {"role": change.role, "unit": change.unit, "to": ends}
    return body


def _seat(seat: Seat, now: datetime) -> dict[str, Any]:
    Period(*seat.period)
    return {
        "area": seat.area,
        "role": ROLES[seat.role].key,
        "unit": granting.as_spelt(seat.unit),
        "period": DateTimeTZRange(*seat.period),
    }


def _require_short(change: Change, now: datetime) -> None:
    longest = timedelta(days=settings.JURISDICTIONS_LONGEST_DAYS)
    period: Any = change.period
    starts = max(period.lower, now)
    if period.upper <= now or period.upper - starts > longest or period.lower < now - EARLIEST:
        raise TooLong(f"an office is granted for {longest.days} days at most, from now on")


def _about(office: Office, kind: Kind, now: datetime) -> Change:
    if office.period.upper <= now:
        raise NotNow("it is over")
    return Change(
        kind=kind,
        office=office,
        subject=office.user,
        area=office.area,
        role=office.role,
        unit=office.unit,
        period=office.period,
    )


def _came_to_nothing(office: Office, now: datetime) -> bool:
    """Tell whether somebody suspended an office alone of late, and nobody signed."""
    since = now - timedelta(days=settings.JURISDICTIONS_ACQUAINTED_DAYS)
    return Change.objects.filter(
        office=office,
        is_emergency=True,
        proposed_at__gt=since,
        state__in=[State.REFUSED, State.WITHDRAWN, State.LAPSED],
    ).exists()
