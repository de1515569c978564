"""Switching off is for one official, at once; prolonging it and switching on early are for two.

off ──► prolonged? proposed ──► signed by another office ──► off for a day more at most
 │  └──► on early?  proposed ──► signed by another office ──► on
 └──► on again by itself at `until`
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from core.db import locks
from provinces.accounts.models import User
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.oversight.hands import (
    NotAllowed,
    SameOffice,
    SameOfficial,
    require_apart,
    unit_of,
)
from provinces.oversight.models.switches import LONGEST, Reason, Switch, SwitchChange

from . import state
from .parts import NEVER, Part

__all__ = [
    "LONGEST",
    "AlreadyDecided",
    "AlreadyOff",
    "NeverOff",
    "NotAllowed",
    "NotOff",
    "SameOffice",
    "SameOfficial",
    "TooLong",
    "TooSoon",
    "propose",
    "refuse",
    "sign",
    "switch_off",
]

Kind = SwitchChange.Kind


class NeverOff(ValueError):
    """This part is never switched off: a status, an appeal, care, and what one may know."""


class AlreadyOff(ValueError):
    """The part is off already; two offices may prolong it."""


class NotOff(ValueError):
    """The part is on."""


class TooLong(ValueError):
    """Nothing is off for more than a day at a time, nor for no time at all."""


class TooSoon(ValueError):
    """The same office had it off until within a day: that would be prolonging it alone."""


class AlreadyDecided(ValueError):
    """A change of this switch waits for a signature, or was signed or refused."""


@transaction.atomic
def switch_off(
    part: Part, *, reason: Reason, lasting: timedelta, by: User, now: datetime
) -> Switch:
    """Switch a part off at once, for a day at most; also while the ledger cannot be sealed.

    Raises NotAllowed, NeverOff, TooLong, AlreadyOff, and TooSoon where the same office had the part
    off within a day; ValueError for an unknown part or reason.
    """
    part, reason = Part(part), Reason(reason)
    unit = unit_of(by, Power.INCIDENT, now)
    if part in NEVER:
        raise NeverOff(f"{part} is never switched off")
    if not timedelta() < lasting <= LONGEST:
        raise TooLong(f"{lasting} is not between nothing and {LONGEST}")
    locks.hold("switches", [0])
    _require_on(part, unit, now)
    made = Switch.objects.create(
        part=part,
        reason=reason,
        since=now,
        until=now + lasting,
        switched_by=by,
        switched_unit=unit,
    )
    body = {"part": str(part), "reason": str(reason), "until": made.until.isoformat()}
    # By name: officials stop while the ledger is behind, and this must not wait for it.
    name = ledger.name(by)
    ledger.record(Event.SWITCHED_OFF, by=name, about=made, at=now, body={**body, "office": unit})
    _have_read_anew()
    return made


@transaction.atomic
def propose(
    switch: Switch, kind: Kind, *, lasting: timedelta | None = None, by: User, now: datetime
) -> SwitchChange:
    """Propose to prolong a switch by so long from now, or to end it; another office has to sign.

    Raises NotAllowed, NotOff, TooLong, and AlreadyDecided where another change waits.
    """
    kind, unit = Kind(kind), unit_of(by, Power.INCIDENT, now)
    found = _lock(switch, now)
    if found.changes.filter(signed_at=None, refused_at=None).exists():
        raise AlreadyDecided(f"a change of {found} waits already")
    until = _prolonged(found, lasting, now) if kind is Kind.PROLONG else None
    made = SwitchChange.objects.create(
        switch=found, kind=kind, until=until, proposed_by=by, proposed_unit=unit, proposed_at=now
    )
    _record(Event.SWITCH_CHANGE_PROPOSED, made, by=by, office=unit, now=now)
    return made


@transaction.atomic
def sign(change: SwitchChange, *, by: User, now: datetime) -> Switch:
    """Put a proposed change into effect.

    Raises NotAllowed, SameOfficial, SameOffice, AlreadyDecided, NotOff, and TooLong where so much
    time went by that it would not prolong anything.
    """
    found, unit = _open(change), unit_of(by, Power.INCIDENT, now)
    require_apart(by, found.proposed_by, found.proposed_unit, now)
    switch = _lock(found.switch, now)
    if found.until is not None and not switch.until < found.until <= now + LONGEST:
        raise TooLong(f"{found} prolongs nothing any more")
    found.signed_by, found.signed_unit, found.signed_at = by, unit, now
    found.save(update_fields=["signed_by", "signed_unit", "signed_at"])
    if found.until is not None:
        switch.until = found.until
        event = Event.SWITCH_PROLONGED
    else:
        switch.ended_at = now
        event = Event.SWITCHED_ON
    switch.save(update_fields=["until", "ended_at"])
    _record(event, found, by=by, office=unit, now=now)
    _have_read_anew()
    return switch


@transaction.atomic
def refuse(change: SwitchChange, *, by: User, now: datetime) -> SwitchChange:
    """Turn a proposed change down, or take one's own back.

    Raises NotAllowed, and AlreadyDecided.
    """
    found, unit = _open(change), unit_of(by, Power.INCIDENT, now)
    found.refused_by, found.refused_at = by, now
    found.save(update_fields=["refused_by", "refused_at"])
    _record(Event.SWITCH_CHANGE_REFUSED, found, by=by, office=unit, now=now)
    return found


def _require_on(part: Part, unit: str, now: datetime) -> None:
    past = Switch.objects.filter(part=part)
    if past.off(now).exists():
        raise AlreadyOff(f"{part} is off already")
    # What two offices ended early may begin again.
    latest = past.filter(switched_unit=unit, ended_at=None).order_by("-since").first()
    if latest is not None and now < latest.until + LONGEST:
        raise TooSoon(f"{unit} had {part} off until {latest.until}")


def _prolonged(switch: Switch, lasting: timedelta | None, now: datetime) -> datetime:
    if lasting is None or not timedelta() < lasting <= LONGEST:
        raise TooLong(f"{lasting} is not between nothing and {LONGEST}")
    if now + lasting <= switch.until:
        raise TooLong(f"{switch} is off for longer already")
    return now + lasting


def _lock(switch: Switch, now: datetime) -> Switch:
    found = Switch.objects.select_for_update().get(pk=switch.pk)
    if not found.is_off(now):
        raise NotOff(f"{found.part} is on")
    return found


def _open(change: SwitchChange) -> SwitchChange:
    rows = SwitchChange.objects.select_for_update(of=("self",))
    found = rows.select_related("switch", "proposed_by").get(pk=change.pk)
    if not found.is_open:
        raise AlreadyDecided(f"{found} is decided")
    return found


def _record(event: Event, change: SwitchChange, *, by: User, office: str, now: datetime) -> None:
    body = {
        "part": change.switch.part,
        "kind": str(change.kind),
        "until": change.until.isoformat() if change.until else None,
        "office": office,
    }
    ledger.record(event, by=by, about=change.switch, at=now, body=body)


def _have_read_anew() -> None:
    """Have this process obey at once; the others do within seconds."""
    state.forget()
    transaction.on_commit(state.forget)
