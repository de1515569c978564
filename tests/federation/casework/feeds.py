"""What a province publishes, as another one imports it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from provinces.ledger.models import FeedEntry
from tests.cast import NOW


@dataclass(frozen=True, slots=True)
class Imported:
    """An entry as whoever imports it hands it on."""

    origin: str
    index: int
    kind: str
    body: dict[str, Any]
    at: datetime = NOW


def told(entry: FeedEntry) -> dict[str, Any]:
    """Return what an entry of our own feed says."""
    return json.loads(bytes(entry.data))["body"]


def entries(origin: str, kind: str, bodies: Sequence[dict[str, Any]]) -> list[Imported]:
    """Return bodies as entries of a province's feed."""
    return [Imported(origin, index, kind, body) for index, body in enumerate(bodies)]


def published(kind: str) -> list[dict[str, Any]]:
    """Return what the province in scope has published of a kind, in order."""
    return [told(entry) for entry in FeedEntry.objects.filter(kind=kind).order_by("pk")]
