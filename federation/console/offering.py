"""What own zones offer to neighbours of their ground, and what those said to it, for pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from federation.borders import queries as borders
from federation.borders.models import OfferState
from provinces.console.zones import HECTARES_A_CELL

from . import naming


def rows(names: Mapping[str, str], at: datetime, **of: Any) -> list[dict[str, Any]]:
    """Return what is offered to neighbours, with its state and clock; `of` names one version."""
    return [_row(each, names, at) for each in borders.offered(**of)]


def on_zone(context: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Tell the page of a version what neighbours say to its part beyond the border."""
    version, now = context["version"], context["view"].now
    if not version.spill:
        return None
    of = {"reference": version.zone.reference, "version": version.number}
    found = rows(naming.provinces(), now, **of)
    return {"offered": found} if found else None


def _row(offered: Any, names: Mapping[str, str], at: datetime) -> dict[str, Any]:
    state = offered.state(at)
    return {
        "offered": offered,
        "to": names[offered.to],
        "state": naming.OFFERS[state],
        "is_open": state == OfferState.OPEN,
        "hectares": f"{offered.cells.count() * HECTARES_A_CELL:,.1f}",
        "accepted": f"{offered.accepted.count() * HECTARES_A_CELL:,.1f}"
        if offered.accepted
        else "",
        "lowered_to": naming.LEVELS.get(offered.lowered_to or 0, ""),
    }
