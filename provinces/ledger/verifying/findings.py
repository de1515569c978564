"""What may be wrong with a ledger, by name and place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """What is wrong."""

    LAGS = "sealing-lags"
    KEY_MISSING = "key-missing"
    GAP = "gap"
    ENTRY_REMOVED = "entry-removed"
    ENTRY_CHANGED = "entry-changed"
    ENTRY_NOT_QUEUED = "entry-not-queued"
    LEAF_NOT_SIGNED = "leaf-not-signed"
    PAYLOAD_SWAPPED = "payload-swapped"
    TILE_MISSING = "tile-missing"
    TILE_CHANGED = "tile-changed"
    TILE_TOO_MANY = "tile-too-many"
    HEAD_CHANGED = "head-changed"
    HEAD_NOT_SIGNED = "head-not-signed"
    HEAD_OF_ANOTHER_TREE = "head-of-another-tree"
    BLOB_MISSING = "blob-missing"
    BLOB_CHANGED = "blob-changed"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: what, where (`audit 17`: leaf 17 of the audit log), and how it shows."""

    fault: Fault
    place: str
    detail: str

    def __str__(self) -> str:
        return f"{self.fault}: {self.place}: {self.detail}"
