"""A desk serves a caller: a code goes to them, which they read out, for one of two things.

Nothing about the caller is shown, before the code or after it: until then the answers are the same
whoever it is. Then all that holds the caller is appealed against, unseen; or a paper code is posted
to them, and nobody is told whether one is.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from provinces.appeals import services, taking
from provinces.citizens import budgets
from provinces.citizens import queries as citizens
from provinces.citizens import services as citizen
from provinces.passes import services as passing

from .desk import REFUSALS, DeskPage
from .desk_forms import SayCaller, SayHeard

SESSION_KEY = "on_the_telephone"
TOO_OFTEN = _(
    "More calls were taken, or more codes tried, than one official needs to in a day. It was"
    " recorded. A colleague can take the call."
)
WRONG = _("That is not the code, or its time is over. You may also have a new one sent.")
OVER = _("The time for this call is over. Begin anew: another code is sent.")
FILED = _("Filed. The number of the appeal, for the caller to write down: %(references)s")
NOTHING = _(
    "Nothing was filed: at this desk there is nothing that the caller can appeal against now."
    " Whoever lives elsewhere in the province rings the desk there."
)

POSTED = _(
    "Noted. If the caller is enrolled and lives in the area of this desk, a paper code is posted to"
    " the address that the registry holds, a few times a week at most. Whether one is, they read on"
    " their page or see in their letter-box; you are not told."
)


class OnTelephone(DeskPage):
    """A page for a call; the caller is known to this browser's session by a token alone."""

    http_method_names = ["get", "head", "post", "options"]

    @property
    def token(self) -> str:
        """What stands for the call."""
        return str(self.request.session.get(SESSION_KEY, ""))

    def anew(self, why: Any) -> HttpResponse:
        """Begin anew, with a word on why."""
        self.request.session.pop(SESSION_KEY, None)
        messages.error(self.request, why)
        return redirect("console:desk-call")


class Call(OnTelephone):
    """Take down who the caller says they are; a code goes to what the registry holds."""

    template_name = "console/desk_call.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = SayCaller(initial={"language": get_language()})
        phones = citizens.sandbox_phones()
        return super().get_context_data(phones=phones, **{"form": form, **kwargs})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SayCaller(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        claimed, source = form.claimed(), self.source()
        try:
            is_within = budgets.spend_on("telephone", claimed.number, now=self.now, **source)
        except budgets.OverBudget:
            return self.too_often(TOO_OFTEN)
        language = form.cleaned_data["language"]
        call = citizen.TelephoneCall(claimed, language, source, is_quiet=not is_within)
        request.session[SESSION_KEY] = citizen.ask_caller(call, by=self.official, now=self.now)
        return redirect("console:desk-call-code")


class Code(OnTelephone):
    """Enter the code that the caller reads out."""

    template_name = "console/desk_call_code.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.token:
            return redirect("console:desk-call")
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            is_sent=citizens.is_code_sent(self.token, self.now),
            phones=citizens.sandbox_phones(),
            **{"form": SayHeard(), **kwargs},
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        if not self.token:
            return redirect("console:desk-call")
        form = SayHeard(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            budgets.spend("telephone_code", subject=self.token, now=self.now, **self.source())
            said = form.cleaned_data["code"]
            citizen.hear_caller(self.token, said, by=self.official, now=self.now)
        except budgets.OverBudget:
            return self.too_often(TOO_OFTEN)
        except citizen.WrongCode:
            form.add_error("code", WRONG)
            return self.render_to_response(self.get_context_data(form=form))
        return redirect("console:desk-call-wish")


class Wish(OnTelephone):
    """Choose what the caller wants; the code is for one thing."""

    template_name = "console/desk_call_wish.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            citizen.heard(self.token, by=self.official, now=self.now)
        except citizen.WrongCode:
            return self.anew(OVER)
        return self.render_to_response(self.get_context_data())


class Letter(OnTelephone):
    """Have a paper code posted to the caller, wherever that is, and whoever they are."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            self._ask(citizen.heard(self.token, by=self.official, now=self.now))
        except citizen.WrongCode:
            return self.anew(OVER)
        except citizen.OwnRecord:
            return self.anew(REFUSALS[citizen.OwnRecord])
        del request.session[SESSION_KEY]
        messages.success(request, POSTED)
        return redirect("console:desk-call")

    @transaction.atomic
    def _ask(self, caller: citizen.Entered) -> None:
        """Ask for it, and have the caller know; raises WrongCode and OwnRecord."""
        known = citizen.answer_caller(caller, by=self.official, now=self.now)
        language = caller.challenge.language
        passing.ask_post_unseen(known, by=self.official, now=self.now, language=language)
        if known:
            citizen.serve(known, citizen.Act.POSTED, by=self.official, now=self.now)


class Appeal(OnTelephone):
    """Take down what the caller says is wrong, and file it; they are told."""

    template_name = "console/appeals/telephone.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            citizen.heard(self.token, by=self.official, now=self.now)
        except citizen.WrongCode:
            return self.anew(OVER)
        return self._form({}, {})

    def post(self, request: HttpRequest) -> HttpResponse:
        given = taking.given(request)
        channel = services.Channel.TELEPHONE
        complaint = taking.complaint(request, decision=0, ground="", channel=channel)
        try:
            caller = citizen.heard(self.token, by=self.official, now=self.now)
            if complaint is None:
                return self._form(given, taking.NO_CATEGORY)
            filed = self._filed(caller, complaint)
        except citizen.WrongCode:
            return self.anew(OVER)
        except citizen.OwnRecord:
            return self.anew(REFUSALS[citizen.OwnRecord])
        except tuple(taking.OBSTACLES) as obstacle:
            field, text = taking.OBSTACLES[type(obstacle)]
            return self._form(given, {field: text})
        if not filed:
            return self.anew(NOTHING)
        del request.session[SESSION_KEY]
        references = ", ".join(one.reference for one in filed)
        messages.success(request, FILED % {"references": references})
        return redirect("console:desk-call")

    @transaction.atomic
    def _filed(self, caller: citizen.Entered, complaint: services.Complaint) -> list[Any]:
        """File it, and have the caller know; raises WrongCode, OwnRecord, and what filing does."""
        known = citizen.answer_caller(caller, by=self.official, now=self.now)
        filed = services.file_unseen(known, complaint, by=self.official, now=self.now)
        if known and filed:
            citizen.serve(known, citizen.Act.TELEPHONED, by=self.official, now=self.now)
        return filed

    def _form(self, given: Any, mistakes: Any) -> HttpResponse:
        told = {**self.frame(), **taking.told(given, mistakes)}
        return render(self.request, self.template_name, {**told, "most_files": 0})
