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
from provinces.passes.codec import Kind
from provinces.passes.entering import Condition
from provinces.rules import wording as rules

from .acting import PersonPage
from .code import drawn

# Where to, and from where: what one's own province says of each.
LEGS = ("intercity_transport", "travel_from_city")


class TravelPage(PersonPage):
    """A page that says what is asked of a person, and why."""

    scope = Scope.SEE_DETAILS


class Travel(TravelPage, TemplateView):
    """Choose a province, and read what both provinces say."""

    template_name = "portal/travel.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        chosen = self.request.GET.get("host", "")
        hosts = passes.hosts(now)
        asked = _answer(self.citizen, chosen, now) if chosen else None
        return super().get_context_data(
            here="travel", now=now, hosts=hosts, chosen=chosen, answer=asked, **kwargs
        )


class Entry(TravelPage):
    """An entry pass: the host's answer, signed at home."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, host: str) -> HttpResponse:
        now = timezone.now()
        answer = _answer(self.citizen, host, now)
        text = passing.issue_entry(self.citizen, host=host, now=now, by=request.user)
        kept = passes.issued_to(self.citizen, now).filter(kind=Kind.ENTRY, host=host).first()
        shown = {"here": "travel", "now": now, "drawn": drawn(text), "kept": kept}
        return render(request, "portal/travel_entry.html", {**shown, "answer": answer})


def _answer(citizen: Any, host: str, now: datetime) -> dict[str, Any]:
    try:
        found = passes.journey(citizen, host, now)
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
        "conditions": [saying.CONDITIONS[Condition(each)] for each in found.answer.conditions],
        "rules": [rule[text] for rule in found.answer.rules],
        "home": [(rules.place(leg), saying.ADMITS[places[leg]]) for leg in LEGS],
        "until": found.until,
    }
