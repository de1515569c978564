"""An official's desk: offices, what waits for them, and the figures of their area."""

from __future__ import annotations

from typing import Any

from core.web import waiting
from provinces.appeals import queries as appeals
from provinces.jurisdictions import scoping
from provinces.jurisdictions.powers import Power
from provinces.jurisdictions.roles import ROLES
from provinces.oversight.figures import queries as published
from provinces.oversight.figures.definitions import Name
from provinces.oversight.figures.drawing import people_over_time
from provinces.retention import queries as retention
from provinces.rules import queries as rules
from provinces.status import queries as status
from provinces.status import services as nights
from provinces.status import wording

from . import runs
from .official import ANY_OFFICE, OfficialView

# The table beside the chart is of a week; and as many purge certificates are listed.
WEEK = 7
PURGES = 3
# Of the parts of a run that failed, so many; the page of runs lists all.
PARTS = 3


class Home(OfficialView):
    """What I may do here, where, until when; and what waits for me."""

    power = ANY_OFFICE
    template_name = "console/home.html"
    here = "home"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = self.standing.offices
        return super().get_context_data(
            offices=[{"office": office, "role": ROLES[office.role]} for office in held],
            lines=waiting.lines(self.official, self.powers, self.now),
            **self._run(),
            **self._figures(),
            **kwargs,
        )

    def _figures(self) -> dict[str, Any]:
        if Power.VIEW_FIGURES not in self.powers:
            return {"figures": None}
        areas = scoping.within(self.official, Power.VIEW_FIGURES, self.now)
        found = status.figures_within(areas, self.now)
        ruleset = rules.in_force(self.now)
        names = wording.names(ruleset)
        return {
            "figures": found,
            "appeals": appeals.today(areas, since=nights.last_midnight(self.now), at=self.now),
            "counts": wording.in_order(ruleset, found.by_status),
            **self._published(names),
            "purges": self._purges(),
        }

    def _purges(self) -> list[dict[str, Any]]:
        what = {kept.key: kept.what for kept in retention.register()}
        found = [each.statement["body"] for each in retention.certificates(PURGES)]
        return [{"what": what.get(one["class"], one["class"]), **one} for one in found]

    def _published(self, names: dict[str, Any]) -> dict[str, Any]:
        """Return how the province does, as everybody may know it: statuses over time, and stuck."""
        sections = {each.definition.name: each for each in published.published(self.now)}
        people, stuck = sections[Name.PEOPLE], sections[Name.STUCK]
        lines = [
            (line.period, {one.cell: one for one in line.numbers}) for line in people.lines[:WEEK]
        ]
        cells = dict.fromkeys(cell for _period, numbers in lines for cell in numbers)
        return {
            "chart": people_over_time(people, names),
            "heads": [names.get(cell, cell) for cell in cells],
            "days": [
                {"period": period, "numbers": [numbers.get(cell) for cell in cells]}
                for period, numbers in lines
            ],
            "stuck": stuck.lines[0] if stuck.lines else None,
        }

    def _run(self) -> dict[str, Any]:
        told = runs.watched(self)
        return told | {"failed": told["failed"][:PARTS]} if "failed" in told else told
