"""A desk tells the person who is present their status, and why, and notes what they say to it.

They answer what they are asked, take an answer back, and withdraw what they agreed to.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from provinces.citizens import queries as citizens
from provinces.citizens import services as citizen
from provinces.citizens.consents import ITEMS
from provinces.citizens.fields import Field
from provinces.citizens.mandates import WORDING as SCOPES
from provinces.evidence.declaring import SayHealth
from provinces.exposure import queries as exposures
from provinces.exposure import services as exposure
from provinces.status import showing

from .desk import REFUSALS, Person

OBSTACLES: dict[type[Exception], Any] = {
    citizen.OwnRecord: REFUSALS[citizen.OwnRecord],
    exposure.NotSaid: _("There is no such answer, or it was taken back already."),
    exposure.NotAsked: _("This question is closed, or was answered already. Nothing was noted."),
    **dict.fromkeys(
        (citizen.NotGiven, citizen.CannotBeWithdrawn),
        _("This is not agreed to, or a code cannot be had without it."),
    ),
}


class Page(Person):
    """The person at the desk: their status, what they are asked, and what can be done for them."""

    template_name = "console/desk_person.html"
    fields = (Field.NAME, Field.STATUS, Field.GROUNDS, Field.QUESTIONS, Field.CONSENTS)
    http_method_names = ["get", "head", "post", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = super().get_context_data(form=SayHealth(), scopes=SCOPES.items(), **kwargs)
        person, view = told["person"], told["record"].sight
        told["mandates"] = citizens.given_by(person, self.now)
        told["may_answer"] = Field.QUESTIONS in view
        if Field.QUESTIONS in view:
            told["questions"] = exposures.open_questions(person, self.now)
        if Field.CONSENTS in view:
            told |= citizens.shown_consents(person, self.now)
        if Field.STATUS in view:
            told |= showing.page_of(person, self.now)
            told["sees_reasons"] = Field.GROUNDS in view
        return told

    def post(self, request: HttpRequest) -> HttpResponse:
        person = self.present()
        deeds = {"withdraw": self._withdraw, "take_back": self._take_back}
        do = next((deed for name, deed in deeds.items() if name in request.POST), self._answer)
        try:
            with transaction.atomic():
                told = do(person)
        except tuple(OBSTACLES) as obstacle:
            messages.error(request, OBSTACLES[type(obstacle)])
        else:
            messages.success(request, told)
        return redirect("console:desk-person")

    def _answer(self, person: Any) -> Any:
        """Note an answer of the person; raises OwnRecord, and NotAsked."""
        said, number = (self.request.POST.get(name, "") for name in ("answer", "question"))
        if said not in exposure.Answer.values:
            raise BadRequest("the answer is yes or no")
        self._serve(person, citizen.Act.ANSWERED, Field.QUESTIONS)
        question = int(number) if number.isdecimal() else 0
        answer = exposure.Answer(said)
        exposure.answer(question, of=person, said=answer, by=self.official, now=self.now)
        return _("Noted, as the person said.")

    def _take_back(self, person: Any) -> Any:
        """Take back an answer of the person; raises OwnRecord, and NotSaid."""
        self._serve(person, citizen.Act.TAKEN_BACK, Field.QUESTIONS)
        number = self.request.POST.get("question", "")
        question = int(number) if number.isdecimal() else 0
        exposure.take_back(question, of=person, by=self.official, now=self.now)
        return _("Taken back, as the person wanted. They are asked again.")

    def _withdraw(self, person: Any) -> Any:
        """Withdraw a consent; raises OwnRecord, NotGiven, and CannotBeWithdrawn."""
        self._serve(person, citizen.Act.WITHDRAWN, Field.CONSENTS)
        item = self.request.POST["withdraw"]
        if item not in ITEMS:
            raise citizen.NotGiven(f"{item} is no use there is")
        citizen.withdraw_consent(person, item, by=self.official, now=self.now)
        return _("Withdrawn. What was kept because of it has been erased.")

    def _serve(self, person: Any, act: citizen.Act, field: Field) -> None:
        """Have the person know of it; 404 where the field is not for this official."""
        self.require(person, field)
        citizen.serve(person, act, by=self.official, now=self.now)
