"""Signing in and out, and where one lands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from allauth.account.views import LoginView, LogoutView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse
from django.views.generic import RedirectView

from provinces.accounts.forms import Credentials

from .passkeys import as_text

WRITING: Sequence[str] = ["get", "head", "post", "options"]


class SignIn(LoginView):
    """Sign in to this province, by password, or by passkey alone."""

    http_method_names = WRITING
    template_name = "portal/sign_in.html"
    form_class = Credentials
    extra_context = {"here": "sign-in"}


class SignInByPasskey(LoginWebAuthnView):
    """Tell a browser what passkey is wanted, and take the one that it shows."""

    http_method_names = WRITING


class SecondStep(AuthenticateView):
    """Ask for an authenticator, after the password."""

    http_method_names = WRITING
    template_name = "portal/account/second_step.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = super().get_context_data(**kwargs)
        wanted = told["js_data"]["request_options"]
        told["options"] = as_text(wanted)
        told["has_passkey"] = bool(wanted["publicKey"].get("allowCredentials"))
        return told


class SignOut(LogoutView):
    """Sign out of this province."""

    http_method_names = ["post", "options"]


class Landing(LoginRequiredMixin, RedirectView):
    """Take citizens to their status and officials to the console."""

    http_method_names = ["get", "head", "options"]

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        is_citizen = getattr(self.request.user, "citizen", None) is not None
        return reverse("portal:status" if is_citizen else "console:home")
