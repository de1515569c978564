"""A conflict's case, which both provinces' desks have, and how it may be settled."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from federation.borders import queries as borders
from federation.borders import services
from federation.borders.models import ConflictState
from provinces.console import drawing
from provinces.console.official import OfficialView
from provinces.jurisdictions.powers import Power

from . import naming
from .acting import Misread, Order
from .border import case_row
from .treatyform import LONGEST_TEXT, TERMS


class Conflict(OfficialView):
    """The claims, the ground, the clock; and the form that proposes who decides."""

    power = Power.VIEW_FIGURES
    template_name = "desk/conflict.html"
    here = "federation"
    desk = "border"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case, names = sought(kwargs.pop("case")), naming.provinces()
        return super().get_context_data(
            **case_row(case, names),
            may_settle=self._power(case) in self.powers,
            deciders=[(slug, names[slug]) for slug in case.parties],
            drawing=drawing.of(case.cells, []),
            cell=format(case.cells[0][0], "x") if case.cells else "",
            **kwargs,
        )

    @staticmethod
    def _power(case: Any) -> Power:
        """Return the power that proposing a settlement takes, by how far the case has come."""
        is_escalated = case.state == ConflictState.ESCALATED
        return Power.SIGN_AGREEMENTS if is_escalated else Power.MANAGE_PEERS


class Settle(Order):
    """Propose a treaty that names the claims and who decides, while the case's clock runs."""

    power = Power.MANAGE_PEERS
    keeps = ("decider", "text_zh", "text_en")

    def about(self, **named: Any) -> None:
        self.case = sought(named["case"])

    def carry_out(self) -> Any:
        decider = self.field("decider")
        if decider not in self.case.parties:
            raise Misread(_("Choose which of the two decides. Nothing has been proposed."))
        services.settle(
            self.case, decider=decider, draft_text=texts(self), by=self.official, now=self.now
        )
        return _("Proposed as a treaty. It holds once both provinces have signed it.")

    def back(self) -> str:
        return reverse("desk:conflict", args=[self.case.pk])


class SettleEscalated(Settle):
    """The same once the clock has run out: by who signs for the whole province."""

    power = Power.SIGN_AGREEMENTS


def texts(order: Order) -> tuple[str, str]:
    """Return the terms as written in Chinese and in English; raises Misread."""
    found = order.field("text_zh"), order.field("text_en")
    if not all(found) or max(map(len, found)) > LONGEST_TEXT:
        raise Misread(TERMS)
    return found


def sought(digest: str) -> Any:
    """Return a case; raises Http404."""
    found = borders.conflicts().filter(pk=digest).first()
    if found is None:
        raise Http404("no such case")
    return found
