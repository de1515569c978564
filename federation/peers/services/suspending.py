"""A peer's imports stopped and taken up again, here alone; its people keep their status."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from federation.peers.models import Peer
from federation.peers.queries import NotAMember
from provinces.ledger import services as ledger
from provinces.ledger.events import Event


class AlreadySuspended(ValueError):
    """Imports from the peer are suspended already."""


class NotSuspended(ValueError):
    """Imports from the peer are not suspended."""


class NoReason(ValueError):
    """Who suspends or resumes a peer says why."""


@transaction.atomic
def suspend(peer: str, *, by: ledger.Reference, because: str, now: datetime) -> Peer:
    """Stop imports from a peer; raises NotAMember, AlreadySuspended, NoReason."""
    found = _locked(peer)
    if found.state == Peer.State.SUSPENDED:
        raise AlreadySuspended(f"{peer} is suspended since {found.suspended_at}")
    _say_why(by, because)
    found.state = Peer.State.SUSPENDED
    found.suspended_because = because.strip()
    found.suspended_by = ledger.name(by)
    found.suspended_at = now
    found.save()
    body = {"because": found.suspended_because}
    ledger.record(Event.PEER_SUSPENDED, by=by, about=f"peer:{peer}", at=now, body=body)
    return found


@transaction.atomic
def resume(peer: str, *, by: ledger.Reference, because: str, now: datetime) -> Peer:
    """Import from a peer again; raises NotAMember, NotSuspended, NoReason."""
    found = _locked(peer)
    if found.state != Peer.State.SUSPENDED:
        raise NotSuspended(f"{peer} is not suspended")
    _say_why(by, because)
    found.state = Peer.State.ACTIVE
    found.suspended_because, found.suspended_by, found.suspended_at = "", "", None
    found.save()
    body = {"because": because.strip()}
    ledger.record(Event.PEER_RESUMED, by=by, about=f"peer:{peer}", at=now, body=body)
    return found


def _locked(slug: str) -> Peer:
    found = Peer.objects.select_for_update().filter(pk=slug).first()
    if found is None:
        raise NotAMember(f"{slug} is no peer of this province")
    return found


def _say_why(by: ledger.Reference, because: str) -> None:
    if not because.strip():
        raise NoReason("say why")
    if not ledger.name(by):
        raise NoReason("say who")
