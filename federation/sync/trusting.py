"""Meeting a peer: which version of the protocol we share, and whether its membership is newer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from federation.peers import documents, versions
from federation.peers import queries as peers
from federation.peers import services as membership
from federation.peers.reasons import BadMembership

from .fetching import Remote, Unreachable
from .violations import Violated, Violation


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
    """Take versions one after another, each signed by the threshold of the one before.

    So it does not matter whom they come from.
    """
    held = peers.membership_version() or latest
    for version in range(held + 1, latest + 1):
        document = remote.membership(version)
        try:
            membership.take(documents.opened(document), now=now)
        except BadMembership as problem:
            detail = f"version {version} of the membership: {problem}"
            raise Violated(Violation.BAD_SIGNATURE, detail) from None
    return max(0, latest - held)


def _numbers(value: Any) -> list[int]:
    return [each for each in value if type(each) is int] if isinstance(value, list) else []
