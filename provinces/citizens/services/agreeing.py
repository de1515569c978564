"""What people agree to is kept with a receipt; what they withdraw is undone with its data."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from provinces.accounts.models import User
from provinces.citizens import consents, identities, registry
from provinces.citizens.consents import AT_ENROLMENT, ITEMS, NEEDED
from provinces.citizens.mandates import Verified
from provinces.citizens.models import Citizen, Consent, Contact, RegularPlace
from provinces.citizens.registry import Contacts
from provinces.ledger import noticing
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.ledger.purposes import Of
from provinces.tenancy import credentials, scope


class NotGiven(LookupError):
    """Nothing of the kind is agreed to just now."""


class CannotBeWithdrawn(ValueError):
    """A code cannot be had without it: whoever wants it no longer has their record erased."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What somebody agrees to as they come on the books, and in the words of which language.

    The service says how it is sure that they want it, and what the registry tells of contacts.
    """

    items: frozenset[str]
    language: str
    verified: Verified = Verified.SUBJECT
    contacts: Contacts = field(default_factory=Contacts)


def made_sure(agreement: Agreement, by: Verified, *, handle: str) -> Agreement:
    """Return an agreement that is sure, with the contacts where they were agreed to.

    Raises NeedsAll, RegistryDown, InATransaction, and KeyError for a use there is not.
    """
    items, contacts = consents.checked(agreement.items), Contacts()
    if "contact" in items:
        contacts = registry.current().contacts(handle)
    return replace(agreement, items=items, verified=by, contacts=contacts)


@transaction.atomic
def agree(
    citizen: Citizen,
    agreement: Agreement,
    *,
    born: int | None,
    by: Citizen | User | None,
    now: datetime,
) -> None:
    """Keep what was agreed to on coming on the books, and nothing that was refused.

    `born` is the year that the registry tells.
    """
    refused = frozenset(AT_ENROLMENT) - NEEDED - agreement.items
    before = Consent.objects.in_force(now).filter(citizen=citizen, item__in=refused)
    for key in list(before.values_list("item", flat=True)):
        withdraw_consent(citizen, key, now=now)
    citizen.birth_year = born if "birth_year" in agreement.items else None
    citizen.save(update_fields=["birth_year"])
    keep_contacts(citizen, agreement.contacts, now=now)
    give_consents(
        citizen,
        agreement.items,
        language=agreement.language,
        verified=agreement.verified,
        by=by,
        now=now,
    )


@transaction.atomic
def give_consents(
    citizen: Citizen,
    items: Iterable[str],
    *,
    language: str,
    now: datetime,
    verified: Verified = Verified.SUBJECT,
    by: Citizen | User | None = None,
) -> str:
    """Keep what a person agreed to, until each expires, or for good by law; return the receipt.

    `by` took it down, where it was not the person. What was agreed to before is agreed to anew.
    Raises KeyError for a use there is not, and NotYetInUse (of provinces.ledger) for a new one.
    """
    receipt = secrets.token_hex(12)
    given = [ITEMS[key] for key in sorted(items)]
    keys = [item.key for item in given]
    for key in keys:
        noticing.require(Of.CONSENT, key, at=now)
    open_before = Consent.objects.filter(citizen=citizen, item__in=keys, withdrawn_at=None)
    open_before.update(withdrawn_at=now)
    Consent.objects.bulk_create(
        Consent(
            citizen=citizen,
            item=item.key,
            language=language,
            wording=consents.wording(item, language),
            receipt=receipt,
            verified_by=verified,
            given_at=now,
            expires_at=None if item.lasts is None else now + item.lasts,
        )
        for item in given
    )
    body = {"receipt": receipt, "items": keys, "verified": str(verified)}
    ledger.record(Event.CONSENT_GIVEN, by=by or citizen, about=citizen, at=now, body=body)
    return receipt


@transaction.atomic
def withdraw_consent(citizen: Citizen, key: str, *, now: datetime, by: User | None = None) -> None:
    """Undo a consent, and erase what was kept because of it; at a desk `by` is the official.

    Raises CannotBeWithdrawn, NotGiven, and KeyError for a use there is not.
    """
    item = ITEMS[key]
    if not item.is_optional:
        raise CannotBeWithdrawn(f"{key} is needed to have a code")
    given = Consent.objects.in_force(now).filter(citizen=citizen, item=key)
    if not given.update(withdrawn_at=now):
        raise NotGiven(f"{key} is not agreed to")
    _ERASE[key](citizen)
    ledger.record(
        Event.CONSENT_WITHDRAWN, by=by or citizen, about=citizen, at=now, body={"item": key}
    )


def keep_contacts(citizen: Citizen, contacts: Contacts, *, now: datetime) -> None:
    """Keep the addresses by which the registry has reached a person; a code came by them."""
    key = credentials.key_of(scope.current().slug)
    found = {Contact.Channel.EMAIL: contacts.email, Contact.Channel.PHONE: contacts.phone}
    for channel, address in found.items():
        if address:
            Contact.objects.filter(citizen=citizen, channel=channel).delete()
            sealed = identities.seal_text(key, citizen.reference, address)
            Contact.objects.create(
                citizen=citizen, channel=channel, sealed=sealed, confirmed_at=now
            )


def _forget_birth_year(citizen: Citizen) -> None:
    Citizen.objects.filter(pk=citizen.pk).update(birth_year=None)


def _forget_contacts(citizen: Citizen) -> None:
    Contact.objects.filter(citizen=citizen).delete()


def _forget_places(citizen: Citizen) -> None:
    RegularPlace.objects.filter(citizen=citizen).delete()


_ERASE: dict[str, Callable[[Citizen], None]] = {
    "birth_year": _forget_birth_year,
    "contact": _forget_contacts,
    "places": _forget_places,
}
