"""What is filled in to sign in, and what a browser fills in for a passkey."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import AddWebAuthnForm, LoginWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _
from fido2.utils import websafe_decode, websafe_encode

from . import handles
from .models import User


class Credentials(LoginForm):
    """Who you are and how you prove it; a wrong name and a wrong password answer alike."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields.pop("login")
        name.label = _("User name")
        self.fields["password"].label = _("Password")
        self.fields = {"username": name, **self.fields}

    def clean(self) -> Any:
        """Try the name and password, if both were given."""
        self.cleaned_data["login"] = self.cleaned_data.get("username", "").strip()
        return super().clean()

    def user_credentials(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"username": given["login"], "password": given["password"]}


class NewPasskey(AddWebAuthnForm):
    """A passkey that is being made: enough by itself, it asks for a face, a finger or a PIN."""

    name = forms.CharField(max_length=60, required=False, label=_("Name of this passkey"))

    def clean(self) -> Any:
        self.cleaned_data["passwordless"] = True
        return super().clean()


class Passkey(LoginWebAuthnForm):
    """A passkey that is shown to sign in; one of another province is none."""

    def clean_credential(self) -> Any:
        """Put the user's number where allauth looks for it, and have it verify the rest."""
        shown = self.cleaned_data["credential"]
        try:
            user_id = handles.user_of(websafe_decode(shown["response"]["userHandle"]))
        except (handles.HandleOfAnother, KeyError, TypeError, ValueError, AttributeError):
            raise get_adapter().validation_error("incorrect_code") from None
        number = user_pk_to_url_str(User(pk=user_id))
        shown["response"]["userHandle"] = websafe_encode(number.encode())
        return super().clean_credential()
