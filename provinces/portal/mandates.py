"""Acting for others, and letting others act: asked for, given, switched to, revoked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView

from provinces.citizens import budgets
from provinces.citizens import queries as citizens
from provinces.citizens import services as citizen
from provinces.citizens.mandates import VERIFIED_WORDING, WORDING, Kind, NotAChild, Scope, Verified
from provinces.citizens.registry import RegistryDown
from provinces.citizens.ticking import Ticks, ticks

from . import acting, asking
from .asking import SayCode, SayWho
from .enrolment import DOWN, WRONG
from .status import OwnPage

SESSION_KEY = "asking_to_act"
FOR_MANDATES = (citizen.Purpose.MANDATE,)
SCOPES = [(str(scope), WORDING[scope]) for scope in Scope]


class SayWhom(SayWho):
    """For whom somebody would act, as what, and in what."""

    relation = forms.ChoiceField(
        label=_("You would act"),
        choices=[
            (str(Kind.ADULT), _("for an adult, by a code they read out")),
            (str(Kind.CHILD), _("for a child, as its guardian")),
        ],
    )
    scopes = forms.MultipleChoiceField(
        label=_("What you would do"), choices=SCOPES, initial=[str(Scope.SHOW_CODE)]
    )


class SayCodeAndAgree(SayCode, Ticks):
    """A code, and what the person agrees to who may come on the books with it."""


class SayReference(forms.Form):
    """Another person, by the reference that they told, and in what one of them acts."""

    reference = forms.CharField(
        label=_("The other person's reference"),
        max_length=24,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it covers"), choices=SCOPES, initial=[str(Scope.SHOW_CODE)]
    )


class Mandates(OwnPage, TemplateView):
    """For whom I may act, and who may act for me."""

    http_method_names = ["get", "head", "options"]
    template_name = "portal/mandates.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        acting_for = self.request.session.get(acting.SESSION_KEY, "")
        held = [_shown(each, each.subject) for each in citizens.held_by(self.citizen, now)]
        given = [_shown(each, each.holder) for each in citizens.given_by(self.citizen, now)]
        return super().get_context_data(
            here="mandates",
            own=self.citizen.reference,
            acting_for=acting_for,
            acting_name=next(
                (each["name"] for each in held if each["other"].reference == acting_for), ""
            ),
            held=held,
            given=given,
            **kwargs,
        )


class Switch(OwnPage):
    """Act for somebody from now on, or for myself again."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            acting.switch(request, request.POST.get("reference", ""), now=timezone.now())
        except acting.MandateOver:
            messages.error(request, acting.OVER)
            return redirect("portal:mandates")
        return redirect("portal:landing" if not acting.is_for_another(request) else "portal:status")


class Tried(OwnPage, FormView):
    """A form that costs a try."""

    http_method_names = ["get", "head", "post", "options"]
    extra_context = {"here": "mandates"}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.now = timezone.now()
        try:
            return super().dispatch(request, *args, **kwargs)
        except budgets.OverBudget:
            return asking.too_often(request)

    def spend(self, kind: str, subject: str) -> dict[str, str]:
        """Count the try; return its source."""
        source = asking.source(self.request)
        budgets.spend(kind, subject=subject, now=self.now, **source)
        return source


class Ask(Tried):
    """Ask to act for somebody: a code goes to them, or of a child to the guardian."""

    template_name = "portal/mandate_ask.html"
    form_class = SayWhom

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(phones=citizens.sandbox_phones(), **kwargs)

    def form_valid(self, form: SayWhom) -> HttpResponse:
        claimed, kind = form.claimed(), Kind(form.cleaned_data["relation"])
        source = asking.source(self.request)
        is_within = budgets.spend_on("mandate", claimed.number, now=self.now, **source)
        wanted = citizen.Wanted(
            claimed,
            kind,
            _scopes(form),
            source,
            get_language() or "zh-hans",
            # Of a child the code goes to whoever asks, who would miss it.
            is_quiet=kind is Kind.ADULT and not is_within,
        )
        try:
            token = citizen.ask_by_code(wanted, holder=self.citizen, now=self.now)
        except citizen.WithoutDocument:
            form.add_error(None, _("You are known here by reference alone: go to a desk."))
            return self.form_invalid(form)
        self.request.session[SESSION_KEY] = token
        return redirect("portal:mandate-code")


