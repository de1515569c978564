"""The bundle itself: what kind it is, and its entries by the addresses that refer to them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final

from core.texts import HalfACharacter, require_whole

# A batch has no need of more; what is longer is sent in several.
MOST_ENTRIES: Final = 5000
# Each entry for itself; a transaction is kept whole or not at all.
KINDS: Final = frozenset({"message", "batch", "collection", "transaction"})


class NotABundle(ValueError):
    """The body is not a Bundle that can be read; nothing of it is."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a bundle, by its place: its resource, as it was sent."""

    place: int
    address: str
    kind: str
    resource: dict[str, Any]


@dataclass(slots=True)
class Bundle:
    """A bundle's entries, and which of them an address means."""

    kind: str
    entries: list[Entry]
    _by_address: dict[str, list[Entry]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for entry in self.entries:
            for address in {entry.address, f"{entry.kind}/{entry.resource.get('id')}"} - {""}:
                self._by_address.setdefault(address, []).append(entry)

    @property
    def is_all_or_nothing(self) -> bool:
        """Whether one bad entry means that none is kept (FHIR's `transaction`)."""
        return self.kind == "transaction"

    def of(self, kind: str) -> list[Entry]:
        """Return the entries of a type of resource."""
        return [entry for entry in self.entries if entry.kind == kind]

    def referred(self, reference: str) -> Entry | None:
        """Return the one entry that a reference means; None where none does, or several do."""
        found = self._by_address.get(reference.partition("/_history/")[0], [])
        return found[0] if len(found) == 1 else None


def opened(content: bytes) -> Bundle:
    """Return the bundle that a body is; raises NotABundle, with what is wrong."""
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        raise NotABundle("The body is not JSON.") from None
    try:
        require_whole(body)
    except HalfACharacter as problem:
        raise NotABundle(f"The body is not Unicode: {problem}.") from None
    if not isinstance(body, dict) or body.get("resourceType") != "Bundle":
        raise NotABundle("The body is not a FHIR Bundle: send single resources in one.")
    kind = body.get("type")
    if not isinstance(kind, str) or kind not in KINDS:
        raise NotABundle(
            f"A Bundle of type {kind!r} is not taken; one of {', '.join(sorted(KINDS))} is."
        )
    entries = body.get("entry")
    if not isinstance(entries, list) or not entries:
        raise NotABundle("The Bundle has no entries.")
    if len(entries) > MOST_ENTRIES:
        raise NotABundle(
            f"The Bundle has {len(entries)} entries; {MOST_ENTRIES} at most are taken."
        )
    return Bundle(kind, [_entry(place, entry) for place, entry in enumerate(entries)])


def _entry(place: int, entry: object) -> Entry:
    resource = entry.get("resource") if isinstance(entry, dict) else None
    kind = resource.get("resourceType") if isinstance(resource, dict) else None
    if not isinstance(resource, dict) or not isinstance(kind, str):
        raise NotABundle(f"Bundle.entry[{place}] has no resource with its resourceType.")
    address = entry.get("fullUrl", "") if isinstance(entry, dict) else ""
    return Entry(place, address if isinstance(address, str) else "", kind, resource)
