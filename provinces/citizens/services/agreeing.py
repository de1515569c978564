"""What people agree to is kept with a receipt; what they withdraw is undone with its data."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction

from provinces.citizens import consents, identities
from provinces.citizens.consents import ITEMS
from provinces.citizens.models import Citizen, Consent, Contact, RegularPlace
from provinces.citizens.registry import Contacts
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy import credentials, scope


class NotGiven(LookupError):
    """Nothing of the kind is agreed to just now."""


class CannotBeWithdrawn(ValueError):
    """A code cannot be had without it: whoever wants it no longer has their record erased."""


@transaction.atomic
def give_consents(citizen: Citizen, items: Iterable[str], *, language: str, now: datetime) -> str:
    """Keep what a person agreed to, until each expires; return the receipt.

    What was agreed to before is agreed to anew. Raises KeyError for a use there is not.
    """
    receipt = secrets.token_hex(12)
    given = [ITEMS[key] for key in sorted(items)]
    keys = [item.key for item in given]
    open_before = Consent.objects.filter(citizen=citizen, item__in=keys, withdrawn_at=None)
    open_before.update(withdrawn_at=now)
    Consent.objects.bulk_create(
        Consent(
            citizen=citizen,
            item=item.key,
            language=language,
            wording=consents.wording(item, language),
            receipt=receipt,
            given_at=now,
            expires_at=now + item.lasts,
        )
        for item in given
    )
    body = {"receipt": receipt, "items": keys}
    ledger.record(Event.CONSENT_GIVEN, by=citizen, about=citizen, at=now, body=body)
    return receipt


@transaction.atomic
def withdraw_consent(citizen: Citizen, key: str, *, now: datetime) -> None:
    """Undo a consent, and erase what was kept because of it.

    Raises CannotBeWithdrawn, NotGiven, and KeyError for a use there is not.
    """
    item = ITEMS[key]
    if not item.is_optional:
        raise CannotBeWithdrawn(f"{key} is needed to have a code")
    given = Consent.objects.in_force(now).filter(citizen=citizen, item=key)
    if not given.update(withdrawn_at=now):
        raise NotGiven(f"{key} is not agreed to")
    _ERASE[key](citizen)
    ledger.record(Event.CONSENT_WITHDRAWN, by=citizen, about=citizen, at=now, body={"item": key})


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
