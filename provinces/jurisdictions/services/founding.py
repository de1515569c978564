"""A province's first officials are invited by nobody in office, as long as it has none.

named ──► link and code, printed once ──► accepted: the office begins
              └──► lost, or too late: a new pair, until two offices can invite by themselves
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core.db import locks
from provinces.accounts import inviting
from provinces.accounts.models import Invitation, User
from provinces.jurisdictions.models import Area, Controller, FirstSeat, Office
from provinces.jurisdictions.powers import Power
from provinces.jurisdictions.roles import ROLES
from provinces.ledger import services as ledger
from provinces.ledger.events import Event

from . import granting, naming

# Who can propose and sign changes of offices is of two units at least.
ENOUGH = 2


class HasOfficials(ValueError):
    """The province has officials: from then on offices change by two of them, and by no command."""


@dataclass(frozen=True, slots=True)
class First:
    """Somebody to be invited into one of the first offices; `area` is a division code."""

    full_name: str
    language: str
    area: str
    role: str
    unit: str


@dataclass(frozen=True, slots=True)
class Sent:
    """An invitation: whom it is for, and the secret of its link and the code, told this once."""

    first: First
    secret: str
    code: str
    expires_at: datetime


@transaction.atomic
def invite_first(officials: Sequence[First], *, said: dict[str, str], now: datetime) -> list[Sent]:
    """Name the controller, as a Controller's fields say, and invite the first officials.

    Raises HasOfficials where anybody was ever invited or in office.
    """
    locks.hold("first offices", [0])
    if Office.objects.exists() or FirstSeat.objects.exists() or Controller.objects.exists():
        raise HasOfficials("its first officials are invited already")
    naming.name_controller(said, by=None, now=now)
    period = DateTimeTZRange(now, now + timedelta(days=settings.JURISDICTIONS_LONGEST_DAYS))
    areas = Area.objects.in_bulk([each.area for each in officials], field_name="code")
    sent = []
    for each in officials:
        invitation, told = _invited(each, now)
        FirstSeat.objects.create(
            invitation=invitation,
            area=areas[each.area],
            role=ROLES[each.role].key,
            unit=each.unit,
            period=period,
        )
        _record(each, now)
        sent.append(told)
    return sent


@transaction.atomic
def renew_links(officials: Sequence[First], *, now: datetime) -> list[Sent]:
    """Void the links that nobody has used, and make new ones for the same offices.

    `officials` are all that were named, in that order. Raises HasOfficials once administrators of
    two units are in office, who invite others by themselves.
    """
    locks.hold("first offices", [0])
    if len(_units_that_grant()) >= ENOUGH:
        raise HasOfficials("two offices can invite by themselves")
    sent = []
    seats = FirstSeat.objects.select_related("invitation").select_for_update(of=("self",))
    for seat, each in zip(seats.order_by("pk"), officials, strict=True):
        if seat.joined_at is not None:
            continue
        inviting.void(seat.invitation, now=now)
        seat.invitation, told = _invited(each, now)
        seat.save(update_fields=["invitation"])
        _record(each, now)
        sent.append(told)
    return sent


def take(seat: FirstSeat, user: User, *, now: datetime) -> None:
    """Have somebody who accepted their invitation hold the office; raises NoInvitation."""
    if seat.joined_at is not None or seat.period.upper <= now:
        raise inviting.NoInvitation
    seat.joined_at = now
    seat.save(update_fields=["joined_at"])
    period = (max(now, seat.period.lower), seat.period.upper)
    granting.grant_office(
        user=user, area=seat.area, role=seat.role, unit=seat.unit, period=period, by=None, now=now
    )


def _units_that_grant() -> set[str]:
    carriers = [role.key for role in ROLES.values() if Power.GRANT_OFFICE in role.powers]
    return set(Office.objects.filter(role__in=carriers).values_list("unit", flat=True))


def _invited(first: First, now: datetime) -> tuple[Invitation, Sent]:
    invitation, code = inviting.prepare(full_name=first.full_name, language=first.language)
    secret = inviting.send(invitation, now=now)
    expires_at = now + timedelta(hours=settings.ACCOUNTS_INVITATION_HOURS)
    return invitation, Sent(first, secret, code, expires_at)


def _record(first: First, now: datetime) -> None:
    body = {"area": first.area, "role": first.role, "unit": first.unit}
    ledger.record(Event.FIRST_OFFICIAL_INVITED, by=None, about=None, at=now, body=body)
