"""What other provinces' feeds bring here: entries, verified by whoever imported them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One leaf of another province's feed, with the blobs its body refers to, by SHA-256.

    `history` is which one of the feed's it is from, where an earlier one was given up.
    """

    origin: str
    index: int
    kind: str
    at: datetime
    body: Mapping[str, Any]
    blobs: Mapping[str, bytes] = field(default_factory=dict)
    history: int = 0
