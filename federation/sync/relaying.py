"""Bringing what peers have withdrawn of their passes to where our checkpoints can ask for it.

    peer ── signed list ──► fetched, guarded ──► verified, handed down ──► our checkpoints

A list says by itself as of when it is. So a peer that is away delays nobody and is not blamed: the
last list it gave ages, and whoever checks by it says how old it is.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from federation.peers import queries as peers
from federation.peers import transport as roads
from federation.peers.transport import Transport
from provinces.passes import services as passes
from provinces.passes.codec import BadList
from provinces.tenancy import scope

from . import services
from .fetching import Remote, Unreachable
from .violations import Violated, Violation

Roads = Callable[[str], Transport]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Brought:
    """How many lists of a peer are newer than before, and what kept us from the others."""

    peer: str
    newer: int = 0
    trouble: str = ""

    @property
    def is_well(self) -> bool:
        return not self.trouble


def relay_all(*, now: datetime, road: Roads = roads.to) -> list[Brought]:
    """Bring the lists of all peers, one after the other."""
    return [relay(peer, now=now, road=road) for peer in issuers(now)]


def issuers(now: datetime) -> list[str]:
    """Return whose passes are shown here: all members', those included that are suspended.

    Their people keep their passes, so what they withdraw has to be known.
    """
    here = scope.current().slug
    return [member.slug for member in peers.members(now) if member.slug != here]


def relay(peer: str, *, now: datetime, road: Roads = roads.to) -> Brought:
    """Bring the lists of one peer; it never raises for what a peer does.

    One that its keys have not signed is refused, and recorded, and what was kept before stays. One
    that is dated ahead of our clock waits: whose clock is wrong nobody can tell.
    """
    remote = Remote(peer, road(peer))
    newer = 0
    try:
        for number in remote.withdrawn_lists():
            data = remote.withdrawn(number)
            newer += passes.receive_status_list(peer, number, data, now=now)
    except (Unreachable, passes.NotYet) as problem:
        logger.info("lists of %s: %s", peer, problem)
        return Brought(peer, newer, str(problem))
    except (BadList, Violated) as problem:
        violated = problem if isinstance(problem, Violated) else _unsigned(problem)
        services.refuse(peer, violated, now=now)
        return Brought(peer, newer, str(violated))
    return Brought(peer, newer)


def _unsigned(problem: BadList) -> Violated:
    return Violated(Violation.BAD_SIGNATURE, f"a list of withdrawn passes: {problem}")
