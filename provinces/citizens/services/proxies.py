"""Mandates for who cannot sign in: an elder who reads a code out, a child of a guardian."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from provinces.citizens import documents, identities, registry
from provinces.citizens.documents import DocumentKind
from provinces.citizens.mandates import Kind, Scope, Verified
from provinces.citizens.models import Challenge, Citizen, Identity, Mandate
from provinces.citizens.registry import Claimed
from provinces.tenancy import credentials, scope

from . import codes
from .agreeing import Agreement, made_sure
from .enrolling import enrol_agreed, enrolled
from .mandates import Wish, give_mandate


class NotGuardian(PermissionError):
    """The registry does not name them guardian of such a child, whether there is one or not."""


class WithoutDocument(LookupError):
    """The holder is known by reference alone, so the registry cannot be asked about them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom somebody would act for, as what, and in what; from where they ask.

    Of what is quiet nobody is sent a code.
    """

    claimed: Claimed
    kind: Kind
    scopes: Iterable[Scope]
    source: dict[str, str]
    language: str
    is_quiet: bool = False


def ask_by_code(wanted: Wanted, *, holder: Citizen, now: datetime) -> str:
    """Have a code sent to an adult who is to be acted for, or to the guardian of a child.

    Returns the token for the session; the answer is the same whoever is known. Raises
    WithoutDocument.
    """
    scopes = sorted(str(Scope(scope)) for scope in wanted.scopes)
    more: dict[str, Any] = {"kind": str(wanted.kind), "scopes": scopes}
    claimed = addressee = wanted.claimed
    if wanted.kind is Kind.CHILD:
        addressee = _own(holder)
        more["child"] = {
            "kind": str(claimed.kind),
            "number": claimed.number,
            "full_name": claimed.full_name,
        }
    asked = codes.Asked(
        addressee,
        Challenge.Purpose.MANDATE,
        wanted.language,
        wanted.source,
        asked_by=holder,
        more=more,
        is_quiet=wanted.is_quiet,
    )
    return codes.ask(asked, now=now)


def give_by_code(
    entered: codes.Entered, agreement: Agreement, *, holder: Citizen, now: datetime
) -> Mandate:
    """Give the mandate for which a code was entered; who is not enrolled yet comes on the books.

    They come with what they agree to, or their guardian for them; of who is enrolled already
    nothing changes. Raises NeedsAll, NotGuardian, NotAChild, LivesElsewhere, WrongCode where it
    was done before or asked for by another, RegistryDown, and InATransaction.
    """
    if entered.challenge.asked_by_id != holder.pk:
        raise codes.WrongCode("somebody else asked for it")
    kind = Kind(entered.more["kind"])
    claimed, match = entered.claimed, entered.match
    if kind is Kind.CHILD:
        claimed, match = _child(entered)
    sure = Verified.REGISTRY if kind is Kind.CHILD else Verified.CODE
    if enrolled(claimed.number) is None:
        agreement = made_sure(agreement, sure, handle=match.handle)
    with transaction.atomic():
        codes.use(entered.challenge, now=now)
        subject = enrol_agreed(claimed, match, agreement, by=holder, now=now)
        scopes = [Scope(scope) for scope in entered.more["scopes"]]
        wish = Wish(subject, holder, scopes, kind, born=match.birth_year)
        by = holder if kind is Kind.CHILD else subject
        return give_mandate(wish, verified=sure, by=by, now=now)


def _child(entered: codes.Entered) -> tuple[Claimed, registry.Match]:
    said = entered.more["child"]
    child = Claimed(DocumentKind(said["kind"]), said["number"], said["full_name"])
    asked, match = registry.current(), None
    # Of another's child nothing is asked: how long that took would be told to whoever waits here.
    if asked.is_guardian(entered.claimed, child):
        match = asked.look_up(child)
    if match is None:
        raise NotGuardian("the registry names them guardian of no such child")
    return child, match


def _own(holder: Citizen) -> Claimed:
    found = Identity.objects.filter(citizen=holder).first()
    if found is None:
        raise WithoutDocument("the holder is known by reference alone")
    key = credentials.key_of(scope.current().slug)
    person = identities.unseal(key, holder.reference, bytes(found.sealed))
    return Claimed(documents.kind_of(person.document), person.document, person.full_name)
