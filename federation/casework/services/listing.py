"""What a peer lists as its purposes is kept, and from when each of them counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from federation.casework.models import PeerPurposes
from federation.peers import instants
from provinces.ledger import noticing, purposes

if TYPE_CHECKING:
    from .feeding import Entry


def heard(entry: Entry, before: PeerPurposes | None) -> PeerPurposes:
    """Return a peer's list, as it is kept after the one before.

    What a peer's first list names counts at once; what is new on a later one, 48 hours after it
    was published, whatever the list says of that. Raises UnfitList, for a list that is not in its
    form, of another province, of another digest, or that has a purpose outside public health: then
    the one before stays.
    """
    told = entry.body["document"]
    found = purposes.parsed(told)
    if told["host"] != entry.origin or purposes.digest(told) != entry.body["digest"]:
        raise purposes.UnfitList(f"the list is not that of {entry.origin}, or not as it was signed")
    new = noticing.counting(
        [(entry.at, [each.name for each in found])], has_begun=before is not None
    )
    counts = {**new, **_counted(before)}
    return PeerPurposes(
        peer=entry.origin,
        index=entry.index,
        listed_at=entry.at,
        edition=told["edition"],
        digest=entry.body["digest"],
        purposes=[
            {**each.as_told, "counts_from": instants.text(counts[each.name])} for each in found
        ],
    )


def keep(told: Mapping[str, PeerPurposes]) -> None:
    """Keep the latest list of each peer."""
    PeerPurposes.objects.bulk_create(
        told.values(),
        update_conflicts=True,
        unique_fields=["peer"],
        update_fields=["index", "listed_at", "edition", "digest", "purposes"],
    )


def held(peer: str) -> PeerPurposes | None:
    """Return the list that is kept of a peer."""
    return PeerPurposes.objects.select_for_update().filter(pk=peer).first()


def _counted(before: PeerPurposes | None) -> dict[purposes.Name, datetime]:
    rows: list[dict[str, Any]] = [] if before is None else before.purposes
    return {(each["list"], each["key"]): instants.instant(each["counts_from"]) for each in rows}
