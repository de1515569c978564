"""Proposing what is to change about offices; another unit has to sign it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from provinces.accounts import stepping_up
from provinces.console.official import OfficialView
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions import services

from . import words
from .forms import NO_OFFICIAL, SayController, SayInvitation, SaySeat
from .lists import OfficesPage, held_by

PROPOSED = _("Proposed. It counts when somebody of another unit has signed.")
STOPPED = _("Suspended at once. It ends after 72 hours unless somebody of another unit signs.")
FORM = ["get", "head", "post", "options"]


class Filling(OfficesPage):
    """A page with a form; what is said is proposed, by whoever has just confirmed who they are."""

    http_method_names = FORM
    form_class: Any

    def form(self, *said: Any) -> Any:
        """Return the form, empty or with what was said."""
        grantable = jurisdictions.grantable_by(self.official, self.now)
        return self.form_class(*said, reach=self.reach, grantable=grantable)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{"form": kwargs.pop("form", None) or self.form(), **kwargs}
        )

    def post(self, request: HttpRequest, **arguments: Any) -> HttpResponse:
        self.look_up(**arguments)
        stepping_up.require_confirmed(request)
        form = self.form(request.POST)
        if form.is_valid():
            try:
                return self.propose(form, **arguments)
            except tuple(words.OBSTACLES) as problem:
                form.add_error(None, words.obstacle(problem))
        return self.render_to_response(self.get_context_data(form=form, **arguments))

    def look_up(self, **_arguments: Any) -> None:
        """Find what it is about, before anything else; raises Http404."""

    def propose(self, form: Any, **_arguments: Any) -> HttpResponse:
        """Propose what was said, and answer; raises what words.OBSTACLES lists."""
        raise NotImplementedError


class Grant(Filling):
    """Propose another office for an official, or more time in one."""

    template_name = "console/offices/grant.html"
    form_class = SaySeat

    def look_up(self, **arguments: Any) -> None:
        self.officer = held_by(self, arguments["number"])[0].user

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.look_up(**kwargs)
        return super().get_context_data(officer=self.officer, **kwargs)

    def propose(self, form: SaySeat, **_arguments: Any) -> HttpResponse:
        change = services.propose_grant(
            self.officer,
            form.seat(),
            because=form.cleaned_data["because"],
            by=self.official,
            now=self.now,
        )
        messages.success(self.request, PROPOSED)
        return redirect("console:office-change", change.pk)


class Invite(Filling):
    """Propose to invite somebody; the code is shown this once."""

    template_name = "console/offices/invite.html"
    form_class = SayInvitation

    def propose(self, form: SayInvitation, **_arguments: Any) -> HttpResponse:
        said = form.cleaned_data
        change, code = services.propose_invitation(
            said["full_name"],
            form.seat(),
            language=said["language"],
            because=said["because"],
            by=self.official,
            now=self.now,
        )
        told = {"change": change, "code": code, **OfficialView.get_context_data(self)}
        return render(self.request, "console/offices/code.html", told)


class Controller(Filling):
    """Who answers for personal data, and who did; propose another."""

    template_name = "console/offices/controller.html"
    form_class = SayController

    def form(self, *said: Any) -> SayController:
        return SayController(*said)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = jurisdictions.controllers(self.now)
        return super().get_context_data(controllers=known, **kwargs)

    def propose(self, form: SayController, **_arguments: Any) -> HttpResponse:
        said = dict(form.cleaned_data)
        because = said.pop("because")
        change = services.propose_controller(said, because=because, by=self.official, now=self.now)
        messages.success(self.request, PROPOSED)
        return redirect("console:office-change", change.pk)


class SayChange(forms.Form):
    """What is to become of an office, why, and whose it shall be."""

    kind = forms.ChoiceField(
        choices=[(key, key) for key in ("end", "suspend", "stop", "resume", "hand_over")]
    )
    because = forms.CharField(max_length=20)
    to = forms.CharField(max_length=80, required=False)


class NoOfficial(LookupError):
    """No official of this name is within reach."""


class About(OfficesPage):
    """Propose what is to become of one office; back to its holder's page."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, office: int) -> HttpResponse:
        found = jurisdictions.within_reach(self.official, self.now).filter(pk=office).first()
        form = SayChange(request.POST)
        if found is None or not form.is_valid():
            raise Http404("no such office in the areas one decides about, or no such order")
        stepping_up.require_confirmed(request)
        said = form.cleaned_data
        try:
            self.propose(found, said)
            messages.success(request, STOPPED if said["kind"] == "stop" else PROPOSED)
        except NoOfficial:
            messages.error(request, NO_OFFICIAL)
        except tuple(words.OBSTACLES) as problem:
            messages.error(request, words.obstacle(problem))
        return redirect("console:officer", found.user_id)

    def propose(self, office: Any, said: dict[str, str]) -> None:
        """Propose what was said; raises NoOfficial and what words.OBSTACLES lists."""
        told: dict[str, Any] = {
            "because": said["because"],
            "by": self.official,
            "now": self.now,
        }
        if said["kind"] == "hand_over":
            to = jurisdictions.official_named(said["to"], self.official, self.now)
            if to is None:
                raise NoOfficial
            services.propose_hand_over(office, to=to, **told)
        elif said["kind"] == "end":
            services.propose_end(office, **told)
        elif said["kind"] == "resume":
            services.propose_resumption(office, **told)
        else:
            services.propose_suspension(office, is_emergency=said["kind"] == "stop", **told)
