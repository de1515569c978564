"""The keys of this province and of its peers, as casework needs them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime

from core.signing import pseudonyms
from core.signing.keys import Verifier
from core.signing.sealing import SealingKey
from federation.peers import queries as peers
from provinces.tenancy import keys, scope
from provinces.tenancy.keys import KeyRole


def own() -> str:
    """Return this province's name."""
    return scope.current().slug


def others(at: datetime) -> list[str]:
    """Return the other members of the federation."""
    return [member.slug for member in peers.members(at) if member.slug != own()]


def can_be_written_to(slug: str, at: datetime) -> bool:
    """Tell whether a member has a key to seal to at a moment."""
    try:
        peers.sealing_key(slug, at)
    except peers.NoSealingKey:
        return False
    return True


def verifiers(slug: str, at: datetime) -> list[Verifier]:
    """Return what verifies a province's messages and receipts made at a moment."""
    return peers.verifiers(slug, KeyRole.LEDGER, at)


def pair_key(peer: str, at: datetime) -> bytes:
    """Return the key of the pair with a peer, as both know it from the membership.

    Raises NotAMember, and NoSealingKey.
    """
    return _pair(_listed(at), peer, at)


def pair_keys(peer: str, at: datetime) -> Iterator[tuple[str, bytes]]:
    """Yield every key of the pair that a peer may still use, each with its short name.

    While one of our sealing keys is replaced, a peer that has not heard of it uses the old one.
    """
    for key in keys.sealing_keys():
        made = _pair(key, peer, at)
        yield hashlib.sha256(made).hexdigest()[:16], made


def _listed(at: datetime) -> SealingKey:
    listed = peers.sealing_key(own(), at)
    held = keys.sealing_keys()
    return next((key for key in held if key.public == listed), held[0])


def _pair(key: SealingKey, peer: str, at: datetime) -> bytes:
    return pseudonyms.pair_key(key, peers.sealing_key(peer, at), (own(), peer))