class Code(Tried):
    """Enter the code that the person has read out, or that came to me as guardian."""

    template_name = "portal/mandate_code.html"
    form_class = SayCodeAndAgree

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.session.get(SESSION_KEY):
            return redirect("portal:mandate-ask")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        token = str(self.request.session.get(SESSION_KEY, ""))
        return super().get_context_data(
            is_sent=citizens.is_code_sent(token, self.now),
            phones=citizens.sandbox_phones(),
            **ticks(self.request.POST.getlist("agreed")),
            **kwargs,
        )

    def form_valid(self, form: SayCodeAndAgree) -> HttpResponse:
        token = str(self.request.session.get(SESSION_KEY, ""))
        self.spend("code", token)
        agreement = citizen.Agreement(form.items(), get_language() or "zh-hans")
        try:
            entered = self._entered(token, form.cleaned_data["code"])
            mandate = citizen.give_by_code(entered, agreement, holder=self.citizen, now=self.now)
        except tuple(REFUSALS) as refusal:
            form.add_error("code", REFUSALS[type(refusal)])
            return self.form_invalid(form)
        del self.request.session[SESSION_KEY]
        acting.switch(self.request, mandate.subject.reference, now=self.now)
        messages.success(self.request, GIVEN)
        return redirect("portal:mandates")

    def _entered(self, token: str, code: str) -> Any:
        """Return what the code is for; once entered, the registry may be asked again."""
        try:
            return citizen.enter(token, code, FOR_MANDATES, now=self.now)
        except citizen.WrongCode:
            return citizen.opened(token, FOR_MANDATES, now=self.now)


class Between(Tried):
    """A form about another person, who is known by the reference that they told."""

    template_name = "portal/mandate_between.html"
    form_class = SayReference
    is_giving = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = self.citizen.reference
        return super().get_context_data(is_giving=self.is_giving, own=own, **kwargs)

    def form_valid(self, form: SayReference) -> HttpResponse:
        reference = form.cleaned_data["reference"].strip().lower()
        self.spend("mandate", reference)
        other = citizens.of_reference(reference)
        if other is None or other == self.citizen:
            form.add_error("reference", _("Nobody else is known by this reference."))
            return self.form_invalid(form)
        self.settle(other, _scopes(form))
        return redirect("portal:mandates")

    def settle(self, other: Any, scopes: Iterable[Scope]) -> None:
        """Do what the form is for."""
        raise NotImplementedError


class Give(Between):
    """Let somebody act for me."""

    is_giving = True

    def settle(self, other: Any, scopes: Iterable[Scope]) -> None:
        wish = citizen.Wish(self.citizen, other, scopes)
        citizen.give_mandate(wish, verified=Verified.SUBJECT, by=self.citizen, now=self.now)
        messages.success(self.request, _("They may act for you from now on."))


class Request(Between):
    """Ask somebody who can sign in to let me act for them."""

    def settle(self, other: Any, scopes: Iterable[Scope]) -> None:
        citizen.ask_mandate(citizen.Wish(other, self.citizen, scopes), now=self.now)
        messages.success(self.request, _("They are asked on their own page."))


class Accept(OwnPage):
    """Let somebody who asked act for me."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, mandate: int) -> HttpResponse:
        try:
            citizen.accept_mandate(mandate, by=self.citizen, now=timezone.now())
        except citizen.NotTheirMandate:
            raise Http404("no such mandate is asked for") from None
        messages.success(request, _("They may act for you from now on."))
        return redirect("portal:mandates")


class Revoke(OwnPage):
    """End a mandate that I gave or hold."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, mandate: int) -> HttpResponse:
        try:
            citizen.revoke_mandate(mandate, by=self.citizen, now=timezone.now())
        except citizen.NotTheirMandate:
            raise Http404("no such mandate stands") from None
        messages.success(request, _("The mandate has ended."))
        return redirect("portal:mandates")


GIVEN = _("The mandate is given. You act for this person until you switch back.")
REFUSALS: dict[type[Exception], Any] = {
    citizen.WrongCode: WRONG,
    citizen.NotGuardian: _("The registry names you guardian of no such child. A desk can help."),
    NotAChild: _("The person is too old for that: they give you a mandate themselves."),
    citizen.LivesElsewhere: _("By the registry they live in another province."),
    RegistryDown: DOWN,
}


def _scopes(form: forms.Form) -> list[Scope]:
    return [Scope(scope) for scope in form.cleaned_data["scopes"]]


def _shown(mandate: Any, other: Any) -> dict[str, Any]:
    verified = mandate.verified_by
    return {
        "mandate": mandate,
        "other": other,
        "name": citizens.name_of(other) if mandate.given_at else "",
        "scopes": [WORDING[Scope(scope)] for scope in mandate.scopes],
        "verified": VERIFIED_WORDING[Verified(verified)] if verified else "",
    }
