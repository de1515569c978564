"""A desk tells the person who is present their status, and why, and notes what they answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from provinces.citizens import queries as citizens
from provinces.citizens import services as citizen
from provinces.citizens.fields import Field
from provinces.citizens.mandates import WORDING as SCOPES
from provinces.citizens.purposes import Purpose
from provinces.evidence.declaring import SayHealth
from provinces.exposure import queries as exposures
from provinces.exposure import services as exposure
from provinces.status import showing

from .desk import REFUSALS, Person

OBSTACLES: dict[type[Exception], Any] = {
    citizen.OwnRecord: REFUSALS[citizen.OwnRecord],
    exposure.NotAsked: _("This question is closed, or was answered already. Nothing was noted."),
}


class Page(Person):
    """The person at the desk: their status, what they are asked, and what can be done for them."""

    template_name = "console/desk_person.html"
    http_method_names = ["get", "head", "post", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = super().get_context_data(form=SayHealth(), scopes=SCOPES.items(), **kwargs)
        person, view = told["person"], told["record"].sight
        told["mandates"] = citizens.given_by(person, self.now)
        if Field.QUESTIONS in view:
            told["questions"] = exposures.open_questions(person, self.now)
        if Field.STATUS in view:
            told |= showing.page_of(person, self.now)
            told["sees_reasons"] = Field.GROUNDS in view
        return told

    def post(self, request: HttpRequest) -> HttpResponse:
        person, said = self.present(), request.POST.get("answer", "")
        if said not in exposure.Answer.values:
            raise BadRequest("the answer is yes or no")
        try:
            self._note(person, exposure.Answer(said))
        except tuple(OBSTACLES) as obstacle:
            messages.error(request, OBSTACLES[type(obstacle)])
        else:
            messages.success(request, _("Noted, as the person said."))
        return redirect("console:desk-person")

    @transaction.atomic
    def _note(self, person: Any, said: exposure.Answer) -> None:
        """Note an answer of the person, who is told; raises OwnRecord, and NotAsked."""
        by, now, number = self.official, self.now, self.request.POST.get("question", "")
        view = citizens.note_reading(person, by=by, purpose=Purpose.DESK, at=now)
        if Field.QUESTIONS not in view:
            raise Http404("what they are asked is not for this official")
        citizen.serve(person, citizen.Act.ANSWERED, by=by, now=now)
        question = int(number) if number.isdecimal() else 0
        exposure.answer(question, of=person, said=said, by=by, now=now)
