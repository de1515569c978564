"""Meeting a peer: which version of the protocol we share, and whether its membership is newer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from federation.peers import documents, judging, versions
from federation.peers import queries as peers
from federation.peers import services as membership
from federation.peers.documents import Document
from federation.peers.reasons import BadMembership

from .fetching import Remote, Unreachable
from .violations import Violated, Violation

# More than five centuries of versions of 180 days: a bound for what a peer makes us keep at once.
MOST_VERSIONS = 1000


def meet(remote: Remote, *, now: datetime) -> int:
    """Agree on a version with a peer and take what it holds of newer memberships; return how many.

    Raises Unreachable where there is nothing in common, and Violated for a membership that cannot
    be taken.
    """
    told = remote.greeting()
    try:
        version = versions.common(_numbers(told.get("versions")))
    except versions.NoCommonVersion as problem:
        raise Unreachable(f"{remote.peer}: {problem}") from None
    membership.speaks(remote.peer, version=version, now=now)
    (latest,) = _numbers([told.get("membership")]) or [0]
    return _take(remote, latest, now)


def _take(remote: Remote, latest: int, now: datetime) -> int:
    """Follow the versions one after another, each signed by the threshold of the one before.

    So it does not matter whom they come from. Those that have expired meanwhile are passed on
    the way to one that has not; where all have, nothing is taken, and nobody is to blame.
    """
    held = peers.held()
    if held is None:
        return 0
    found: list[Document] = []
    try:
        for version in range(held.version + 1, min(latest, held.version + MOST_VERSIONS) + 1):
            found.append(_next(remote, version, found[-1] if found else held, now))
    finally:
        # What was read before something went wrong counts, whoever else it came from.
        taken = _hold(found, now)
    return taken


def _next(remote: Remote, version: int, before: Document, now: datetime) -> Document:
    try:
        document = documents.opened(remote.membership(version))
        judging.judge(document, previous=before, now=now, is_passed=True)
    except BadMembership as problem:
        detail = f"version {version} of the membership: {problem}"
        raise Violated(Violation.BAD_SIGNATURE, detail) from None
    return document


def _hold(found: list[Document], now: datetime) -> int:
    """Hold the versions up to the last one that is in force, through the others."""
    while found and found[-1].expires <= now:
        found.pop()
    if found:
        *passed, last = found
        membership.take(last, now=now, through=passed)
    return len(found)


def _numbers(value: Any) -> list[int]:
    return [each for each in value if type(each) is int] if isinstance(value, list) else []
