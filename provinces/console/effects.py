"""What a second signature would do: how many people's statuses would be other ones at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from provinces.rules import queries as rules
from provinces.status import whatif, wording
from provinces.zones import services as zone

# The official waits for the page meanwhile.
PATIENCE = timedelta(seconds=1)
UNCOUNTED = (
    *(whatif.TookTooLong, whatif.BeforeTheLastRun, zone.InvalidDraft),
    *(zone.OutsideTerritory, zone.OutsideArea, zone.NoTerritory),
)


def of(version: Any, at: datetime) -> dict[str, Any] | None:
    """Return what would follow if a version were in force; None where that cannot be counted.

    As everywhere, no number below ten is told, nor one from which it could be worked out.
    """
    try:
        found = whatif.zone(zone.Draft.of(version), as_of=at, patience=PATIENCE).shown()
    except UNCOUNTED:
        return None
    ruleset = rules.in_force(at)
    flips = [
        {
            "before": wording.status(ruleset, flip["from"]),
            "after": wording.status(ruleset, flip["to"]),
            "count": _number(flip["count"]),
        }
        for flip in found["flips"]
    ]
    return {
        "met": _number(found["met"]),
        "asked": _number(found["asked"]),
        "flips": flips,
        "changed": _all_told(flips),
    }


def _number(told: Any) -> int | None:
    """Return a count that is told, or None for one that is too small to be."""
    return told if isinstance(told, int) else None


def _all_told(flips: list[dict[str, Any]]) -> int | None:
    """Return how many statuses would change, unless that told one of the small numbers."""
    counts = [flip["count"] for flip in flips]
    return None if None in counts else sum(counts)
