"""What people agreed to, and how they are reached."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import translation

from provinces.citizens import identities
from provinces.citizens.consents import ITEMS, OFFERED, Item
from provinces.citizens.models import Challenge, Citizen, Consent, Contact, RegularPlace
from provinces.citizens.registry import Contacts
from provinces.tenancy import credentials, scope

# Longer than a registry is waited for.
ANSWERS_WITHIN = timedelta(seconds=10)


def consents_of(citizen: Citizen) -> QuerySet[Consent]:
    """Return all that a person ever agreed to and that is still kept, the latest first."""
    return Consent.objects.filter(citizen=citizen).order_by("-given_at", "item")


def shown_consents(citizen: Citizen, now: datetime) -> dict[str, list[dict[str, Any]]]:
    """Return as pages show it what a person ever agreed to, and apart from it what a law requires.

    With each consent it says whether it can be withdrawn.
    """
    told: dict[str, list[dict[str, Any]]] = {"consents": [], "duties": []}
    for consent in consents_of(citizen):
        item = ITEMS[consent.item]
        is_open = consent.withdrawn_at is None and (
            consent.expires_at is None or consent.expires_at > now
        )
        shown = {"consent": consent, "item": item, "can_withdraw": item.is_optional and is_open}
        told["duties" if item.is_duty else "consents"].append(shown)
    return told


def offered_consents(citizen: Citizen, now: datetime) -> list[Item]:
    """Return the uses that a person could refuse and does not agree to now, but still may."""
    given = Consent.objects.in_force(now).filter(citizen=citizen, item__in=OFFERED)
    agreed = set(given.values_list("item", flat=True))
    return [item for key, item in OFFERED.items() if key not in agreed]


def agrees_to(citizen: Citizen, item: str, now: datetime) -> bool:
    """Tell whether a person agrees to a use at a moment."""
    return Consent.objects.in_force(now).filter(citizen=citizen, item=item).exists()


def receipt(citizen: Citizen, name: str) -> dict[str, Any] | None:
    """Return a receipt of what a person agreed to on one occasion, as plain JSON, to be kept.

    What a law requires, as they were told on that occasion, stands apart and has no end.
    The words are those of the language in which it was agreed; None where there is no such receipt.
    """
    given = list(Consent.objects.filter(citizen=citizen, receipt=name).order_by("item"))
    if not given:
        return None
    with translation.override(given[0].language):
        return {
            "receipt": name,
            "controller": scope.current().slug,
            "person": citizen.reference,
            "language": given[0].language,
            "verified_by": given[0].verified_by,
            "recorded": str(given[0].recorded),
            "consents": [_written(each) for each in given if not ITEMS[each.item].is_duty],
            "required_by_law": [_written(each) for each in given if ITEMS[each.item].is_duty],
        }


def contact_of(citizen: Citizen) -> Contacts:
    """Return the confirmed addresses of a person, in the clear; "" where there is none."""
    key = credentials.key_of(scope.current().slug)
    found = Contact.objects.filter(citizen=citizen, confirmed_at__isnull=False)
    return Contacts(
        **{
            each.channel: identities.unseal_text(key, citizen.reference, bytes(each.sealed))
            for each in found
        }
    )


def contacts_to_confirm(citizen: Citizen, now: datetime) -> list[str]:
    """Return the channels of which an address waits for its code."""
    waiting = Contact.objects.filter(citizen=citizen, confirmed_at=None, code_until__gt=now)
    return sorted(waiting.values_list("channel", flat=True))


def has_unconfirmed_contact(citizen: Citizen) -> bool:
    """Tell whether an address of a person's is kept whose code they have not entered."""
    return Contact.objects.filter(citizen=citizen, confirmed_at=None).exists()


def is_code_sent(token: str, now: datetime) -> bool:
    """Tell whether the registry has been asked about somebody; what it answered stays unknown.

    For some seconds that is taken for granted, for how long it takes might tell whether it knows
    them; and from then on, whether or not their code could be delivered.
    """
    asked = Challenge.objects.filter(token=token)
    return asked.filter(Q(found__isnull=False) | Q(asked_at__gt=now - ANSWERS_WITHIN)).exists()


def sandbox_phones() -> str:
    """Return where one reads what a sandbox's registry has sent, "" in earnest."""
    return str(settings.CITIZENS_SANDBOX_PHONES)


def places_of(citizen: Citizen) -> QuerySet[RegularPlace]:
    """Return the places that a person often is in, as they said."""
    return RegularPlace.objects.filter(citizen=citizen).order_by("said_at", "pk")


def _written(consent: Consent) -> dict[str, Any]:
    item = ITEMS[consent.item]
    return {
        "item": consent.item,
        "fields": list(item.fields),
        "what": str(item.what),
        "purpose": str(item.purpose),
        "basis": str(item.basis),
        "optional": item.is_optional,
        "wording_sha256": consent.wording,
        "given_at": consent.given_at.isoformat(),
        "expires_at": consent.expires_at and consent.expires_at.isoformat(),
        "withdrawn_at": consent.withdrawn_at and consent.withdrawn_at.isoformat(),
    }
