"""Where django-allauth asks how this house does things."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.web.context import named
from provinces.tenancy import credentials, scope

from . import handles, queries, sealing, stepping_up

BY_PASSWORD = "reauthenticate"  # noqa: S105  its name for the way, not a password
WRONG = _("The user name and password do not belong together.")
# What is said after something was done, by the template that allauth would say it with.
SAID = {
    "account/messages/password_changed.txt": _(
        "Your password is changed. Everywhere else you were signed in, you are signed out."
    ),
    "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is not used any more."),
    "mfa/messages/webauthn_added.txt": _("The passkey is set up."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
    "mfa/messages/recovery_codes_generated.txt": _("New recovery codes are made."),
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are given at a desk or at enrolment; whatever is wrong with one is said alike."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG,
        "enter_current_password": _("This is not your password as it is now."),
        "incorrect_password": _("This is not your password."),
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Tell whether one may be led to an address: on this host, and nowhere else."""
        return url_has_allowed_host_and_scheme(url, {context.request.get_host()})

    def pre_authenticate(self, request: HttpRequest, **given: Any) -> None:
        """Count an attempt; where there were too many, answer with a page that says so."""
        try:
            super().pre_authenticate(request, **given)
        except ValidationError:
            raise ImmediateHttpResponse(respond_429(request)) from None

    def respond_user_inactive(self, request: HttpRequest, _user: Any) -> HttpResponse:
        """Answer somebody who may not sign in like a wrong name; only a passkey gets so far."""
        self.add_message(request, messages.ERROR, message=str(WRONG))
        return redirect("account_login")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return how a user may confirm who they are: by password only without authenticator."""
        found = super().get_reauthentication_methods(user)
        if user.is_authenticated and queries.has_authenticator(user):
            return [one for one in found if one["id"] != BY_PASSWORD]
        return found

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        if context.request is not None and stepping_up.is_confirmed(context.request):
            return False
        return super().is_reauthentication_required(app=app, **more)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        said = message or SAID.get(message_template or "")
        if said:
            super().add_message(request, level, extra_tags=extra_tags, message=str(said))


class AuthenticatorAdapter(DefaultMFAAdapter):
    """Authenticators of one province: named for it, and sealed with its key."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This is not right, or not right any more. Try again."),
    }

    def encrypt(self, text: str) -> str:
        return sealing.seal(_key(), text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(_key(), encrypted_text)

    def get_totp_issuer(self) -> str:
        return self._get_site_name()

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """Return whom a passkey is for, as their authenticator will show them."""
        return {
            "id": handles.handle_of(user.pk),
            "display_name": user.full_name or user.username,
            "name": user.username,
        }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002  theirs
        return gettext("Passkey {number}").format(number=len(queries.passkeys_of(user)) + 1)

    def _get_site_name(self) -> str:
        return f"Concord {named(scope.current(), 'en')}"


def _key() -> bytes:
    return credentials.key_of(scope.current().slug)
