"""An official's desk: offices, what waits for them, and the figures of their area."""

from __future__ import annotations

from typing import Any

from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions import scoping
from provinces.jurisdictions.powers import Power
from provinces.jurisdictions.roles import ROLES
from provinces.rules import queries as rules
from provinces.status import queries as status
from provinces.status import wording
from provinces.zones import queries as zones

from .official import ANY_OFFICE, OfficialView


class Home(OfficialView):
    """What I may do here, where, until when; and what waits for me."""

    power = ANY_OFFICE
    template_name = "console/home.html"
    here = "home"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = jurisdictions.offices_of(self.official, self.now)
        return super().get_context_data(
            offices=[{"office": office, "role": ROLES[office.role]} for office in held],
            waiting=self._waiting(),
            running=status.running(),
            **self._figures(),
            **kwargs,
        )

    def _waiting(self) -> Any:
        if Power.COUNTERSIGN_ZONE not in self.powers:
            return None
        return zones.awaiting_signature(self.official, self.now)

    def _figures(self) -> dict[str, Any]:
        if Power.VIEW_FIGURES not in self.powers:
            return {"figures": None}
        areas = scoping.within(self.official, Power.VIEW_FIGURES, self.now)
        found = status.figures_within(areas, self.now)
        ruleset = rules.in_force(self.now)
        return {"figures": found, "counts": wording.in_order(ruleset, found.by_status)}
