"""What we tell peers: our cosignatures of their logs, and that our own feed has grown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from federation.peers import transport as roads
from federation.peers.transport import Transport
from provinces.ledger import queries as ledger

from . import queries, services
from .fetching import Remote, Unreachable

Roads = Callable[[str], Transport]


def cosignatures(remote: Remote, *, now: datetime) -> int:
    """Post our latest cosignatures that a peer does not have; return how many it took.

    Raises Unreachable. Those it does not take are offered again at the next round.
    """
    taken = 0
    for each in queries.unposted(remote.peer):
        body = {"line": each.line, "size": each.size}
        if remote.post(f"v1/{each.log}/cosignatures", body).status == 200:
            services.posted(each, now=now)
            taken += 1
    return taken


def hint(peers: Iterable[str], *, now: datetime, road: Roads = roads.to) -> tuple[str, ...]:
    """Tell peers that there is more in our feed than they were told of; return who was told."""
    size = ledger.size("feed")
    told = []
    for due in services.hints_due(peers, size=size, now=now):
        if _is_told(due.peer, {"log": "feed", "size": size}, road):
            services.hint_given(due, size=size, now=now)
            told.append(due.peer)
        else:
            services.hint_failed(due, now=now)
    return tuple(told)


def _is_told(peer: str, body: Mapping[str, Any], road: Roads) -> bool:
    try:
        return Remote(peer, road(peer)).post("v1/hint", body).status == 200
    except Unreachable:
        return False
