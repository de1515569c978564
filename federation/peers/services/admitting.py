"""A peer's verified request let in once, and what is learnt of the peer by it."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from federation.peers.models import Nonce, Peer


class Replayed(ValueError):
    """A request with that nonce was let in before."""


def admit(peer: str, *, nonce: str, expires_at: datetime, now: datetime) -> None:
    """Let a request in and keep its nonce until it would be refused for its age; raises Replayed.

    Of two that come at once the unique constraint lets one in.
    """
    try:
        with transaction.atomic():
            Nonce.objects.create(peer=peer, nonce=nonce, expires_at=expires_at)
            heard(peer, now=now)
    except IntegrityError:
        raise Replayed(f"{peer} has sent this before") from None


def heard(peer: str, *, now: datetime) -> None:
    """Note that a peer was heard of."""
    Peer.objects.filter(pk=peer).update(last_heard_at=now)


def speaks(peer: str, *, version: int, now: datetime) -> None:
    """Note which version of the protocol is spoken with a peer."""
    Peer.objects.filter(pk=peer).update(version_spoken=version, last_heard_at=now)


def forget_nonces(*, now: datetime) -> int:
    """Forget the nonces of requests that are refused for their age; return how many."""
    return Nonce.objects.filter(expires_at__lt=now).delete()[0]
