"""Becoming an official by an invitation: a link, a code, a password; whatever is wrong is one."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model, login, password_validation
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView

from provinces.accounts import inviting
from provinces.jurisdictions import services as jurisdictions

BACKEND = "provinces.accounts.backends.OwnProvince"
WRONG = _("This code does not belong to this link. After five wrong ones the link is closed.")
JOINED = _("Your account is open. Set up a passkey or an authenticator app before you begin.")


class SayCode(forms.Form):
    """The code that came by another way than the link, and a password, twice."""

    code = forms.CharField(
        label=_("Code"), max_length=20, widget=forms.TextInput({"autocomplete": "off"})
    )
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        strip=False,
    )
    again = forms.CharField(
        label=_("Password, once more"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        strip=False,
    )

    def __init__(self, *args: Any, username: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.username = username

    def clean_password(self) -> str:
        """Refuse what is easily guessed."""
        password = str(self.cleaned_data["password"])
        user = get_user_model()(username=self.username)
        password_validation.validate_password(password, user=user)
        return password

    def clean_again(self) -> str:
        """Refuse a password that was mistyped once."""
        again = str(self.cleaned_data["again"])
        if self.cleaned_data.get("password") not in (None, again):
            raise forms.ValidationError(_("The two are not the same."))
        return again


@method_decorator(never_cache, name="dispatch")
class Invitation(FormView):
    """Set up the account that an invitation is for, then go on to the authenticator.

    A link that was used, is over, or never was, is answered in one way.
    """

    http_method_names = ["get", "head", "post", "options"]
    template_name = "portal/invitation.html"
    form_class = SayCode

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.now = timezone.now()
        try:
            self.invitation = inviting.opened(kwargs["secret"], now=self.now)
            return super().dispatch(request, *args, **kwargs)
        except inviting.NoInvitation:
            return render(request, "portal/invitation_closed.html", status=404)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "username": self.invitation.username}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(invitation=self.invitation, **kwargs)

    def form_valid(self, form: SayCode) -> HttpResponse:
        said = form.cleaned_data
        given = inviting.Given(self.kwargs["secret"], said["code"], said["password"])
        try:
            user = jurisdictions.accept(given, now=self.now)
        except inviting.WrongCode:
            form.add_error("code", WRONG)
            return self.form_invalid(form)
        login(self.request, user, backend=BACKEND)
        record_authentication(self.request, user, method="password")
        messages.success(self.request, JOINED)
        return redirect("mfa_index")
