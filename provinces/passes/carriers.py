"""Reading carriers: whose key this is, and what somebody's trip comes to."""

from __future__ import annotations

import hashlib
from datetime import datetime

from provinces.tenancy import scope

from . import listing, trips
from .models import Carrier
from .trips import Answer, Trip


class KeyUnknown(LookupError):
    """No carrier that may ask has this key now."""


def carrier_of_key(key: str, *, at: datetime) -> Carrier:
    """Return whose key this is; raises KeyUnknown, whatever is wrong with it."""
    found = Carrier.objects.filter(
        key_hash=hash_of(key), key_expires_at__gt=at, registered_at__lte=at, revoked_at=None
    )
    carrier = found.first()
    if carrier is None:
        raise KeyUnknown
    return carrier


def trip(text: str, transport: str, departs_at: datetime, at: datetime, *, to: str = "") -> Answer:
    """Return whether the bearer of a pass may make a trip, by the lists that this province has.

    `to` is the province in which an entry pass lets its bearer in, or this one.
    """
    trust = listing.trusted(at)
    return trips.answered(
        text.strip(),
        Trip(transport, departs_at, to or scope.current().slug),
        at,
        trust=trust,
        status_lists=listing.known(at, trust),
    )


def ledger_name(reference: str) -> str:
    """Return how the ledger names the key of a carrier."""
    return f"carrier:{reference}"


def hash_of(key: str) -> bytes:
    """Return what is kept of a key: it is random and long, so a plain hash will do."""
    return hashlib.sha256(key.encode()).digest()
