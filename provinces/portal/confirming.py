"""Confirming once more who one is, before something sensitive is done."""

from __future__ import annotations

from typing import Any

from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCode
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from .passkeys import as_text
from .signing_in import WRITING

PAGE = "portal/account/confirm.html"


class ByPassword(ReauthenticateView):
    """Confirm by the password; for whoever has no authenticator."""

    http_method_names = WRITING
    template_name = PAGE
    extra_context = {"by": "password", "first": "id_password"}


class ByCode(ReauthenticateByCode):
    """Confirm by a code of an authenticator app, or a recovery code."""

    http_method_names = WRITING
    template_name = PAGE
    extra_context = {"by": "code", "first": "id_code"}


class ByPasskey(ReauthenticateWebAuthnView):
    """Confirm by a passkey."""

    http_method_names = WRITING
    template_name = PAGE
    extra_context = {"by": "passkey"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = super().get_context_data(**kwargs)
        return {**told, "options": as_text(told["js_data"]["request_options"])}

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say that it was not right, and ask again; what was asked for is not forgotten."""
        for mistake in form.errors.get("credential", []):
            messages.error(self.request, mistake)
        return redirect(self.request.get_full_path())
