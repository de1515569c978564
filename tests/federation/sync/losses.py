"""A peer that lost what it had published: its two histories, and its statement on which counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from federation.peers import restorations
from federation.peers.restorations import Kept, Restoration
from federation.sync import pulling, queries, services
from federation.sync.pulling import Pulled
from provinces.tenancy import keys, scope
from provinces.tenancy.keys import KeyRole
from tests import cast
from tests.factories import federations
from tests.federation.sync.stories import Story, leaf, leaves, root

NOW = cast.NOW
KEPT = 3


def pull(story: Story, *, after: int = 0) -> Pulled:
    return pulling.pull("south", now=NOW + timedelta(seconds=after), transport=story)


def held() -> list[bytes]:
    return [bytes(entry.data) for entry in queries.imported("south")]


def said(entries: list[bytes], *, log: str = "feed", size: int = KEPT, **other: Any) -> Restoration:
    """Return the south's statement, signed by nobody."""
    told: dict[str, Any] = {
        "federation": "Test",
        "peer": "south",
        "at": NOW,
        "because": "restored from the backup of Monday",
        "logs": {log: Kept(size, root(entries[:size]))},
    }
    return Restoration(**{**told, **other})


def signed(statement: Restoration, by: Iterable[str] = federations.HOSTED) -> Restoration:
    for slug in by:
        with scope.province(slug):
            statement = restorations.signed(statement, keys.signing_keys(KeyRole.MEMBERSHIP))
    return statement


def restore(statement: Restoration) -> list[str]:
    return services.restore(statement, by="operator", now=NOW)


def lost(story: Story) -> list[bytes]:
    """Have the south tell its feed otherwise from the fourth entry on; return the first telling."""
    zone = {"reference": "S-1", "version": 1}
    story.entries += [*leaves("south", 5), leaf("south", kind="zone.ended", body=zone)]
    first = list(story.entries)
    assert pull(story).imported == 6
    story.entries[KEPT:] = leaves("south", 4, start=50)
    assert pull(story, after=20).refused == ("rewritten-history",)
    return first
