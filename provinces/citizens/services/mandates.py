"""Mandates are asked for, given once it is sure that the person wants it, used, and revoked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from provinces.accounts.models import User
from provinces.citizens.mandates import Kind, Scope, Verified, end_of
from provinces.citizens.models import Citizen, Mandate, MandateUse
from provinces.ledger import noticing
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.ledger.purposes import Of


class NotTheirMandate(LookupError):
    """The mandate is not theirs, is over, or was revoked."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Who would act for whom, and in what; `born` is the year of birth, where it is not kept."""

    subject: Citizen
    holder: Citizen
    scopes: Iterable[Scope]
    kind: Kind = Kind.ADULT
    born: int | None = None


@transaction.atomic
def ask_mandate(wish: Wish, *, now: datetime) -> Mandate:
    """Ask a person for a mandate; it has no effect before they accept it.

    Raises NotAChild, and ValueError for a scope there is not or none at all.
    """
    mandate = _drawn_up(wish, now=now)
    mandate.save(force_insert=True)
    _record(Event.MANDATE_ASKED, mandate, by=wish.holder, at=now)
    return mandate


@transaction.atomic
def give_mandate(
    wish: Wish, *, verified: Verified, by: Citizen | User | None, now: datetime
) -> Mandate:
    """Give a mandate at once, it being verified; an older one between the two is replaced.

    At a desk `by` is the official. Raises as `ask_mandate`.
    """
    mandate = _drawn_up(wish, now=now)
    mandate.verified_by, mandate.given_at = verified, now
    mandate.verified_at_desk = by if isinstance(by, User) else None
    _replace(mandate, by=by, now=now)
    mandate.save(force_insert=True)
    _record(Event.MANDATE_GIVEN, mandate, by=by, at=now)
    return mandate


@transaction.atomic
def accept_mandate(number: int, *, by: Citizen, now: datetime) -> Mandate:
    """Give a mandate that was asked for; only the person themselves can. Raises NotTheirMandate."""
    waiting = Mandate.objects.waiting(now).select_for_update(of=("self",))
    mandate = waiting.filter(pk=number, subject=by).select_related("holder", "subject").first()
    if mandate is None:
        raise NotTheirMandate("no such mandate was asked of this person")
    mandate.verified_by, mandate.given_at = Verified.SUBJECT, now
    _replace(mandate, by=by, now=now)
    mandate.save(update_fields=["verified_by", "given_at"])
    _record(Event.MANDATE_GIVEN, mandate, by=by, at=now)
    return mandate


@transaction.atomic
def revoke_mandate(number: int, *, by: Citizen | User, now: datetime) -> Mandate:
    """End a mandate, or turn down one that was asked for; either of the two may, or a desk.

    Whether an official may act on the person is for the desk to ask. Raises NotTheirMandate.
    """
    standing = Mandate.objects.standing(now).select_for_update(of=("self",))
    mandate = standing.filter(pk=number).select_related("holder", "subject").first()
    if mandate is None or (isinstance(by, Citizen) and by not in _both(mandate)):
        raise NotTheirMandate("no such mandate of this person stands")
    _revoke(mandate, by=by, now=now)
    return mandate


@transaction.atomic
def note_use(mandate: Mandate, scope: Scope, *, now: datetime) -> None:
    """Have the person know that a mandate is used for something: once an hour for each scope."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    _use, is_new = MandateUse.objects.get_or_create(mandate=mandate, scope=str(scope), hour=hour)
    if is_new:
        body = {"scope": str(scope), "holder": mandate.holder.reference}
        subject = mandate.subject
        ledger.record(Event.MANDATE_USED, by=mandate.holder, about=subject, at=now, body=body)


def _drawn_up(wish: Wish, *, now: datetime) -> Mandate:
    scopes = sorted({str(Scope(scope)) for scope in wish.scopes})
    if not scopes:
        raise ValueError("a mandate is for something")
    for scope in scopes:
        noticing.require(Of.MANDATE, scope, at=now)
    kind, born = Kind(wish.kind), wish.subject.birth_year or wish.born
    until = settings.CITIZENS_CHILD_UNTIL
    return Mandate(
        subject=wish.subject,
        holder=wish.holder,
        kind=kind,
        scopes=scopes,
        asked_at=now,
        ends_at=end_of(kind, now=now, birth_year=born, child_until=until),
    )


def _both(mandate: Mandate) -> tuple[Citizen, Citizen]:
    return mandate.subject, mandate.holder


def _replace(mandate: Mandate, *, by: Citizen | User | None, now: datetime) -> None:
    """Revoke what stands between the two besides this mandate."""
    standing = Mandate.objects.standing(now).exclude(pk=mandate.pk)
    between = standing.filter(subject=mandate.subject, holder=mandate.holder)
    for older in between.select_related("holder", "subject").select_for_update(of=("self",)):
        _revoke(older, by=by, now=now)


def _revoke(mandate: Mandate, *, by: Citizen | User | None, now: datetime) -> None:
    mandate.revoked_at = now
    mandate.save(update_fields=["revoked_at"])
    _record(Event.MANDATE_REVOKED, mandate, by=by, at=now)


def _record(event: Event, mandate: Mandate, *, by: Citizen | User | None, at: datetime) -> None:
    body: dict[str, Any] = {
        "holder": mandate.holder.reference,
        "scopes": mandate.scopes,
        "verified": mandate.verified_by,
        "until": mandate.ends_at.isoformat(),
    }
    ledger.record(event, by=by, about=mandate.subject, at=at, body=body)
