"""Misuse is looked for every night; a case is examined, and founded or not, and people are told.

open ──► examined ──► founded: the suspension of the official is proposed, people are told
                 └──► unfounded
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from django.conf import settings
from django.db import transaction

from core.db import locks
from provinces.accounts.models import User
from provinces.citizens.services import new_reference
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.notices import services as notices
from provinces.oversight.models import Case, CaseSubject, State
from provinces.tenancy import scope

from . import assigning, detecting, gathering
from .detecting import Found

LONGEST_REASON = 600


class NotYours(PermissionError):
    """The case lies with another auditor, or with nobody yet."""


class NotOpen(ValueError):
    """The case is not at the point at which this is done."""


class NoReason(ValueError):
    """Whoever closes a case says why, in so many characters at most."""


@transaction.atomic
def detect(*, now: datetime) -> int:
    """Look for misuse, open a case for whatever is new, and find who examines each.

    Returns how many cases are new.
    """
    locks.hold("misuse cases", [0])
    found = {each.key: each for each in _found(now)}
    known = set(Case.objects.filter(key__in=found).values_list("key", flat=True))
    fresh = [each for key, each in found.items() if key not in known]
    for each in fresh:
        _open(each, now)
    assign(now=now)
    return len(fresh)


@transaction.atomic
def assign(*, now: datetime) -> int:
    """Find who examines the cases that lie with nobody; return how many lie with somebody now."""
    waiting = Case.objects.select_for_update().filter(auditor=None, state=State.OPEN)
    return sum(_assign(case, now) for case in waiting.order_by("pk"))


@transaction.atomic
def examine(case: Case, *, by: User, now: datetime) -> Case:
    """Note that a case is examined by whom it lies with; raises NotYours, and NotOpen."""
    found = _lock(case, by)
    if found.state != State.OPEN:
        raise NotOpen(f"{found} is {found.get_state_display().lower()}")
    found.state, found.examined_at, found.examined_by = State.EXAMINED, now, by
    found.save(update_fields=["state", "examined_at", "examined_by"])
    ledger.record(Event.MISUSE_EXAMINED, by=by, about=found, at=now, body=_told(found))
    return found


@transaction.atomic
def close(case: Case, *, is_founded: bool, because: str, by: User, now: datetime) -> Case:
    """Say what an examined case comes to, and why.

    Where it is founded, the suspension of its officials is proposed to those who decide on
    offices, and whoever's data are in it is told. Raises NotYours, NotOpen, and NoReason.
    """
    because = because.strip()
    if not because or len(because) > LONGEST_REASON:
        raise NoReason(f"the reason is missing, or longer than {LONGEST_REASON} characters")
    found = _lock(case, by)
    if found.state != State.EXAMINED:
        raise NotOpen(f"{found} is {found.get_state_display().lower()}")
    found.state = State.FOUNDED if is_founded else State.UNFOUNDED
    found.closed_at, found.closed_by, found.closed_because = now, by, because
    if is_founded:
        found.suspension_proposed_at = now
    found.save()
    event = Event.MISUSE_FOUNDED if is_founded else Event.MISUSE_UNFOUNDED
    ledger.record(event, by=by, about=found, at=now, body={**_told(found), "because": because})
    if is_founded:
        _propose_suspension(found, by, now)
        _tell(found, now)
    return found


def _found(now: datetime) -> Iterator[Found]:
    """Yield what is found: in the looks of a week, and in what was filed for a month."""
    limits = gathering.limits()
    week = now - timedelta(days=7)
    looks = gathering.looks(week, now)
    acts = gathering.acts(week, now, by=(look.official for look in looks))
    for_acts = [look for look in looks if gathering.wants_an_act(look)]
    guarded = gathering.protected(frozenset(look.citizen for look in looks), week, now)
    filings = gathering.filings(now - timedelta(days=settings.OVERSIGHT_FILING_DAYS), now)
    local = now.astimezone(scope.current().zone)
    yield from chain(
        detecting.repeated(looks, limits),
        detecting.out_of_hours(looks, limits),
        detecting.of_protected(looks, guarded),
        detecting.volume(looks, limits),
        detecting.without_act(for_acts, acts, limits, now=local),
        detecting.cohorts(filings, limits),
        detecting.pairs(filings, limits),
        gathering.canaries(week, now),
    )


def _open(found: Found, now: datetime) -> Case:
    case = Case.objects.create(
        reference=new_reference()[:16],
        kind=found.kind,
        key=found.key[:120],
        official_id=found.official,
        accomplice_id=found.accomplice,
        units=assigning.units_of([found.official, found.accomplice], now),
        entries=list(found.entries),
        pieces=list(found.pieces),
        measures=found.measures,
        opened_at=now,
    )
    subjects = [CaseSubject(case=case, citizen_id=citizen) for citizen in found.citizens]
    CaseSubject.objects.bulk_create(subjects, 1000)
    ledger.record(Event.MISUSE_SUSPECTED, by=None, about=case, at=now, body=_told(case))
    return case


def _assign(case: Case, now: datetime) -> bool:
    found = assigning.auditor_for(case, now)
    if found is None:
        return False
    case.auditor, case.auditor_unit = found
    case.assigned_at = now
    case.save(update_fields=["auditor", "auditor_unit", "assigned_at"])
    body = {**_told(case), "office": case.auditor_unit}
    ledger.record(Event.MISUSE_ASSIGNED, by=None, about=case, at=now, body=body)
    return True


def _propose_suspension(case: Case, by: User, now: datetime) -> None:
    for official in (case.official, case.accomplice):
        if official is not None:
            body = {"case": case.reference}
            ledger.record(Event.SUSPENSION_PROPOSED, by=by, about=official, at=now, body=body)


def _tell(case: Case, now: datetime) -> None:
    """Tell whoever's data are in a case that they were misused; each once."""
    waiting = case.subjects.filter(told_at=None)
    notices.tell_of_misuse(
        list(waiting.values_list("citizen", flat=True)), of=case.reference, now=now
    )
    waiting.update(told_at=now)


def _lock(case: Case, by: User) -> Case:
    found = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if found.auditor_id != by.pk:
        raise NotYours(f"{found} does not lie with {by}")
    return found


def _told(case: Case) -> dict[str, Any]:
    """Return what the ledger commits to of a case; nobody's name, and no person."""
    return {
        "kind": str(case.kind),
        "case": case.reference,
        "entries": len(case.entries),
        "pieces": len(case.pieces),
        "people": case.subjects.count(),
    }
