"""The border desk: what neighbours offer, where claims tie, and one offer with its ground."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.cells.classes import FINE
from core.cells.ranges import Ranges
from federation.borders import queries as borders
from federation.borders import services
from federation.borders.models import ConflictState, OfferState
from provinces.console import drawing
from provinces.console.official import OfficialView
from provinces.console.zones import HECTARES_A_CELL
from provinces.jurisdictions.powers import Power

from . import naming, offering, shapes
from .acting import Misread, Order

# So many that are over are shown.
LATEST = 20
PENDING = ("open", "proposed")


class Border(OfficialView):
    """What waits for me first; then all that is pending, and the cases whose clock runs."""

    power = Power.VIEW_FIGURES
    template_name = "desk/border.html"
    here = "federation"
    desk = "border"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = naming.provinces()
        mine = {offer.pk for offer in borders.answerable(self.official, self.now)}
        pending = [_row(offer, names) for offer in borders.pending_offers()]
        over = borders.offers().exclude(state__in=PENDING)[:LATEST]
        cases = borders.conflicts()[:LATEST]
        return super().get_context_data(
            mine=[row for row in pending if row["offer"].pk in mine],
            others=[row for row in pending if row["offer"].pk not in mine],
            over=[_row(offer, names) for offer in over],
            cases=[case_row(case, names) for case in cases],
            offered=offering.rows(names, self.now),
            **kwargs,
        )


class Offer(OfficialView):
    """One offer: what the neighbour declared, on which of our ground, and the next step."""

    power = Power.VIEW_FIGURES
    template_name = "desk/offer.html"
    here = "federation"
    desk = "border"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offer = sought(kwargs.pop("offer"))
        mine = borders.answerable(self.official, self.now)
        return super().get_context_data(
            **_row(offer, naming.provinces()),
            **_adjusted(offer, self.request.GET),
            levels=[(n, name) for n, name in naming.LEVELS.items() if n <= offer.level],
            lowered_to=naming.LEVELS.get(offer.lowered_to or 0, ""),
            hectares=f"{offer.fine_cells * HECTARES_A_CELL:,.1f}",
            drawing=drawing.of(offer.answered or offer.cells, []),
            is_mine=offer in mine,
            is_pending=offer.state in PENDING,
            cell=format(offer.cells[0][0], "x"),
            **kwargs,
        )


@dataclass(frozen=True, slots=True)
class Part:
    """What of an offer an official would accept: these of its cells, at this level."""

    cells: Ranges
    level: int

    @classmethod
    def read(cls, offer: Any, field: Callable[[str], str]) -> Part:
        """Return what a form asks for: all that is offered, where it says nothing.

        Raises Misread, also where a shape leaves nothing of the offer.
        """
        cells = Ranges.from_pairs(offer.cells, FINE)
        if shape := field("shape"):
            cells &= shapes.polygon(shape)
        if not cells:
            raise Misread(_("Nothing of what is offered lies in this polygon."))
        level = field("level") or str(offer.level)
        if level not in {str(each) for each in range(1, offer.level + 1)}:
            raise Misread(_("A level can only be lowered. Nothing has been proposed."))
        return cls(cells, int(level))


def _adjusted(offer: Any, asked: Any) -> dict[str, Any]:
    """Return what a part of an offer would look like that somebody asks about; nothing if not."""
    if "shape" not in asked:
        return {}
    try:
        part = Part.read(offer, lambda name: str(asked.get(name, "")).strip())
    except Misread as wrong:
        return {"shape": asked["shape"], "wrong": wrong.said}
    rest = Ranges.from_pairs(offer.cells, FINE) - part.cells
    return {
        "shape": asked["shape"],
        "part": part,
        "part_level": naming.LEVELS[part.level],
        "part_cells": part.cells.count(),
        "part_hectares": f"{part.cells.count() * HECTARES_A_CELL:,.1f}",
        "part_drawing": drawing.of(part.cells.pieces.tolist(), rest.pieces.tolist()),
    }


class OfferOrder(Order):
    """What is done about an offer; back to its page."""

    def about(self, **named: Any) -> None:
        self.offer = sought(named["offer"])

    def back(self) -> str:
        return reverse("desk:offer", args=[self.offer.pk])


class Accept(OfferOrder):
    """The first step of two: propose to accept what is offered, or a part, or as less grave."""

    power = Power.DECLARE_ZONE

    def carry_out(self) -> Any:
        if self.offer.state != OfferState.OPEN:
            raise services.AlreadyAnswered("somebody took the first step before")
        part = Part.read(self.offer, self.field)
        services.accept(
            self.offer, by=self.official, now=self.now, cells=part.cells, level=part.level
        )
        return _("Proposed. It is accepted once another office has signed.")


class Sign(OfferOrder):
    """The second step of two: accept what another office proposed to accept."""

    power = Power.COUNTERSIGN_ZONE

    def carry_out(self) -> Any:
        services.sign(self.offer, by=self.official, now=self.now, read=self.field("read"))
        return _("Accepted, and published. The zone holds here with the next map.")


class Refuse(OfferOrder):
    """Turn an offer down, or take an acceptance back."""

    power = Power.DECLARE_ZONE

    def carry_out(self) -> Any:
        services.refuse(self.offer, by=self.official, reason=self.reason(), now=self.now)
        return _("Refused, and published. The zone has no effect on our ground.")


def sought(key: int) -> Any:
    """Return an offer; raises Http404."""
    found = borders.offers().filter(pk=key).first()
    if found is None:
        raise Http404("no such offer")
    return found


def _row(offer: Any, names: Mapping[str, str]) -> dict[str, Any]:
    return {"offer": offer, "of": names[offer.origin], "state": naming.OFFERS[offer.state]}


def case_row(case: Any, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a conflict's case with its parties and claims as a page shows them."""
    return {
        "case": case,
        "parties": [names[slug] for slug in case.parties],
        "claims": [_claim(claim, case.chosen, names) for claim in case.claims],
        "is_open": case.state != ConflictState.SETTLED,
        "is_escalated": case.state == ConflictState.ESCALATED,
    }


def _claim(claim: Any, chosen: Any, names: Mapping[str, str]) -> dict[str, Any]:
    origin, reference, version = claim
    return {
        "of": names[origin],
        "reference": reference,
        "version": version,
        "is_in_effect": list(claim) in [list(each) for each in chosen],
    }
