"""A breach is opened, its scope read from the ledger, everybody told within 72 hours, and closed.

noticed ──► opened: scope from the read log ──► told by an official ──► closed by two offices
   │                        └── 48 h: escalated, an alarm ── 72 h: told by the clock ──┘
   └── widened: more of the suspect's time, never less
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from core.periods import EARLIEST
from provinces.accounts.models import User
from provinces.citizens.services import new_reference
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.notices import services as notices
from provinces.oversight.hands import (
    NotAllowed,
    SameOffice,
    SameOfficial,
    require_apart,
    unit_of,
)
from provinces.oversight.models.breaches import Breach, BreachPerson, Kind, Measure, Noticed, What

from . import reading

__all__ = [
    "AlreadyClosed",
    "AlreadyProposed",
    "NobodyRead",
    "NotAllowed",
    "NotProposed",
    "NotTold",
    "Noted",
    "SameOffice",
    "SameOfficial",
    "attend",
    "close",
    "open_breach",
    "propose_closing",
    "tell",
    "widen",
]

AT_ONCE = 1000


class NobodyRead(ValueError):
    """The times make no sense, or by the ledger the suspect read nobody's record in them."""


class AlreadyClosed(ValueError):
    """The breach is closed."""


class AlreadyProposed(ValueError):
    """Somebody has said what was done, and another office has not closed the breach yet."""


class NotTold(ValueError):
    """Somebody concerned has not been told yet."""


class NotProposed(ValueError):
    """Nobody has said what was done, or nothing is said."""


@dataclass(frozen=True, slots=True)
class Noted:
    """What was noticed: what, how and when, which kinds of data; whom the ledger suspects, when.

    `suspect` is how an official signs in, or the name of a key as the ledger has it.
    """

    what: str
    noticed: str
    noticed_at: datetime
    kinds: Iterable[str]
    suspect: str
    starts_at: datetime
    ends_at: datetime


@transaction.atomic
def open_breach(noted: Noted, *, by: User, now: datetime) -> Breach:
    """Open a breach, and find out from the read log whom it concerns.

    Raises NotAllowed, NobodyRead, and ValueError for what is on no list.
    """
    unit = unit_of(by, Power.INCIDENT, now)
    kinds = [str(kind) for kind in Kind if kind in set(map(Kind, noted.kinds))]
    is_past = EARLIEST <= noted.noticed_at <= now and noted.starts_at >= EARLIEST
    if not kinds or not is_past or not noted.starts_at < noted.ends_at <= now:
        raise NobodyRead("a breach was before now, is of a time, and of some kind of data")
    breach = Breach.objects.create(
        reference=new_reference(),
        what=What(noted.what),
        noticed=Noticed(noted.noticed),
        noticed_at=noted.noticed_at,
        kinds=kinds,
        suspect=reading.named(noted.suspect),
        starts_at=noted.starts_at,
        ends_at=noted.ends_at,
        opened_by=by,
        opened_unit=unit,
        opened_at=now,
        tell_by=noted.noticed_at + settings.OVERSIGHT_BREACH_TELL_WITHIN,
    )
    people = _take_scope(breach)
    if not people:
        raise NobodyRead(f"by the ledger {breach.suspect} read nobody's record then")
    body = {"what": breach.what, "suspect": breach.suspect, "people": people, "office": unit}
    ledger.record(Event.BREACH_OPENED, by=by, about=breach, at=now, body=body)
    return breach


@transaction.atomic
def widen(
    breach: Breach, *, starts_at: datetime, ends_at: datetime, by: User, now: datetime
) -> int:
    """Widen the time of a breach, and add whom it concerns besides; return how many are new.

    Raises NotAllowed, AlreadyClosed, and NobodyRead where the time is not wider.
    """
    found, unit = _lock(breach), unit_of(by, Power.INCIDENT, now)
    is_wider = EARLIEST <= starts_at <= found.starts_at and found.ends_at <= ends_at <= now
    if not is_wider or (starts_at, ends_at) == (found.starts_at, found.ends_at):
        raise NobodyRead("the time of a breach is widened, and ends before now")
    found.starts_at, found.ends_at = starts_at, ends_at
    # Whoever is new is to be told as well, before anybody says that all is done.
    _withdraw_closing(found)
    found.save()
    before = found.people.count()
    people = _take_scope(found) - before
    body = {"people": people, "office": unit, "from": starts_at.isoformat()}
    body["to"] = ends_at.isoformat()
    ledger.record(Event.BREACH_WIDENED, by=by, about=found, at=now, body=body)
    return people


