"""One round with the peers: pull whoever is due, compare what others saw, tell who should know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from federation.borders import services as borders
from federation.peers import queries as peers
from federation.peers import transport as roads
from federation.peers.transport import Transport

from . import posting, pulling, queries, services, trusting, witnessing
from .fetching import Remote, Unreachable
from .pulling import Pulled
from .violations import Violated

Roads = Callable[[str], Transport]


@dataclass(frozen=True, slots=True)
class Visit:
    """What came of visiting a peer: what was pulled, and whom its word proved to have split."""

    pulled: Pulled
    split: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did: a visit to each peer that was due, and who was given a hint."""

    visits: tuple[Visit, ...]
    hinted: tuple[str, ...]

    @property
    def pulled(self) -> tuple[Pulled, ...]:
        return tuple(visit.pulled for visit in self.visits)

    @property
    def split(self) -> tuple[str, ...]:
        return tuple(slug for visit in self.visits for slug in visit.split)

    @property
    def is_well(self) -> bool:
        return not self.split and all(each.is_well for each in self.pulled)


def sync(*, now: datetime, only_due: bool = True, road: Roads = roads.to) -> Round:
    """Visit the peers, one after the other, and tell them what is new here."""
    wanted = due(now) if only_due else _active(now)
    visits = [visit(peer, now=now, only_due=only_due, road=road) for peer in wanted]
    return Round(tuple(filter(None, visits)), hint(now=now, road=road))


def due(now: datetime) -> list[str]:
    """Return the peers to be visited now: those whose imports are not suspended."""
    active = _active(now)
    return [peer for peer in queries.due(now) if peer in active]


def visit(
    peer: str, *, now: datetime, only_due: bool = True, road: Roads = roads.to
) -> Visit | None:
    """Meet a peer, pull what is due, cosign it, hear what it saw of others; resolve the map anew.

    What a peer does wrong is recorded and concerns that peer alone. Returns None where another
    worker is at it.
    """
    logs = services.claim(peer, now=now, only_due=only_due)
    if not logs:
        return None
    remote = Remote(peer, road(peer))
    pulled = _pull(remote, logs, now)
    done = Visit(pulled, _rest(remote, now=now, road=road))
    if pulled.imported:
        borders.resolve_now(now=now)
    return done


def hint(*, now: datetime, road: Roads = roads.to) -> tuple[str, ...]:
    """Tell the peers that do not know yet how much there is in our feed; return who was told."""
    return posting.hint(_active(now), now=now, road=road)


def _active(now: datetime) -> list[str]:
    members = {member.slug for member in peers.members(now)}
    active = [each.slug for each in peers.active() if each.slug in members]
    services.start(active, now=now)
    return active


def _pull(remote: Remote, logs: tuple[str, ...], now: datetime) -> Pulled:
    """Meet a peer and pull; its logs may be signed with a key of a membership it tells us of."""
    try:
        trusting.meet(remote, now=now)
    except Violated as violated:
        services.refuse(remote.peer, violated, now=now)
    except Unreachable as problem:
        return pulling.put_off(remote.peer, str(problem), now=now, logs=logs)
    return pulling.pull(remote.peer, now=now, transport=remote.transport, logs=logs)


def _rest(remote: Remote, *, now: datetime, road: Roads) -> tuple[str, ...]:
    """Give a peer our cosignatures and hear its own; a peer that is away hears them later."""
    remote.patience.begin_batch()
    try:
        posting.cosignatures(remote, now=now)
        return witnessing.exchange(remote, now=now, road=road)
    except Unreachable:
        return ()
