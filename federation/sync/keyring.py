"""The keys with which each member signs its logs, as the membership in force lists them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from core.signing.keys import Verifier, verifier_from
from federation.peers import queries as peers
from federation.peers.listing import ListedKey
from provinces.tenancy.keys import KeyRole

from .checking import Keys


def of(peer: str, *, at: datetime) -> Keys:
    """Return a member's ledger keys, by whether they count at a moment.

    Those of a member that left, and all when the membership itself is over, count as expired.
    Raises NotAMember (of federation.peers.queries).
    """
    listed = peers.required(peer).listed(KeyRole.LEDGER)
    in_force = tuple(peers.verifiers(peer, KeyRole.LEDGER, at))
    begun = _verifiers(key for key in listed if not key.is_revoked and key.since <= at)
    return Keys(
        in_force=in_force,
        expired=tuple(each for each in begun if each not in in_force),
        revoked=_verifiers(key for key in listed if key.is_revoked),
    )


def members(at: datetime) -> list[str]:
    """Return the slugs of all members, this province among them."""
    return [member.slug for member in peers.members(at)]


def everybody() -> list[str]:
    """Return the slugs of all who are, or ever were, members."""
    held = peers.held()
    return [] if held is None else sorted(held.members)


def _verifiers(keys: Iterable[ListedKey]) -> tuple[Verifier, ...]:
    return tuple(verifier_from(key.key) for key in keys)
