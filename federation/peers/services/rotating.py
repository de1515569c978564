"""Keys replaced: a new one is listed by the next version, the one before counts until its end."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from federation.peers import queries
from federation.peers.documents import Document
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy import keys, scope
from provinces.tenancy.keys import KeyRole

from .listing_us import card, texts
from .membership import Changes, draft


class StillCounts(RuntimeError):
    """A key that would be retired is still accepted by peers."""


@transaction.atomic
def rotate_key(
    role: KeyRole, *, now: datetime, by: ledger.Reference = None, is_compromised: bool = False
) -> Document:
    """Make a new key and return the draft of a membership that lists it.

    Peers know of it when the threshold has signed the draft and they have taken it; until then,
    requests go on under the key they know. A compromised key is revoked by the draft: what it
    ever signed is refused. Raises NotAMember, and CredentialMissing.
    """
    own = queries.required(scope.current().slug)
    before = texts(role)[0]
    keys.rotate(role)
    body: dict[str, Any] = {"role": str(role), "is_compromised": is_compromised}
    ledger.record(Event.KEY_ROTATED, by=by, about=f"key:{role}", at=now, body=body)
    revoked = frozenset([before] if is_compromised else [])
    return draft(Changes(cards={own.slug: card(now=now)}, revoked=revoked), now=now)


@transaction.atomic
def retire_keys(role: KeyRole, *, now: datetime, by: ledger.Reference = None) -> list[str]:
    """Forget the keys of a role that have been replaced; return them as they are listed.

    What they signed can be verified for ever; what was sealed to one that is forgotten can never
    be opened. Raises StillCounts, NotAMember, and CredentialMissing.
    """
    gone = retiring(role, now=now)
    if gone:
        body = {"role": str(role), "keys": gone}
        ledger.record(Event.KEY_RETIRED, by=by, about=f"key:{role}", at=now, body=body)
        keys.retire(role)
    return gone


def retiring(role: KeyRole, *, now: datetime) -> list[str]:
    """Return the keys of a role that would be forgotten now, as they are listed.

    Raises StillCounts, NotAMember, and CredentialMissing.
    """
    own = queries.required(scope.current().slug)
    listed = own.in_force(role, now)
    newest = texts(role)[0]
    if not any(key.key == newest for key in listed):
        raise StillCounts(f"the newest {role} key is not listed by the membership held")
    if len(listed) > 1:
        raise StillCounts(f"the {role} key before counts until {listed[1].until}")
    return texts(role)[1:]
