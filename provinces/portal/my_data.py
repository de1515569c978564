"""My data: who looked, what is held, with whom it is shared, and what I agreed to."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from provinces.citizens import queries as citizens
from provinces.citizens import services as citizen
from provinces.ledger.queries import NotSealed
from provinces.retention import queries as retention

from .said import said_of
from .status import OwnPage

LATEST = 20
# An entry is sealed within seconds.
WAIT = _("This was recorded just now, and is being sealed. Try again in a few seconds.")


class MyData(OwnPage, TemplateView):
    """Everything about what is held of me, on one page."""

    template_name = "portal/my_data.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        return super().get_context_data(
            here="my-data",
            looks=retention.usage_of(self.citizen, limit=LATEST),
            held=retention.held(self.citizen),
            shared=retention.shared_of(self.citizen, now),
            said=said_of(self.citizen, now),
            marks=[_marked(*each, now) for each in citizens.protections_of(self.citizen)],
            assigned=[_assigned(*each, now) for each in citizens.assignments_of(self.citizen)],
            **citizens.shown_consents(self.citizen, now),
            **kwargs,
        )


class Proof(OwnPage):
    """The proof that an entry about me is in the ledger, to keep and to have checked anywhere."""

    http_method_names = ["get", "head", "options"]

    def get(self, _request: HttpRequest, entry: int) -> HttpResponse:
        try:
            proof = retention.proof_about(self.citizen, entry)
        except NotSealed:
            return HttpResponse(WAIT, status=503, headers={"Retry-After": "10"})
        if proof is None:
            raise Http404("no such entry is about this person")
        answer = JsonResponse(proof, json_dumps_params={"ensure_ascii": False, "indent": 1})
        answer["Content-Disposition"] = f'attachment; filename="proof-{entry}.json"'
        return answer


def _marked(mark: Any, lifting: Any, now: Any) -> dict[str, Any]:
    """Return a mark of protection as its person reads it."""
    return {
        "mark": mark,
        "why": citizen.WHY[mark.why],
        "is_over": mark.ends_at <= now,
        "lifting": lifting,
        "lifted_for": citizen.TO_LIFT[lifting.because] if lifting else "",
    }


def _assigned(one: Any, opened_by: str, ended_by: str, now: Any) -> dict[str, Any]:
    """Return an assignment of their case as its person reads it."""
    return {
        "assignment": one,
        "powers": [words for power, words in citizen.ASSIGNABLE.items() if power in one.powers],
        "why": citizen.ASSIGNED_FOR.get(one.because, one.because),
        "opened_by": opened_by,
        "ended_by": ended_by,
        "is_over": one.ends_at <= now,
    }
