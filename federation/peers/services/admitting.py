"""A peer's verified request let in once, and what is learnt of the peer by it."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from federation.peers.models import Nonce, Peer

# What a peer that has been away for a day sends at once, several times over: its nonces are kept
# for ten minutes, and cost some hundred bytes each.
MOST_NONCES = 20_000


class TooMany(ValueError):
    """A peer has sent more requests in some minutes than are kept in mind."""


class Replayed(ValueError):
    """A request with that nonce was let in before."""


def admit(peer: str, *, nonce: str, expires_at: datetime, now: datetime) -> None:
    """Let a request in and keep its nonce until it would be refused for its age.

    Of two that come at once the unique constraint lets one in. Raises Replayed, and TooMany: a
    peer whose key is in other hands must not fill our database.
    """
    _check_room(peer, now)
    try:
        with transaction.atomic():
            Nonce.objects.create(peer=peer, nonce=nonce, expires_at=expires_at)
            heard(peer, now=now)
    except IntegrityError:
        raise Replayed(f"{peer} has sent this before") from None


def _check_room(peer: str, now: datetime) -> None:
    kept = Nonce.objects.filter(peer=peer)
    if not _are_many(kept):
        return
    kept.filter(expires_at__lt=now).delete()  # rather than at the end of the hour
    if _are_many(kept):
        raise TooMany(f"{peer} has sent {MOST_NONCES} requests in some minutes")


def _are_many(kept: QuerySet[Nonce]) -> bool:
    return kept.values("pk")[MOST_NONCES - 1 : MOST_NONCES].exists()


def heard(peer: str, *, now: datetime) -> None:
    """Note that a peer was heard of."""
    Peer.objects.filter(pk=peer).update(last_heard_at=now)


def speaks(peer: str, *, version: int, now: datetime) -> None:
    """Note which version of the protocol is spoken with a peer."""
    Peer.objects.filter(pk=peer).update(version_spoken=version, last_heard_at=now)


def forget_nonces(*, now: datetime) -> int:
    """Forget the nonces of requests that are refused for their age; return how many."""
    return Nonce.objects.filter(expires_at__lt=now).delete()[0]
