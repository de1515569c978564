"""What other provinces' feeds say that concerns casework here."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from federation.casework import parties
from federation.casework.models import HoldElsewhere, PeerScore
from federation.peers import instants
from provinces.ledger.kinds import Kind

from . import contesting


class Entry(Protocol):
    """An entry of another province's feed, verified by whoever imported it."""

    @property
    def origin(self) -> str: ...
    @property
    def index(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def body(self) -> Mapping[str, Any]: ...


def take(entries: Iterable[Entry], *, now: datetime) -> None:
    """Take in, in the caller's transaction, what a batch of entries says.

    A body that is not in its form says nothing: it is a peer's fault and must stop nothing here.
    """
    for entry in entries:
        reader = READERS.get(entry.kind)
        if reader is None:
            continue
        try:
            reader(entry, now)
        except (KeyError, ValueError, TypeError, AttributeError):
            continue


def _hold(entry: Entry, _now: datetime) -> None:
    """Show both desks what is held: here it is our own word."""
    body = entry.body
    if body["issuer"] != parties.own():
        return
    name, outcome = uuid.UUID(body["hold"]), body.get("outcome")
    if HoldElsewhere.objects.filter(pk=name).exclude(peer=entry.origin).exists():
        return
    HoldElsewhere.objects.update_or_create(
        id=name,
        peer=entry.origin,
        defaults={
            "count": _number(body["count"]),
            "remote": _number(body["remote"]),
            "why": [_text(each, 40) for each in list(body["why"])[:20]],
            "opened_at": instants.instant(body["opened_at"]),
            "outcome": "" if outcome is None else _text(outcome, 10),
            "decided_at": outcome and instants.instant(body["decided_at"]),
        },
    )


def _suspended(entry: Entry, now: datetime) -> None:
    because = _text(entry.body.get("because", ""), 100)
    name = uuid.UUID(entry.body["assertion"])
    contesting.suspend_told(name, by=entry.origin, because=because, now=now)


def _score(entry: Entry, _now: datetime) -> None:
    body = entry.body
    checks = {_text(name, 60): value is True for name, value in dict(body["checks"]).items()}
    held = PeerScore.objects.filter(pk=entry.origin).first()
    if held is not None and held.index >= entry.index:
        return
    PeerScore.objects.update_or_create(
        peer=entry.origin,
        defaults={
            "index": entry.index,
            "scored_at": instants.instant(body["scored_at"]),
            "passed": sum(checks.values()),
            "of": len(checks),
            "failed": sorted(name for name, holds in checks.items() if not holds)[:100],
        },
    )


def _text(value: Any, most: int) -> str:
    """Return what the database can keep of a text."""
    return str(value).replace("\0", "")[:most]


def _number(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 1 << 31:
        raise ValueError(f"{value!r} is no count")
    return value


READERS = {
    str(Kind.ASSERTIONS_HELD): _hold,
    str(Kind.ASSERTIONS_RELEASED): _hold,
    str(Kind.ASSERTION_SUSPENDED): _suspended,
    str(Kind.CONFORMANCE_SCORED): _score,
}
