"""A citizen's own page: the status, why, until when, who answers, and what is being asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from provinces.appeals import queries as appeals
from provinces.citizens import queries as citizens
from provinces.citizens.mandates import Scope
from provinces.exposure import queries as exposures
from provinces.exposure import services as exposure
from provinces.jurisdictions.roles import ROLES
from provinces.notices import queries as notices
from provinces.notices import services as notice
from provinces.notices import wording as telling
from provinces.passes import wording as passing
from provinces.passes.outcomes import outcome
from provinces.status import explaining, showing, wording
from provinces.status import queries as status

from . import acting
from .acting import PersonPage
from .doings import done_for

TAKEN = {
    exposure.Answer.YES: _(
        "Thank you. Your answer is recorded, and your status follows within a minute."
    ),
    exposure.Answer.NO: _(
        "Thank you. Your answer is recorded. If there is one more day to ask about, the question"
        " appears here within a minute."
    ),
}

# The latest so many decisions, notices, reads and acts of others are shown.
LATEST = 20


@method_decorator(never_cache, name="dispatch")
class OwnPage(LoginRequiredMixin, View):
    """A page about the citizen who is signed in, and about nobody else."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            self.citizen: Any = getattr(request.user, "citizen", None)
            if self.citizen is None:
                raise PermissionDenied("this page is for citizens")
            acting.note_own_page(request)
        return super().dispatch(request, *args, **kwargs)


class Status(PersonPage, TemplateView):
    """A status, and everything one may ask about it; who acts for another sees what they may."""

    scope = Scope.SHOW_CODE
    template_name = "portal/status.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, may = timezone.now(), self.standing.may
        asked = exposures.open_questions(self.citizen, now) if may(Scope.DECLARE) else []
        return super().get_context_data(
            here="status",
            now=now,
            acting_for=self.standing.mandate is not None,
            sees_details=may(Scope.SEE_DETAILS),
            questions=asked,
            may_answer=may(Scope.DECLARE),
            **_status(self.citizen, now),
            **(self._details(now) if may(Scope.SEE_DETAILS) else {}),
            **kwargs,
        )

    def _details(self, now: datetime) -> dict[str, Any]:
        is_own = self.standing.mandate is None
        steps = explaining.explain_now(self.citizen, now)
        return {
            "steps": steps,
            "steps_by": wording.name(steps.ruleset if steps else None),
            "notices": _notices(self.citizen, now if is_own else None),
            "decisions": [_decided(outcome) for outcome in status.history(self.citizen)[:LATEST]],
            "void": appeals.void_decisions(self.citizen),
            "reads": _reads(self.citizen),
            "done": done_for(self.citizen)[:LATEST] if is_own else [],
        }


class Answer(PersonPage):
    """Answer a question: was I there, or whom I act for?"""

    scope = Scope.DECLARE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, question: int) -> HttpResponse:
        try:
            said = exposure.Answer(request.POST.get("answer", ""))
        except ValueError:
            raise BadRequest("the answer is yes or no") from None
        try:
            exposure.answer(question, of=self.citizen, said=said, now=timezone.now())
        except exposure.NotAsked:
            raise Http404("no such question is open") from None
        messages.success(request, TAKEN[said])
        return redirect("portal:status")


class TakeBack(PersonPage):
    """Take back a yes: I was not there, or am not sure; I am asked again."""

    scope = Scope.DECLARE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, question: int) -> HttpResponse:
        try:
            exposure.take_back(question, of=self.citizen, now=timezone.now())
        except exposure.NotSaid:
            raise Http404("there is no such answer") from None
        messages.success(request, TAKEN_BACK)
        return redirect("portal:status")


TAKEN_BACK = _(
    "Your answer is taken back, and your status follows within a minute. We ask you again below."
)


def _status(citizen: Any, now: datetime) -> dict[str, Any]:
    told = showing.page_of(citizen, now)
    found = told["status"]
    document = found.ruleset.document if found.ruleset else None
    return {**told, "matrix": passing.matrix(outcome(document, found.status))}


def _decided(outcome: Any) -> dict[str, Any]:
    ruleset = outcome.decision.ruleset
    return {
        "number": outcome.decision_id,
        "at": outcome.decision.as_of,
        "words": wording.status(ruleset, outcome.status),
        "reasons": wording.reasons(ruleset, status.grounds_from(outcome.grounds)),
        "until": outcome.until,
        "ruleset": ruleset,
    }


def _notices(citizen: Any, now: datetime | None) -> list[dict[str, Any]]:
    """Return the latest notices; read by the person themselves at `now`, they are new no more."""
    shown = [
        {
            "at": one.created_at,
            "is_new": one.read_at is None,
            "said": telling.in_words(one, language=get_language()),
        }
        for one in notices.for_citizen(citizen)[:LATEST]
    ]
    if now is not None:
        notice.mark_read(citizen, now=now)
    return shown


def _reads(citizen: Any) -> list[dict[str, Any]]:
    reads = citizens.reads_of(citizen)[:LATEST]
    return [{"read": read, "role": ROLES[read.role]} for read in reads]