@transaction.atomic
def tell(breach: Breach, *, by: User, now: datetime) -> int:
    """Tell everybody concerned who does not know yet; return how many.

    Raises NotAllowed, and AlreadyClosed.
    """
    found, unit = _lock(breach), unit_of(by, Power.INCIDENT, now)
    return _tell(found, by=by, office=unit, now=now)


@transaction.atomic
def propose_closing(breach: Breach, measures: Iterable[str], *, by: User, now: datetime) -> Breach:
    """Say what was done, from the list, and propose to close a breach; another office closes it.

    Raises NotAllowed, AlreadyClosed, AlreadyProposed, NotTold, NotProposed for nothing done, and
    ValueError for what is not on the list.
    """
    found, unit = _lock(breach), unit_of(by, Power.INCIDENT, now)
    if found.proposed_by is not None:
        raise AlreadyProposed(f"{found.proposed_unit} has said what was done about {found}")
    done = [str(each) for each in Measure if each in set(map(Measure, measures))]
    if not done:
        raise NotProposed("it is said what was done")
    _require_told(found)
    found.measures = done
    found.proposed_by, found.proposed_unit, found.proposed_at = by, unit, now
    found.save()
    body = {"measures": done, "office": unit}
    ledger.record(Event.BREACH_CLOSING_PROPOSED, by=by, about=found, at=now, body=body)
    return found


@transaction.atomic
def close(breach: Breach, *, by: User, now: datetime) -> Breach:
    """Close a breach, as another office.

    Raises NotAllowed, AlreadyClosed, NotProposed, NotTold, SameOfficial, and SameOffice.
    """
    found, unit = _lock(breach), unit_of(by, Power.INCIDENT, now)
    if found.proposed_by is None:
        raise NotProposed(f"nobody has said what was done about {found}")
    require_apart(by, found.proposed_by, found.proposed_unit, now)
    _require_told(found)
    found.closed_by, found.closed_unit, found.closed_at = by, unit, now
    found.save()
    body = {"measures": found.measures, "office": unit}
    ledger.record(Event.BREACH_CLOSED, by=by, about=found, at=now, body=body)
    return found


def attend(*, now: datetime) -> None:
    """See to the clocks: an alarm when it gets late, and at the end everybody is told anyway."""
    untold = Breach.objects.untold().order_by("pk")
    for key in list(untold.values_list("pk", flat=True)):
        _attend(key, now)


@transaction.atomic
def _attend(key: int, now: datetime) -> None:
    breach = Breach.objects.select_for_update().get(pk=key)
    late_at = breach.noticed_at + settings.OVERSIGHT_BREACH_ESCALATE_AFTER
    if breach.escalated_at is None and now >= late_at:
        breach.escalated_at = now
        breach.save(update_fields=["escalated_at"])
        body = {"kind": "breach", "source": {}, "tell_by": breach.tell_by.isoformat()}
        ledger.record(Event.BREACH_ESCALATED, by=None, about=breach, at=now, body=body)
    if now >= breach.tell_by:
        _tell(breach, by=None, office="", now=now)


def _take_scope(breach: Breach) -> int:
    """Write down whom a breach concerns, and how often each was read; return how many people."""
    found = reading.touched(breach.suspect, breach.starts_at, breach.ends_at)
    BreachPerson.objects.bulk_create(
        [
            BreachPerson(
                breach=breach,
                citizen_id=each.citizen,
                reads=each.reads,
                first_at=each.first_at,
                last_at=each.last_at,
            )
            for each in found
        ],
        AT_ONCE,
        update_conflicts=True,
        unique_fields=["breach", "citizen"],
        update_fields=["reads", "first_at", "last_at"],
    )
    return len(found)


def _tell(breach: Breach, *, by: User | None, office: str, now: datetime) -> int:
    untold = breach.people.filter(told_at=None).order_by("pk")
    people = list(untold.values_list("citizen_id", flat=True))
    if not people:
        return 0
    untold.update(told_at=now)
    notices.tell_of(people, kind=notices.Kind.BREACH, of=breach.reference, now=now)
    body = {"people": len(people), "office": office, "in_time": now <= breach.tell_by}
    ledger.record(Event.BREACH_TOLD, by=by, about=breach, at=now, body=body)
    return len(people)


def _withdraw_closing(breach: Breach) -> None:
    breach.measures, breach.proposed_by = [], None
    breach.proposed_unit, breach.proposed_at = "", None


def _require_told(breach: Breach) -> None:
    if breach.people.filter(told_at=None).exists():
        raise NotTold(f"not everybody knows of {breach}")


def _lock(breach: Breach) -> Breach:
    rows = Breach.objects.select_for_update(of=("self",)).select_related("proposed_by")
    found = rows.get(pk=breach.pk)
    if found.closed_at is not None:
        raise AlreadyClosed(f"{found} is closed")
    return found
