"""What a drawn zone would become: its cells, whose they are, whom it meets, who has to sign."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from provinces.citizens import budgets
from provinces.console import drawing, effects
from provinces.console.zones import HECTARES_A_CELL
from provinces.zones import services as zone
from provinces.zones.comparing import Difference
from provinces.zones.drafts import checked

# What keeps a zone from being declared, with the field that it is about, in words.
OBSTACLES: dict[type[Exception], tuple[str | None, Any]] = {
    zone.InvalidGeometry: (
        "shape",
        _(
            "This is no area: an outline has three points at least, and does not cross itself. Of"
            " a division the cells have to be known here."
        ),
    ),
    zone.OutsideTerritory: (
        "shape",
        _("No part of it is in this province. Mind from which map the numbers are."),
    ),
    zone.OutsideArea: (
        "shape",
        _(
            "It reaches beyond the area that answers for it. Choose the area above both, or draw"
            " it smaller."
        ),
    ),
    zone.NoTerritory: ("shape", _("The ground of this province is not known here yet.")),
    zone.StillAwaiting: (
        None,
        _("A version of this zone awaits its signature. It is signed or refused first."),
    ),
    zone.UnknownDatum: ("datum", _("Say from which map the numbers are.")),
}
PROBLEMS: tuple[type[Exception], ...] = (zone.InvalidDraft, *OBSTACLES)
# What is wrong with the terms of a draft, by field; whatever else is wrong is said as it is.
FLAWS = {
    "ends_at": _("A zone ends after it starts, and lasts 60 days at most."),
    "name_zh": _("Name no household: the name may not reach below a building."),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A draft as it was shown: `token` says what was seen, so that nothing else is declared."""

    preview: zone.Preview
    drawing: drawing.Drawing | None
    effect: dict[str, Any] | None
    is_over_budget: bool
    reaches_far_back: bool
    token: str
    difference: dict[str, int] | None = None

    @property
    def hectares(self) -> str:
        """Return how large the zone is."""
        return f"{self.preview.fine_cells * HECTARES_A_CELL:,.1f}"

    @property
    def needs_higher_office(self) -> bool:
        """Tell whether another office of the same level is not enough."""
        return self.preview.is_large or self.reaches_far_back

    @property
    def document(self) -> dict[str, Any]:
        """Return what the map shows, in WGS84: as drawn, as cells, and what lies beyond."""
        return {
            "drawn": self.preview.snapped.drawn,
            "cells": self.preview.outline,
            "spill": self.preview.spill_outline,
        }


def look(draft: zone.Draft, *, by: Any, now: datetime, before: Any = None) -> Seen:
    """Return what a draft would become, with the version `before` it, where there is one.

    People are counted within the day's budget only, and that is recorded. Raises one of
    OBSTACLES, and InvalidDraft.
    """
    draft, found = _found(draft)
    effect, is_over = None, False
    try:
        zone.note_trial(found, area=draft.area, by=by, now=now)
        effect = effects.of_draft(draft, now)
    except budgets.OverBudget:
        is_over = True
    return Seen(
        preview=found,
        drawing=drawing.of(found.snapped.cells.pieces, found.snapped.spill.pieces),
        effect=effect,
        is_over_budget=is_over,
        reaches_far_back=zone.reaches_too_far_back(draft.starts_at, now),
        token=_token(draft, found),
        difference=_difference(before, found) if before else None,
    )


def token_of(draft: zone.Draft) -> str:
    """Return what is seen of a draft as one short text; counts nobody. Raises as `look` does."""
    return _token(*_found(draft))


def _found(draft: zone.Draft) -> tuple[zone.Draft, zone.Preview]:
    draft = checked(draft)
    return draft, zone.preview(draft.geometry, draft.datum, area=draft.area)


def _token(draft: zone.Draft, found: zone.Preview) -> str:
    said = [
        found.snapped.cells.digest(),
        found.snapped.spill.digest(),
        draft.area.code,
        int(draft.level),
        draft.starts_at.isoformat(),
        draft.ends_at.isoformat(),
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def blame(form: Any, problem: Exception) -> None:
    """Say in a form what keeps its zone from being declared."""
    if isinstance(problem, zone.InvalidDraft):
        for field, said in problem.problems.items():
            form.add_error(field if field in form.fields else None, FLAWS.get(field, said))
        return
    at, words = next(said for kind, said in OBSTACLES.items() if isinstance(problem, kind))
    form.add_error(at, words)


def _difference(before: Any, found: zone.Preview) -> dict[str, int]:
    return Difference.between(zone.cells_of(before), found.snapped.cells).counts
