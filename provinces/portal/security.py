"""A user's own page of how they sign in: passkeys, app, recovery codes, password, sessions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from allauth.account.internal.flows.logout import logout
from allauth.account.views import PasswordChangeView, PasswordSetView
from allauth.mfa.base.views import IndexView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from provinces.accounts import queries, services, stepping_up
from provinces.ledger.events import Event
from provinces.ledger.services import SealingLags

from .passkeys import as_text
from .signing_in import WRITING

OVERVIEW = reverse_lazy("mfa_index")
HERE: Mapping[str, Any] = {"here": "security"}


@method_decorator(never_cache, name="dispatch")
class Own(LoginRequiredMixin):
    """A page on which users change how they themselves sign in; the change is recorded with it.

    While the ledger cannot be sealed, officials change nothing.
    """

    http_method_names: Sequence[str] = WRITING
    extra_context: Mapping[str, Any] | None = HERE
    event: Event
    kind = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        except SealingLags:
            messages.error(request, _("Nothing was changed: the province's ledger lags behind."))
            return redirect(OVERVIEW)
        return answer

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        services.note(self.event, by=self.request.user, now=timezone.now(), kind=self.kind)  # type: ignore[attr-defined]
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        return answer


class Security(LoginRequiredMixin, IndexView):
    """All that one signs in with, and the ways to change it."""

    http_method_names = ["get", "head", "options"]
    template_name = "portal/account/security.html"
    extra_context = HERE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = super().get_context_data(**kwargs)
        codes = told["authenticators"].get("recovery_codes")
        is_official = getattr(self.request.user, "citizen", None) is None
        return {
            **told,
            "passkeys": queries.passkeys_of(self.request.user),  # type: ignore[arg-type]
            "codes_left": len(codes.get_unused_codes()) if codes else 0,
            "must_enrol": is_official and queries.must_enrol(self.request.user),  # type: ignore[arg-type]
        }


class OwnNew(Own):
    """A page on which users set up an authenticator, and thereby show it."""

    event = Event.AUTHENTICATOR_ADDED

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        stepping_up.note_authenticator(self.request, self.kind)  # type: ignore[attr-defined]
        return answer


class AddPasskey(OwnNew, AddWebAuthnView):
    """Set up a passkey."""

    template_name = "portal/account/passkey_add.html"
    kind = "webauthn"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = super().get_context_data(**kwargs)
        wanted = auth.begin_registration(self.request.user, passwordless=True)  # type: ignore[arg-type]
        return {**told, "options": as_text(wanted)}


class RenamePasskey(LoginRequiredMixin, EditWebAuthnView):
    """Give a passkey another name."""

    http_method_names = WRITING
    template_name = "portal/account/passkey_edit.html"
    success_url = OVERVIEW
    extra_context = HERE


class RemovePasskey(Own, RemoveWebAuthnView):
    """Remove a passkey."""

    template_name = "portal/account/remove.html"
    success_url = OVERVIEW
    event, kind = Event.AUTHENTICATOR_REMOVED, "webauthn"
    extra_context: Mapping[str, Any] | None = {
        **HERE,
        "question": _("Remove this passkey?"),
    }


class AddApp(OwnNew, ActivateTOTPView):
    """Set up an authenticator app."""

    template_name = "portal/account/app_add.html"
    kind = "totp"


class RemoveApp(Own, DeactivateTOTPView):
    """Stop using the authenticator app."""

    template_name = "portal/account/remove.html"
    event, kind = Event.AUTHENTICATOR_REMOVED, "totp"
    extra_context: Mapping[str, Any] | None = {
        **HERE,
        "question": _("Stop using the authenticator app?"),
    }


class Codes(LoginRequiredMixin, ViewRecoveryCodesView):
    """Show new recovery codes, once."""

    http_method_names = ["get", "head", "options"]
    template_name = "portal/account/codes.html"
    extra_context = HERE


class MakeCodes(Own, GenerateRecoveryCodesView):
    """Make new recovery codes; those there were open nothing any more."""

    template_name = "portal/account/codes_make.html"
    event = Event.RECOVERY_CODES_MADE


class ChangePassword(Own, PasswordChangeView):
    """Change the password; all other sessions end with it."""

    template_name = "portal/account/password.html"
    success_url = OVERVIEW
    event = Event.PASSWORD_CHANGED

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        _end_others(self.request)
        return answer


class SetPassword(Own, PasswordSetView):
    """Set a password where there was none; all other sessions end with it."""

    template_name = "portal/account/password.html"
    success_url = OVERVIEW
    event = Event.PASSWORD_CHANGED

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        _end_others(self.request)
        return answer


class Sessions(LoginRequiredMixin, TemplateView):
    """Where one is signed in, and the end of it."""

    http_method_names = WRITING
    template_name = "portal/account/sessions.html"
    extra_context = HERE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        this = self.request.session.session_key
        found = queries.sessions_of(self.request.user, this=this)  # type: ignore[arg-type]
        return super().get_context_data(sessions=found, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """End one session, all others, or all."""
        asked = request.POST.get("session", "")
        if asked.isdecimal() and len(asked) < 18:
            services.end_sessions(request.user, [int(asked)], now=timezone.now())  # type: ignore[arg-type]
        elif asked in ("others", "all"):
            _end_others(request)
        if asked == "all":
            logout(request)
            return redirect("portal:home")
        messages.success(request, _("You are signed out there."))
        return redirect("usersessions_list")


def _end_others(request: HttpRequest) -> None:
    this = request.session.session_key
    services.end_other_sessions(request.user, this=this, now=timezone.now())  # type: ignore[arg-type]
