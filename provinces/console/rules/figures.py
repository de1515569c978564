"""Whose status a draft would change: counts by status, area, age and along the border."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from provinces.jurisdictions import queries as jurisdictions
from provinces.rules import queries as rules
from provinces.status import trials, wording

from . import charts, seeing
from .seeing import RulesPage

FEW = _("fewer than 10")
WITHHELD = _("not told, lest a smaller one be worked out")
AGES = {
    "0-13": _("Below 14"),
    "14-17": _("14 to 17"),
    "18-59": _("18 to 59"),
    "60+": _("60 and above"),
    "unknown": _("Not known"),
}
TROUBLES = {
    trials.EDITED: _("The draft was edited before it could be worked out."),
    trials.PAST: _("A recompute came in between. Ask again."),
    trials.UNREADABLE: _("The draft cannot be computed with."),
    trials.BROKEN: _("The database gave up. Ask again, or make the grounds fewer."),
}
PREFECTURE = 4  # so many digits of a county's code are its prefecture's


class Figures(RulesPage):
    """The latest trial of a draft, and whether the draft has changed since."""

    template_name = "console/rules/figures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = seeing.sought(self, kwargs.pop("draft"))
        trial, done = trials.latest(draft), trials.done(draft)
        shown = done or (trial if trial and trial.state == "done" else None)
        return super().get_context_data(
            draft=draft,
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
    """Return what was found as pages tell it: statuses in words, each part with its bars."""
    names = _areas() if shown["by_area"] else {}
    areas = [
        _part(one, draft, current, names.get(one["key"][:PREFECTURE], ""))
        for one in shown["by_area"]
    ]
    ages = [_part(one, draft, current, AGES[one["key"]]) for one in shown["by_age"]]
    flips = [_line(one, draft, current) for one in shown["flips"]]
    return {
        "judged": count(shown["judged"]),
        "flips": flips,
        "chart": charts.bars([(line["words"], line["number"]) for line in flips]),
        "parts": [
            {"title": _("By area"), "rows": areas},
            {"title": _("By age"), "rows": ages},
        ],
        "border": [_line(one, draft, current) for one in shown["at_border"]],
    }


def count(given: Any) -> Any:
    """Return a count in words: a number, or why there is none."""
    if isinstance(given, int):
        return f"{given:,}"
    return FEW if given == "fewer_than_10" else WITHHELD


def _part(part: dict[str, Any], draft: Any, current: Any, name: Any) -> dict[str, Any]:
    is_chinese = (get_language() or "").startswith("zh")
    own = part.get("name_zh") if is_chinese else part.get("name_en")
    lines = [_line(one, draft, current) for one in part["flips"]]
    above = f"{name} · " if own and name and str(name) != own else ""
    return {"name": f"{above}{own}" if own else name, "lines": lines}


def _line(flip: dict[str, Any], draft: Any, current: Any) -> dict[str, Any]:
    before, after = wording.status(current, flip["from"]), wording.status(draft, flip["to"])
    number = flip["count"] if isinstance(flip["count"], int) else None
    return {
        "before": before,
        "after": after,
        "words": f"{before.name} → {after.name}",
        "number": number,
        "count": count(flip["count"]),
    }


def _areas() -> dict[str, str]:
    """Return what the prefectures are called, by what their counties' codes begin with."""
    is_chinese = (get_language() or "").startswith("zh")
    return {
        area.code[:PREFECTURE]: area.name_zh if is_chinese else area.name_en
        for area in jurisdictions.prefectures()
    }
