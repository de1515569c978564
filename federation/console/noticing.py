"""Which peers have read what this province published: their cosignature of its feed says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from federation.peers import queries as peers
from provinces.ledger import queries as ledger
from provinces.tenancy import scope
from provinces.tenancy.keys import name_of

from . import naming

FEED = "feed"


def on_notice(context: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Tell of a published version which members have read so far in the feed that they have it.

    None where the province is a member of nothing, or the version is not sealed yet.
    """
    members = [each.slug for each in peers.members(context["now"])]
    others = [slug for slug in members if slug != scope.current().slug]
    published = context.get("published")
    if not others or not published:
        return None
    seen: dict[str, Any] = {}
    for each in ledger.cosignatures(FEED).filter(size__gt=published["index"]):
        first = seen.get(each.witness)
        seen[each.witness] = min(first, each.taken_at) if first else each.taken_at
    names = naming.provinces()
    return {
        "readers": [
            {"name": names[slug], "read_at": seen.get(name_of(slug))} for slug in sorted(others)
        ]
    }
