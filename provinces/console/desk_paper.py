"""A desk prints a paper code for the person who is present; the one before counts no more."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from provinces.citizens import services as citizen
from provinces.passes import printing
from provinces.passes import queries as passes
from provinces.passes import services as passing

from .desk import REFUSALS, Person


class Paper(Person):
    """The sheet, to be printed and handed over."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        person = self.present()
        try:
            with transaction.atomic():
                citizen.serve(person, citizen.Act.PAPER_CODE, by=self.official, now=self.now)
                text = passing.issue_paper(person, now=self.now, by=self.official)
        except citizen.OwnRecord as refusal:
            messages.error(request, REFUSALS[type(refusal)])
            return redirect("console:desk-person")
        except passes.NoSuchCitizen:
            messages.error(request, REFUSALS[citizen.NotHere])
            return redirect("console:desk-person")
        sheet = printing.sheet(person, text, language=person.language, now=self.now)
        answer = HttpResponse(sheet, content_type="application/pdf")
        answer.headers["Content-Disposition"] = 'attachment; filename="code.pdf"'
        return answer
