"""Carriers: registered by the operator, each with a key that expires and is shown once."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction

from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.passes.carriers import hash_of
from provinces.passes.models import Carrier


class AlreadyRegistered(ValueError):
    """There is a carrier of that reference."""


class NoSuchCarrier(LookupError):
    """There is no carrier of that reference, or it was revoked."""


@transaction.atomic
def register_carrier(reference: str, *, name: str, contact: str, by: str, now: datetime) -> str:
    """Let a carrier ask, and return its key, which is shown this once.

    Raises AlreadyRegistered.
    """
    if Carrier.objects.filter(reference=reference).exists():
        raise AlreadyRegistered(f"{reference} is registered already")
    key, expires_at = _fresh(), now + settings.PASSES_CARRIER_KEY_LASTS
    Carrier.objects.create(
        reference=reference,
        name=name,
        contact=contact,
        key_hash=hash_of(key),
        registered_at=now,
        key_expires_at=expires_at,
    )
    body = {"expires": expires_at.isoformat()}
    ledger.record(Event.CARRIER_REGISTERED, by=by, about=f"carrier:{reference}", at=now, body=body)
    return key


@transaction.atomic
def renew_carrier(reference: str, *, by: str, now: datetime) -> str:
    """Give a carrier a new key in place of the one before; raises NoSuchCarrier."""
    carrier = _standing(reference)
    key = _fresh()
    carrier.key_hash = hash_of(key)
    carrier.key_expires_at = now + settings.PASSES_CARRIER_KEY_LASTS
    carrier.save(update_fields=["key_hash", "key_expires_at"])
    body = {"expires": carrier.key_expires_at.isoformat()}
    ledger.record(Event.CARRIER_RENEWED, by=by, about=f"carrier:{reference}", at=now, body=body)
    return key


@transaction.atomic
def revoke_carrier(reference: str, *, by: str, now: datetime) -> None:
    """Let a carrier ask no more; raises NoSuchCarrier."""
    carrier = _standing(reference)
    carrier.revoked_at = now
    carrier.save(update_fields=["revoked_at"])
    ledger.record(Event.CARRIER_REVOKED, by=by, about=f"carrier:{reference}", at=now)


def _standing(reference: str) -> Carrier:
    found = Carrier.objects.select_for_update().filter(reference=reference, revoked_at=None)
    carrier = found.first()
    if carrier is None:
        raise NoSuchCarrier(f"there is no carrier {reference} that may ask")
    return carrier


def _fresh() -> str:
    return f"car_{secrets.token_urlsafe(32)}"
