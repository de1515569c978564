"""A legal request is received by one office, examined by another, answered, told, counted.

    received ──► granted, or narrowed ──► file: sealed, watermarked, expires ──► erased
        │    └─► refused                                                       │
        └── nobody examines it in time: lapsed      told to the person at `tell_at` at the latest

It gives nobody a role: whoever asks has no account here, and sees nothing but the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from core.db import locks
from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.citizens.services import new_reference
from provinces.evidence.signatures import Hand, NotAllowed
from provinces.jurisdictions.powers import Power
from provinces.ledger import noticing
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.ledger.purposes import Of
from provinces.notices import services as notices
from provinces.oversight.hands import SameOffice, SameOfficial, require_apart
from provinces.oversight.models.lawful import (
    LawfulAnswer,
    LawfulRequest,
    Outcome,
    Refusal,
)

from . import answering, asking, sealing, sheet
from .asking import NoBasis, TooBroad

__all__ = [
    "AlreadyExamined",
    "Asked",
    "Expired",
    "Granted",
    "NoBasis",
    "NotAllowed",
    "SameOffice",
    "SameOfficial",
    "TooBroad",
    "TooLate",
    "TooMany",
    "attend",
    "fetch",
    "grant",
    "receive",
    "refuse",
]

POWER = Power.LAWFUL_REQUESTS
DAY = timedelta(days=1)


class TooMany(ValueError):
    """One authority asks about single people, a few a day: more would be a list."""


class TooLate(ValueError):
    """The person is to be told later than the law allows, or earlier than now."""


class AlreadyExamined(ValueError):
    """The request was answered, or has lapsed."""


class Expired(LookupError):
    """There is no file, or not any more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an authority asks: who it is, by which law and under which number; which fields.

    Of the period `[starts_at, ends_at)`, which is over.
    """

    authority: str
    authority_name: str
    basis: str
    their_reference: str
    fields: Iterable[str]
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Granted:
    """What of it is granted, of which part of the period, and when the person is told."""

    fields: Iterable[str]
    starts_at: datetime
    ends_at: datetime
    tell_at: datetime


@transaction.atomic
def receive(asked: Asked, citizen: Citizen, *, by: User, now: datetime) -> LawfulRequest:
    """Take in what an authority asks about one person; nothing is given before it is examined.

    Raises NotAllowed, NoBasis, TooBroad, TooMany, and NotListed and NotYetInUse (of
    provinces.ledger) for a law by which nobody may ask, or not yet.
    """
    unit = Hand(by, POWER, now).unit_for(citizen)
    noticing.require(Of.LAWFUL, asked.basis, at=now)
    fields = asking.checked(asked.authority, asked.basis, asked.fields)
    _require_narrow(asked.starts_at, asked.ends_at, now)
    locks.hold("lawful requests", [0])
    recent = LawfulRequest.objects.filter(authority=asked.authority, received_at__gt=now - DAY)
    if recent.count() >= settings.OVERSIGHT_LAWFUL_PER_DAY:
        raise TooMany(f"{asked.authority} has asked about {recent.count()} people within a day")
    made = LawfulRequest.objects.create(
        reference=new_reference(),
        citizen=citizen,
        authority=asked.authority,
        authority_name=asked.authority_name.strip(),
        basis=asked.basis,
        their_reference=asked.their_reference.strip(),
        fields=fields,
        starts_at=asked.starts_at,
        ends_at=asked.ends_at,
        received_by=by,
        received_unit=unit,
        received_at=now,
        examine_by=now + settings.OVERSIGHT_LAWFUL_EXAMINE_WITHIN,
        tell_at=now + settings.OVERSIGHT_LAWFUL_TELL_WITHIN,
    )
    body = {"authority": asked.authority, "fields": list(fields), "office": unit}
    ledger.record(Event.LAWFUL_RECEIVED, by=by, about=made, at=now, body=body)
    return made


@transaction.atomic
def grant(request: LawfulRequest, granted: Granted, *, by: User, now: datetime) -> LawfulRequest:
    """Grant a request, or a part of it, and make the file.

    Raises NotAllowed, SameOfficial, SameOffice, AlreadyExamined, TooBroad for more than was asked,
    and TooLate where the person would be told too late.
    """
    found, unit = _examine(request, by, now)
    fields = asking.checked(found.authority, found.basis, granted.fields)
    is_within = found.starts_at <= granted.starts_at < granted.ends_at <= found.ends_at
    if not set(fields) <= set(found.fields) or not is_within:
        raise TooBroad(f"{found} did not ask for so much")
    if not now <= granted.tell_at <= found.received_at + settings.OVERSIGHT_LAWFUL_TELL_WITHIN:
        raise TooLate(f"{found} has to be told to its person earlier")
    whole = (found.fields, found.starts_at, found.ends_at)
    is_whole = (list(map(str, fields)), granted.starts_at, granted.ends_at) == whole
    found.outcome = Outcome.GRANTED if is_whole else Outcome.NARROWED
    found.granted = list(fields)
    found.granted_from, found.granted_to = granted.starts_at, granted.ends_at
    found.tell_at = granted.tell_at
    _close(found, unit, by, now)
    content = answering.as_bytes(answering.answer_to(found, now=now))
    LawfulAnswer.objects.create(
        request=found,
        sealed=sealing.seal(content, of=found.reference),
        made_at=now,
        expires_at=now + settings.OVERSIGHT_LAWFUL_FILE_LASTS,
    )
    return found


@transaction.atomic
def refuse(request: LawfulRequest, refusal: str, *, by: User, now: datetime) -> LawfulRequest:
    """Turn a request down; the person is told of it as well.

    Raises NotAllowed, SameOfficial, SameOffice, AlreadyExamined, and ValueError for a reason that
    is not on the list.
    """
    found, unit = _examine(request, by, now)
    found.outcome, found.refusal = Outcome.REFUSED, Refusal(refusal)
    _close(found, unit, by, now)
    return found


@transaction.atomic
def fetch(request: LawfulRequest, *, by: User, language: str, now: datetime) -> bytes:
    """Return the file for the authority, marked with whom it is for and who fetched it.

    Raises NotAllowed, and Expired.
    """
    unit = Hand(by, POWER, now).unit_for(request.citizen)
    kept = LawfulAnswer.objects.select_for_update().filter(request=request).first()
    if kept is None or kept.sealed is None or now >= kept.expires_at:
        raise Expired(f"there is no file for {request}")
    kept.fetched += 1
    kept.save(update_fields=["fetched"])
    body = {"copy": kept.fetched, "office": unit}
    ledger.record(Event.LAWFUL_FETCHED, by=by, about=request, at=now, body=body)
    given = json.loads(sealing.unseal(kept.sealed, of=request.reference))
    mark = (
        f"{request.authority_name} · {request.their_reference} · {request.reference}"
        f" · {kept.fetched} · {by.username} · {now:%Y-%m-%dT%H:%MZ}"
    )
    return sheet.sheet(given, mark, language=language)


def attend(*, now: datetime) -> None:
    """Let lapse what nobody examined, tell whom it is time to tell, and erase expired files."""
    for key in _keys(LawfulRequest.objects.open().filter(examine_by__lte=now)):
        _lapse(key, now)
    for key in _keys(LawfulRequest.objects.to_tell(now).exclude(examined_at=None)):
        _tell(key, now)
    over = LawfulAnswer.objects.filter(expires_at__lte=now, sealed__isnull=False)
    over.update(sealed=None)


@transaction.atomic
def _lapse(key: int, now: datetime) -> None:
    found = LawfulRequest.objects.select_for_update().get(pk=key)
    if found.examined_at is None:
        found.outcome, found.examined_at = Outcome.LAPSED, now
        found.save(update_fields=["outcome", "examined_at"])
        body = {"outcome": str(Outcome.LAPSED)}
        ledger.record(Event.LAWFUL_EXAMINED, by=None, about=found, at=now, body=body)


@transaction.atomic
def _tell(key: int, now: datetime) -> None:
    rows = LawfulRequest.objects.select_for_update(of=("self",)).select_related("citizen")
    found = rows.get(pk=key)
    if found.told_at is not None:
        return
    found.told_at = now
    found.save(update_fields=["told_at"])
    body = {
        "office": found.authority_name,
        "basis": found.basis,
        "outcome": found.outcome,
        "fields": found.granted,
        "request": found.reference,
    }
    ledger.record(Event.LAWFUL_TOLD, by=None, about=found.citizen, at=now, body=body)
    kind = notices.Kind.LAWFUL
    notices.tell_of([found.citizen_id], kind=kind, of=found.reference, now=now)


def _keys(found: QuerySet[LawfulRequest]) -> list[int]:
    return list(found.order_by("pk").values_list("pk", flat=True))


def _require_narrow(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    most = timedelta(days=settings.OVERSIGHT_LAWFUL_MOST_DAYS)
    if not starts_at < ends_at <= now or ends_at - starts_at > most:
        raise TooBroad(f"the period is over, and {most} at most")


def _examine(request: LawfulRequest, by: User, now: datetime) -> tuple[LawfulRequest, str]:
    rows = LawfulRequest.objects.select_for_update(of=("self",))
    found = rows.select_related("citizen__area", "received_by").get(pk=request.pk)
    unit = Hand(by, POWER, now).unit_for(found.citizen)
    if found.examined_at is not None or now >= found.examine_by:
        raise AlreadyExamined(f"{found} is answered, or has lapsed")
    require_apart(by, found.received_by, found.received_unit, now)
    return found, unit


def _close(request: LawfulRequest, unit: str, by: User, now: datetime) -> None:
    request.examined_by, request.examined_unit, request.examined_at = by, unit, now
    request.save()
    body = {
        "outcome": request.outcome,
        "refusal": request.refusal,
        "fields": list(request.granted),
        "office": unit,
    }
    ledger.record(Event.LAWFUL_EXAMINED, by=by, about=request, at=now, body=body)
