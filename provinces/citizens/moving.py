"""People who move to another province take who they are along, and leave it here no more."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from provinces.accounts.models import User
from provinces.ledger.events import Event
from provinces.tenancy import credentials, scope
from provinces.tenancy.tasks import nudge

from . import identities, services
from .models import Citizen, Contact, Departure, Identity, Mandate, RegularPlace

DRAIN = "provinces.status.tasks.drain"


def packed(citizen: Citizen) -> dict[str, Any] | None:
    """Return who a citizen is, to be sealed for their new home; None where nothing is kept."""
    identity = Identity.objects.filter(citizen=citizen).first()
    if identity is None:
        return None
    key = credentials.key_of(scope.current().slug)
    return asdict(identities.unseal(key, citizen.reference, bytes(identity.sealed)))


def departure(citizen: Citizen) -> Departure | None:
    """Return to which province a citizen has gone, or is going; None for who lives here."""
    return Departure.objects.filter(citizen=citizen).first()


def has_left(citizen_id: int) -> bool:
    """Tell whether a citizen has gone, or is going, to another province, which decides instead."""
    return Departure.objects.filter(pk=citizen_id).exists()


@transaction.atomic
def leave(citizen: Citizen, *, to: str, now: datetime) -> None:
    """Stop deciding about a citizen, whose record goes to another province.

    No hold of theirs is kept, and nothing is asked of them. Whoever moves them records it.
    """
    Departure.objects.get_or_create(citizen=citizen, defaults={"to": to, "left_at": now})
    services.mark_stale([citizen.pk], because=Event.HANDOVER_ACCEPTED, at=now)
    nudge(DRAIN)


@transaction.atomic
def stay(citizen: Citizen, *, now: datetime) -> None:
    """Decide about a citizen again, who did not go after all, or has come back."""
    Departure.objects.filter(citizen=citizen).delete()
    User.objects.filter(citizen=citizen).update(is_active=True)
    services.mark_stale([citizen.pk], because=Event.HANDOVER_COMPLETED, at=now)
    nudge(DRAIN)


@transaction.atomic
def depart(citizen: Citizen, *, now: datetime) -> None:
    """Erase who a citizen is, and let them sign in no more: another province is their home now.

    How they are reached and where they often are goes as well, and nobody acts for them here any
    more, nor they for others. Whoever moves them records it.
    """
    Contact.objects.filter(citizen=citizen).delete()
    RegularPlace.objects.filter(citizen=citizen).delete()
    theirs = Q(subject=citizen) | Q(holder=citizen)
    Mandate.objects.standing(now).filter(theirs).update(revoked_at=now)
    Identity.objects.filter(citizen=citizen).delete()
    User.objects.filter(citizen=citizen).update(is_active=False)
