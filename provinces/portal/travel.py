"""May I travel to …? Answered by the host's published policy, at home, by what is known here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.generic import TemplateView

from core.web.context import named
from provinces.citizens.mandates import Scope
from provinces.passes import queries as passes
from provinces.passes import services as passing
from provinces.passes import wording as saying
from provinces.passes.codec import Admits, Kind
from provinces.passes.entering import Condition, Judged, Outcome
from provinces.rules import wording as rules

from .code import PassPage, drawn

# Where to, and from where: what one's own province says of each.
LEGS = ("intercity_transport", "travel_from_city")


class TravelPage(PassPage):
    """A page that says what is asked of a person, and why."""

    scope = Scope.SEE_DETAILS


class Travel(TravelPage, TemplateView):
    """Choose a province, and read what both provinces say."""

    template_name = "portal/travel.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        chosen = self.request.GET.get("host", "")
        hosts = passes.hosts(now)
        asked = answered(self.citizen, chosen, now) if chosen else None
        return super().get_context_data(
            here="travel", now=now, hosts=hosts, chosen=chosen, answer=asked, **kwargs
        )


class Entry(TravelPage):
    """An entry pass: the host's answer, signed at home."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, host: str) -> HttpResponse:
        now = timezone.now()
        answer = answered(self.citizen, host, now)
        text = passing.issue_entry(self.citizen, host=host, now=now, by=request.user)
        return shown(request, self.citizen, host, text, answer)


def shown(
    request: HttpRequest, citizen: Any, host: str, text: str, answer: dict[str, Any]
) -> HttpResponse:
    """Show an entry pass that was just made, and what it says."""
    now = timezone.now()
    kept = passes.issued_to(citizen, now).filter(kind=Kind.ENTRY, host=host).first()
    told = {"here": "travel", "now": now, "drawn": drawn(text), "kept": kept, "answer": answer}
    return render(request, "portal/travel_entry.html", told)


def _steps(answer: Judged) -> list[tuple[Any, str]]:
    """Return what to do next, each with the page on which it is done, or ""."""
    if answer.outcome is Outcome.DENY:
        return list(saying.NOT_NOW)
    return [saying.STEPS[Condition(each)] for each in answer.conditions]


def answered(citizen: Any, host: str, at: datetime) -> dict[str, Any]:
    """Return in words what a journey at a moment comes to, by what is known by now.

    Raises Http404 where the host asks nothing that is known here.
    """
    try:
        found = passes.journey(citizen, host, at)
    except (passes.NoPolicy, passes.OwnProvince):
        raise Http404("there is no such province to travel to") from None
    language = get_language() or "en"
    text = "text_zh" if language.startswith("zh") else "text_en"
    places = found.home.outcome.places
    return {
        "host": found.host,
        "host_name": named(found.host, language),
        "outcome": saying.ENTRIES[found.answer.outcome],
        "shape": saying.ENTRY_SHAPES[found.answer.outcome],
        "is_denied": found.answer.outcome is Outcome.DENY,
        "conditions": [saying.CONDITIONS[Condition(each)] for each in found.answer.conditions],
        "steps": _steps(found.answer),
        "rules": [rule[text] for rule in found.answer.rules],
        "home": [(rules.place(leg), saying.ADMITS[places[leg]]) for leg in LEGS],
        "is_free_at_home": all(places[leg] is Admits.ALLOWED for leg in LEGS),
        "until": found.until,
    }
