"""What other provinces' feeds say that concerns casework here."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from federation.casework import parties
from federation.casework.models import HoldElsewhere, PeerPurposes, PeerScore
from federation.peers import instants
from provinces.ledger.kinds import Kind

from . import contesting, listing

AT_ONCE = 1000


class Entry(Protocol):
    """An entry of another province's feed, verified by whoever imported it."""

    @property
    def origin(self) -> str: ...
    @property
    def index(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def body(self) -> Mapping[str, Any]: ...


@dataclass(slots=True)
class News:
    """What a batch says, gathered so that a batch is a few statements: the latest of each."""

    holds: dict[uuid.UUID, HoldElsewhere] = field(default_factory=dict)
    scores: dict[str, PeerScore] = field(default_factory=dict)
    purposes: dict[str, PeerPurposes] = field(default_factory=dict)


def take(entries: Iterable[Entry], *, now: datetime) -> None:
    """Take in, in the caller's transaction, what a batch of entries says.

    A body that is not in its form says nothing: it is a peer's fault and must stop nothing here.
    """
    news = News()
    for entry in entries:
        try:
            _read(entry, news, now)
        except (KeyError, ValueError, TypeError, AttributeError):
            continue
    _keep_holds(news.holds)
    _keep_scores(news.scores)
    listing.keep(news.purposes)


def restart(peer: str, *, start: int) -> None:
    """Forget what a peer told of itself behind a place from which it begins anew."""
    PeerScore.objects.filter(peer=peer, index__gte=start).delete()
    PeerPurposes.objects.filter(peer=peer, index__gte=start).delete()


def _read(entry: Entry, news: News, now: datetime) -> None:
    if entry.kind in (Kind.ASSERTIONS_HELD, Kind.ASSERTIONS_RELEASED):
        _hold(entry, news)
    elif entry.kind == Kind.CONFORMANCE_SCORED:
        _score(entry, news)
    elif entry.kind == Kind.PURPOSES_LISTED:
        _purposes(entry, news)
    elif entry.kind == Kind.ASSERTION_SUSPENDED:
        because = _text(entry.body.get("because", ""), 100)
        name = uuid.UUID(entry.body["assertion"])
        contesting.suspend_told(name, by=entry.origin, because=because, now=now)


def _hold(entry: Entry, news: News) -> None:
    """Show both desks what is held: here it is our own word."""
    body = entry.body
    if body["issuer"] != parties.own():
        return
    name, outcome = uuid.UUID(body["hold"]), body.get("outcome")
    before = news.holds.get(name)
    if before is not None and before.peer != entry.origin:
        return
    news.holds[name] = HoldElsewhere(
        id=name,
        peer=entry.origin,
        count=_number(body["count"]),
        remote=_number(body["remote"]),
        why=[_text(each, 40) for each in list(body["why"])[:20]],
        opened_at=instants.instant(body["opened_at"]),
        outcome="" if outcome is None else _text(outcome, 10),
        decided_at=outcome and instants.instant(body["decided_at"]),
    )


def _keep_holds(told: Mapping[uuid.UUID, HoldElsewhere]) -> None:
    """Keep the latest word on each hold; nobody speaks of another province's."""
    held = HoldElsewhere.objects.select_for_update().filter(pk__in=list(told))
    peers = dict(held.values_list("pk", "peer"))
    HoldElsewhere.objects.bulk_create(
        [hold for name, hold in told.items() if peers.get(name, hold.peer) == hold.peer],
        AT_ONCE,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["count", "remote", "why", "opened_at", "outcome", "decided_at"],
    )


def _score(entry: Entry, news: News) -> None:
    body, before = entry.body, news.scores.get(entry.origin)
    checks = {_text(name, 60): value is True for name, value in dict(body["checks"]).items()}
    if before is not None and before.index >= entry.index:
        return
    news.scores[entry.origin] = PeerScore(
        peer=entry.origin,
        index=entry.index,
        scored_at=instants.instant(body["scored_at"]),
        passed=sum(checks.values()),
        of=len(checks),
        failed=sorted(name for name, holds in checks.items() if not holds)[:100],
    )


def _purposes(entry: Entry, news: News) -> None:
    before = news.purposes.get(entry.origin) or listing.held(entry.origin)
    if before is None or before.index < entry.index:
        news.purposes[entry.origin] = listing.heard(entry, before)


def _keep_scores(told: Mapping[str, PeerScore]) -> None:
    """Keep the latest score of each peer."""
    held = PeerScore.objects.select_for_update().filter(pk__in=list(told))
    before = dict(held.values_list("pk", "index"))
    PeerScore.objects.bulk_create(
        [score for peer, score in told.items() if before.get(peer, -1) < score.index],
        update_conflicts=True,
        unique_fields=["peer"],
        update_fields=["index", "scored_at", "passed", "of", "failed"],
    )


def _text(value: Any, most: int) -> str:
    """Return what the database can keep of a text."""
    return str(value).replace("\0", "")[:most]


def _number(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 1 << 31:
        raise ValueError(f"{value!r} is no count")
    return value
