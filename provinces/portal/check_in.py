"""Checking in at a venue, by the code at its door: a reason to be asked, and nothing more.

The code leads a phone's camera here, and can be typed. Nobody checks in for anybody else.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from provinces.citizens import budgets
from provinces.presence import queries as presences
from provinces.presence import services as presence

from .asking import source, too_often
from .status import OwnPage

OVER = _(
    "This is not a code that a venue shows now. It changes each minute: enter the one that is shown"
    " at the door at this moment."
)


class SayVenue(forms.Form):
    """The code that a venue shows."""

    code = forms.CharField(
        label=_("Code at the door"), max_length=40, widget=forms.TextInput({"autocomplete": "off"})
    )


class CheckIn(OwnPage, FormView):
    """Check in; where I did, until when that is kept, and how to have it forgotten."""

    http_method_names = ["get", "head", "post", "options"]
    template_name = "portal/check_in.html"
    form_class = SayVenue

    def get_initial(self) -> dict[str, Any]:
        return {"code": self.request.GET.get("code", "")[:40]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        there = set(presences.there_now(self.citizen, timezone.now()).values_list("pk", flat=True))
        rows = [
            {
                "check_in": each,
                "is_there": each.pk in there,
                "kept_until": presences.kept_until(each),
            }
            for each in presences.check_ins_of(self.citizen)
        ]
        return super().get_context_data(here="check-in", rows=rows, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            budgets.spend("check_in", now=timezone.now(), **source(request))
        except budgets.OverBudget:
            return too_often(request)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: SayVenue) -> HttpResponse:
        code, now = form.cleaned_data["code"], timezone.now()
        try:
            presence.check_in_by_code(self.citizen, code, now=now)
        except presence.CodeOver:
            form.add_error("code", OVER)
            return self.form_invalid(form)
        messages.success(self.request, _("You are checked in. Check out here when you leave."))
        return redirect("portal:check-in")


class Act(OwnPage):
    """Something done about one of my check-ins; back to the list."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        try:
            messages.success(request, self.do(number))
        except presence.NotCheckedIn:
            raise Http404("no such check-in") from None
        return redirect("portal:check-in")

    def do(self, number: int) -> Any:
        """Do it, and return what to tell the person."""
        raise NotImplementedError


class CheckOut(Act):
    """Say that I have left."""

    def do(self, number: int) -> Any:
        presence.check_out(self.citizen, number, now=timezone.now())
        return _("You are checked out.")


class Forget(Act):
    """Have a check-in forgotten."""

    def do(self, number: int) -> Any:
        presence.remove_check_in(self.citizen, number, now=timezone.now())
        return _("The check-in is forgotten.")
