"""A case is assigned to an area: officials there may act on somebody who does not live there.

whoever may do it where the person lives ──► assigned, 60 days at most ──► over by itself
                                                  └── ended early, there or here ──► over at once
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from provinces.accounts.models import User
from provinces.citizens.models import ASSIGNED_DAYS, CaseAssignment, Citizen
from provinces.jurisdictions import scoping
from provinces.jurisdictions.models import Area
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event

from .seconds import unit_of

# What is handed on, and why: closed lists, worded for officials and for the person alike.
ASSIGNABLE: dict[Power, Promise] = {
    Power.VIEW_PERSON: _("Open the record, as far as a case officer elsewhere may"),
    Power.PROPOSE_EVIDENCE: _("File evidence and orders, which another office has to approve"),
}
ASSIGNED_FOR: dict[str, Promise] = {
    "stays": _("A stay there"),
    "treated": _("Treatment there"),
    "ordered": _("An order there"),
}
LEAST = timedelta(microseconds=1)


class NotTheirs(PermissionDenied):
    """The official has not themselves, where the person lives, the power they would hand on."""


class NoPowers(ValueError):
    """An assignment without a power of the list lets nobody do anything."""


class NoReason(ValueError):
    """A case is assigned for one of three reasons."""


class TooLong(ValueError):
    """An assignment lasts no longer than evidence of most classes counts."""


class AlreadyTheirs(ValueError):
    """Officials of the area have these powers already: the person lives or is assigned there."""


class NotAssigned(LookupError):
    """There is no such assignment of this person any more."""


@transaction.atomic
def assign(
    citizen: Citizen,
    *,
    area: Area,
    powers: Iterable[Power],
    because: str,
    period: tuple[datetime, datetime],
    by: User,
) -> CaseAssignment:
    """Let an area's officials act on a person who stays, is treated or is under order there.

    Whoever opens it hands on what they may do themselves where the person lives, and nothing
    else: not what they have by an assignment, nor anything of their own case. For the caller to
    tell the person, in the same transaction. Raises NotTheirs, NoPowers, NoReason, TooLong, and
    AlreadyTheirs.
    """
    powers = frozenset(powers)
    _refuse_beyond(citizen, powers, by=by, at=period[0])
    if because not in ASSIGNED_FOR:
        raise NoReason(f"a case is assigned for one of {', '.join(ASSIGNED_FOR)}")
    if period[1] - period[0] > timedelta(days=ASSIGNED_DAYS):
        raise TooLong(f"an assignment lasts {ASSIGNED_DAYS} days at most; then it is opened anew")
    _refuse_what_is_theirs(citizen, area, powers, at=period[0])
    assignment = CaseAssignment.objects.create(
        citizen=citizen,
        area=area,
        powers=sorted(str(power) for power in powers),
        because=because,
        starts_at=period[0],
        ends_at=period[1],
        opened_by=by,
    )
    body = {
        "assignment": assignment.pk,
        "area": area.code,
        "powers": assignment.powers,
        "because": because,
        "until": period[1].isoformat(),
        "office": unit_of(by, min(powers), period[0], above=citizen.area.path),
    }
    ledger.record(Event.ASSIGNMENT_OPENED, by=by, about=citizen, at=period[0], body=body)
    return assignment


@transaction.atomic
def end_assignment(number: int, *, of: Citizen, by: User, now: datetime) -> CaseAssignment:
    """End an assignment before its time, where the person lives or where they are assigned.

    One hand is enough, for it takes powers away. For the caller to tell the person, in the same
    transaction. Raises NotAssigned for what is none of this person's in force, and NotTheirs.
    """
    locked = CaseAssignment.objects.select_for_update(of=("self",)).select_related("area")
    found = locked.filter(pk=number, citizen=of, starts_at__lte=now, ends_at__gt=now).first()
    if found is None:
        raise NotAssigned(f"{of} has no assignment {number} in force")
    unit = _ending_unit(found, of, by, now)
    # A period that is kept has a length.
    found.ends_at = max(now, found.starts_at + LEAST)
    found.save(update_fields=["ends_at"])
    body = {"assignment": found.pk, "area": found.area.code, "office": unit}
    ledger.record(Event.ASSIGNMENT_ENDED, by=by, about=of, at=now, body=body)
    return found


def _ending_unit(found: CaseAssignment, citizen: Citizen, by: User, now: datetime) -> str:
    if citizen.user_id == by.pk:
        raise NotTheirs(f"{by} may not end their own; a colleague may")
    for area in (citizen.area, found.area):
        if scoping.has_in(by, Power.VIEW_PERSON, area, now):
            return unit_of(by, Power.VIEW_PERSON, now, above=area.path)
    raise NotTheirs(f"{by} may view {citizen} neither at home nor where they are assigned")


def _refuse_beyond(citizen: Citizen, powers: frozenset[Power], *, by: User, at: datetime) -> None:
    """Raise NoPowers, or NotTheirs where an official has not themselves what they hand on."""
    if citizen.user_id == by.pk:
        raise NotTheirs(f"{by} may not assign themselves; a colleague may")
    for power in sorted(powers):
        if not scoping.has_in(by, power, citizen.area, at):
            raise NotTheirs(f"{by} may not {power} where {citizen} lives, so cannot hand it on")
    if not powers or powers - ASSIGNABLE.keys():
        raise NoPowers("an assignment names the powers of the list that it hands on")


def _refuse_what_is_theirs(
    citizen: Citizen, area: Area, powers: frozenset[Power], *, at: datetime
) -> None:
    if citizen.area.path.startswith(area.path):
        raise AlreadyTheirs(f"{citizen} lives in {area}")
    same = CaseAssignment.objects.filter(
        citizen=citizen,
        area=area,
        powers__contains=sorted(map(str, powers)),
        starts_at__lte=at,
        ends_at__gt=at,
    )
    if same.exists():
        raise AlreadyTheirs(f"{citizen} is assigned to {area} already")
