"""Reading how somebody signs in: their authenticators and their sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings

from . import browsers
from .models import User

# What one signs in with; recovery codes only stand in for these.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True, slots=True)
class Session:
    """A browser in which somebody is signed in."""

    key: int
    began_at: datetime
    network: str
    browser: str
    is_this: bool


def has_authenticator(user: User) -> bool:
    """Tell whether a user has a passkey, a security key or an authenticator app."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()


def must_enrol(user: User) -> bool:
    """Tell whether an official has to set up an authenticator before they may act."""
    return settings.ACCOUNTS_MFA_REQUIRED_FOR_OFFICIALS and not has_authenticator(user)


def passkeys_of(user: User) -> list[Any]:
    """Return a user's passkeys and security keys, the oldest first."""
    found = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.WEBAUTHN)
    return list(found.order_by("pk"))


def sessions_of(user: User, *, this: str | None) -> list[Session]:
    """Return the sessions in which a user is signed in, the latest first.

    `this` is the key of the session that asks.
    """
    found = sorted(UserSession.objects.purge_and_list(user), key=lambda one: -one.pk)
    return [
        Session(
            one.pk, one.created_at, one.ip, browsers.named(one.user_agent), one.session_key == this
        )
        for one in found
    ]
