"""What a second signature would do: how many people's statuses would be other ones at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from provinces.rules import queries as rules
from provinces.status import whatif, wording
from provinces.zones import services as zone

from . import comparisons

# The official waits for the page meanwhile.
PATIENCE = timedelta(seconds=1)
UNCOUNTED = (
    *(whatif.TookTooLong, whatif.BeforeTheLastRun, zone.InvalidDraft),
    *(zone.OutsideTerritory, zone.OutsideArea, zone.NoTerritory),
)


def of(version: Any, at: datetime) -> dict[str, Any] | None:
    """Return what would follow if a version were in force, as `of_draft` does."""
    return of_draft(zone.Draft.of(version), at)


def of_draft(draft: zone.Draft, at: datetime) -> dict[str, Any] | None:
    """Return what would follow if a draft were in force; None where that cannot be counted.

    `flips` are all whose status would be another one, `near` those of them who stayed near the
    border with another province; by area and by age they are told as well, the areas on a map. As
    everywhere, no number below ten is told, nor one from which it could be worked out.
    """
    try:
        found = whatif.zone(draft, as_of=at, patience=PATIENCE).shown()
    except UNCOUNTED:
        return None
    ruleset = rules.in_force(at)
    flips = _flips(ruleset, found["flips"])
    areas = comparisons.by_area(found, ruleset, ruleset)
    return {
        "met": _number(found["met"]),
        "asked": _number(found["asked"]),
        "flips": flips,
        "near": _flips(ruleset, found["at_border"]),
        "changed": _all_told(flips),
        "areas": areas,
        "map": comparisons.on_map(areas),
        "ages": comparisons.by_age(found, ruleset, ruleset),
    }


def _flips(ruleset: Any, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "before": wording.status(ruleset, flip["from"]),
            "after": wording.status(ruleset, flip["to"]),
            "count": _number(flip["count"]),
        }
        for flip in found
    ]


def _number(told: Any) -> int | None:
    """Return a count that is told, or None for one that is too small to be."""
    return told if isinstance(told, int) else None


def _all_told(flips: list[dict[str, Any]]) -> int | None:
    """Return how many statuses would change, unless that told one of the small numbers."""
    counts = [flip["count"] for flip in flips]
    return None if None in counts else sum(counts)
