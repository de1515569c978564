"""What a person refused, took back or let run out they may agree to later, as on enrolment."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from provinces.citizens import budgets, documents, registry
from provinces.citizens.consents import OFFERED
from provinces.citizens.models import Citizen, Consent
from provinces.citizens.registry import Claimed, Contacts

from .agreeing import give_consents, keep_contacts
from .correcting import NotInRegistry, kept_identity


class AgreedAlready(ValueError):
    """It is agreed to as it is."""


class NothingHeld(LookupError):
    """The registry holds nothing of the kind of this person, so there is nothing to agree to."""


def agree_later(citizen: Citizen, key: str, *, language: str, now: datetime) -> str:
    """Keep what a person agrees to now, with what the registry tells for it; return the receipt.

    The registry is asked with their own document, which costs a try. Raises KeyError for what is
    not offered, AgreedAlready, NothingHeld, NoIdentity, NotInRegistry, OverBudget, RegistryDown,
    and InATransaction.
    """
    item = OFFERED[key]
    if Consent.objects.in_force(now).filter(citizen=citizen, item=key).exists():
        raise AgreedAlready(f"{key} is agreed to")
    _identity, person = kept_identity(citizen)
    budgets.spend("consent", actor=str(citizen.pk), now=now)
    claimed = Claimed(documents.kind_of(person.document), person.document, person.full_name)
    match = registry.current().look_up(claimed)
    if match is None:
        raise NotInRegistry("the registry has another name for this document")
    contacts = Contacts()
    if key == "contact":
        contacts = registry.current().contacts(match.handle)
    if not (contacts.email or contacts.phone or (key == "birth_year" and match.birth_year)):
        raise NothingHeld(f"the registry holds no {item.fields}")
    return _keep(citizen, key, contacts, match.birth_year, language=language, now=now)


@transaction.atomic
def _keep(
    citizen: Citizen,
    key: str,
    contacts: Contacts,
    born: int | None,
    *,
    language: str,
    now: datetime,
) -> str:
    if key == "birth_year":
        Citizen.objects.filter(pk=citizen.pk).update(birth_year=born)
    keep_contacts(citizen, contacts, now=now)
    return give_consents(citizen, [key], language=language, now=now)
