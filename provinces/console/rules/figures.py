"""Whose status a draft would change: counts by status, area, age and along the border."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _

from provinces.console import comparisons
from provinces.rules import queries as rules
from provinces.status import trials

from . import charts, seeing
from .seeing import RulesPage

TROUBLES = {
    trials.EDITED: _("The draft was edited before it could be worked out."),
    trials.PAST: _("A recompute came in between. Ask again."),
    trials.UNREADABLE: _("The draft cannot be computed with."),
    trials.BROKEN: _("The database gave up. Ask again, or make the grounds fewer."),
}


class Figures(RulesPage):
    """The latest trial of a draft, and whether the draft has changed since."""

    template_name = "console/rules/figures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = seeing.sought(self, kwargs.pop("draft"))
        trial, done = trials.latest(draft), trials.done(draft)
        shown = done or (trial if trial and trial.state == "done" else None)
        return super().get_context_data(
            draft=draft,
            called=seeing.called(draft),
            trial=trial,
            shown=shown,
            is_stale=shown is not None and done is None,
            trouble=TROUBLES.get(trial.trouble, "") if trial else "",
            told=told(shown.shown, draft, rules.in_force(self.now)) if shown else None,
            **kwargs,
        )


class State(RulesPage):
    """Whether a trial has come to its end, for the page that waits for it."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        trial = trials.latest(seeing.sought(self, kwargs["draft"]))
        return JsonResponse({"running": trial is not None and trial.state == "asked"})


def told(shown: dict[str, Any], draft: Any, current: Any) -> dict[str, Any]:
    """Return what was found as pages tell it: statuses in words, each part in rows, and a map."""
    areas = comparisons.by_area(shown, current, draft)
    flips = [comparisons.line(one, current, draft) for one in shown["flips"]]
    return {
        "judged": comparisons.count(shown["judged"]),
        "flips": flips,
        "chart": charts.bars([(line["words"], line["number"]) for line in flips]),
        "map": comparisons.on_map(areas),
        "areas": areas,
        "ages": comparisons.by_age(shown, current, draft),
        "border": [comparisons.line(one, current, draft) for one in shown["at_border"]],
    }
