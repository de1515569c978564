"""What became of a zone: every version with who, when and why, and how two of them differ."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from provinces.console import drawing
from provinces.console.official import OfficialView
from provinces.console.zones import HECTARES_A_CELL, UNITS, reads, sought
from provinces.jurisdictions.powers import Power
from provinces.zones import queries as zones
from provinces.zones import wording
from provinces.zones.comparing import Difference, cells_of

# What of a version is set side by side.
COMPARED = ("level", "unit", "starts_at", "ends_at", "reason", "basis", "case_evidence")


class History(OfficialView):
    """Every version of a zone, the latest first, and the difference between any two."""

    power = Power.VIEW_FIGURES
    template_name = "console/zoning/history.html"
    here = "zones"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = sought(self, kwargs.pop("version"))
        versions = list(zones.history(asked.zone))
        return super().get_context_data(
            zone=asked.zone,
            asked=asked,
            versions=[_told(version, self.now) for version in versions],
            compared=self._compared(versions),
            **kwargs,
        )

    def _compared(self, versions: list[Any]) -> dict[str, Any] | None:
        """Return how two versions differ: those that were asked for, or the last two."""
        by_number = {str(version.number): version for version in versions}
        numbers = sorted(by_number, key=int)
        if len(numbers) < 2:
            return None
        first = by_number.get(self.request.GET.get("first", ""), by_number[numbers[-2]])
        second = by_number.get(self.request.GET.get("second", ""), by_number[numbers[-1]])
        difference = Difference.between(cells_of(first), cells_of(second))
        return {
            "first": first,
            "second": second,
            "counts": {
                name: {"cells": count, "hectares": f"{count * HECTARES_A_CELL:,.1f}"}
                for name, count in difference.counts.items()
            },
            "changes": _changes(first, second),
            "drawing": drawing.of_difference(difference),
        }


def _told(version: Any, at: datetime) -> dict[str, Any]:
    liftings = [
        {"lifting": one, "because": wording.BECAUSE[one.because]} for one in version.liftings.all()
    ]
    return {
        "version": version,
        "state": reads(version, at),
        "reason": wording.reason(version.reason),
        "basis": wording.basis(version.basis),
        "liftings": liftings,
    }


def _changes(first: Any, second: Any) -> dict[str, tuple[Any, Any]]:
    """Return both values of what is another one."""
    pairs = {name: (getattr(first, name), getattr(second, name)) for name in COMPARED}
    in_words: dict[str, Callable[[str], Any]] = {
        "unit": UNITS.get,
        "reason": wording.reason,
        "basis": wording.basis,
    }
    return {
        name: (in_words[name](one), in_words[name](other)) if name in in_words else (one, other)
        for name, (one, other) in pairs.items()
        if one != other
    }
