"""Enrolling, and getting an account back: who one is, a code, what one agrees to, a way to sign in.

What one says of oneself opens nothing: every answer before the code is the same for everybody.
"""

from __future__ import annotations

import re
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model, login, password_validation
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from provinces.citizens import budgets
from provinces.citizens import queries as citizens
from provinces.citizens import services as citizen
from provinces.citizens.registry import RegistryDown
from provinces.citizens.ticking import Ticks, ticks

from . import asking
from .asking import SayCode, SayWhoIAm

SESSION_KEY = "enrolling"
FOR_ACCOUNTS = (citizen.Purpose.ACCOUNT,)
FOR_LETTERS = (citizen.Purpose.LETTER,)
BACKEND = "provinces.accounts.backends.OwnProvince"
WRONG = _("That is not the code, or its time is over. You may also ask for a new one.")
A_NUMBER = _(
    "Not six digits in a row: a name to sign in by is no number of a document or a phone, and no"
    " date."
)
DOWN = _(
    "The identity registry does not answer just now. Nothing is lost: try again in a few minutes,"
    " or go to a desk."
)


class SayLetter(SayCode):
    """The number of a letter from a desk, and its code."""

    letter = forms.CharField(
        label=_("Number of the letter"),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    field_order = ("letter", "code")


class Agree(Ticks):
    """What one agrees to, and how one wants to sign in; with an account, a new password alone."""

    username = forms.RegexField(
        r"^[a-z0-9][a-z0-9._-]{3,39}$",
        label=_("Name to sign in by"),
        error_messages={
            "invalid": _("4 to 40 small letters, digits, full stops, hyphens or low lines.")
        },
        widget=forms.TextInput({"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        strip=False,
    )

    def __init__(self, *args: Any, name: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known_as = name
        if name:
            del self.fields["username"], self.fields["agreed"]

    def clean_username(self) -> str:
        """Refuse what would tell others whose name it is, or be tried by who has lists of such."""
        name = str(self.cleaned_data["username"])
        if re.search(r"[0-9]{6}", name):
            raise forms.ValidationError(A_NUMBER)
        return name

    def clean_password(self) -> str:
        """Refuse what is easily guessed."""
        password = str(self.cleaned_data["password"])
        user = get_user_model()(username=self.known_as or self.cleaned_data.get("username", ""))
        password_validation.validate_password(password, user=user)
        return password


@method_decorator(never_cache, name="dispatch")
class Step(FormView):
    """A step on the way to an account; its answers are the same for known and unknown people."""

    http_method_names = ["get", "head", "post", "options"]
    extra_context = {"here": "enrol"}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.now = timezone.now()
        try:
            return super().dispatch(request, *args, **kwargs)
        except budgets.OverBudget:
            return asking.too_often(request)

    @property
    def token(self) -> str:
        """What stands for the request in this browser's session."""
        return str(self.request.session.get(SESSION_KEY, ""))


class Enrol(Step):
    """Say who you are; a code goes to the contact that the registry holds."""

    template_name = "portal/enrol.html"
    form_class = SayWhoIAm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(phones=citizens.sandbox_phones(), **kwargs)

    def form_valid(self, form: SayWhoIAm) -> HttpResponse:
        claimed, source = form.claimed(), asking.source(self.request)
        is_within = budgets.spend_on("account", claimed.number, now=self.now, **source)
        asked = citizen.Asked(
            claimed,
            citizen.Purpose.ACCOUNT,
            get_language() or "zh-hans",
            source,
            is_quiet=not is_within,
        )
        self.request.session[SESSION_KEY] = citizen.ask(asked, now=self.now)
        return redirect("portal:enrol-code")


class Code(Step):
    """Enter the code."""

    template_name = "portal/enrol_code.html"
    form_class = SayCode

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.session.get(SESSION_KEY):
            return redirect("portal:enrol")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            is_sent=citizens.is_code_sent(self.token, self.now),
            phones=citizens.sandbox_phones(),
            **kwargs,
        )

    def form_valid(self, form: SayCode) -> HttpResponse:
        network = asking.source(self.request)["network"]
        budgets.spend("code", subject=self.token, network=network, now=self.now)
        try:
            citizen.enter(self.token, form.cleaned_data["code"], FOR_ACCOUNTS, now=self.now)
        except citizen.WrongCode:
            form.add_error("code", WRONG)
            return self.form_invalid(form)
        return redirect("portal:enrol-finish")


class Letter(Step):
    """Enter the number and the code of a letter from a desk."""

    template_name = "portal/enrol_letter.html"
    form_class = SayLetter

    def form_valid(self, form: SayLetter) -> HttpResponse:
        token = form.cleaned_data["letter"].replace("-", "").replace(" ", "").lower()
        source = asking.source(self.request)
        budgets.spend("code", subject=token, network=source["network"], now=self.now)
        try:
            citizen.enter(token, form.cleaned_data["code"], FOR_LETTERS, now=self.now)
        except citizen.WrongCode:
            form.add_error("code", WRONG)
            return self.form_invalid(form)
        self.request.session[SESSION_KEY] = token
        return redirect("portal:enrol-finish")


class Finish(Step):
    """Agree to what you want to, and choose how to sign in."""

    template_name = "portal/enrol_finish.html"
    form_class = Agree

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        token = str(request.session.get(SESSION_KEY, ""))
        try:
            self.entered = citizen.opened(token, citizen.OPENING, now=timezone.now())
        except citizen.WrongCode:
            return redirect("portal:enrol")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "name": citizen.has_account(self.entered)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agreed = self.request.POST.getlist("agreed")
        return super().get_context_data(**ticks(agreed), person=self.entered.claimed, **kwargs)

    def form_valid(self, form: Agree) -> HttpResponse:
        said = form.cleaned_data
        if not form.known_as:
            # Each name that is refused tells that somebody signs in by it.
            number = self.entered.claimed.number
            budgets.spend("name", subject=number, now=self.now, **asking.source(self.request))
        opening = citizen.Opening(
            password=said["password"],
            username=said.get("username", ""),
            language=get_language() or "zh-hans",
            agreed=form.items(),
        )
        try:
            user = citizen.open_account(self.entered, opening, now=self.now)
        except tuple(REFUSALS) as refusal:
            form.add_error(None, REFUSALS[type(refusal)])
            return self.form_invalid(form)
        del self.request.session[SESSION_KEY]
        if form.known_as:
            messages.success(self.request, RECOVERED)
            return redirect("portal:sign-in")
        login(self.request, user, backend=BACKEND)
        record_authentication(self.request, user, method="password")
        messages.success(self.request, format_html(str(OPENED), profile=reverse("portal:profile")))
        return redirect("portal:landing")


RECOVERED = _("Your new password is set. Sign in with it.")
OPENED = _(
    "You are enrolled. Your receipt is under"
    ' <a class="govuk-notification-banner__link" href="{profile}">“Profile”</a>.'
)
REFUSALS: dict[type[Exception], Any] = {
    RegistryDown: DOWN,
    citizen.NameTaken: _("Somebody signs in by this name already; choose another."),
    citizen.HasNoAccount: _("Choose a name to sign in by."),
    citizen.WrongCode: _("This has been done already. Sign in, or begin anew."),
    citizen.LivesElsewhere: _(
        "By the registry you live in another province: enrol there. If you are here as a visitor"
        " without a home province, go to a desk."
    ),
}
