"""Channels: apps of others that a citizen lets act for them, within few and named bounds.

    app ─► asks, with PKCE ─► citizen allows ─► code, once, 60 s ─► token, 10 min
                                                              └─► refresh, once each

Whatever comes twice ends all that the app holds for that citizen.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AccessToken, Application, Grant, RefreshToken

from provinces.ledger import noticing
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.ledger.purposes import Of

from .models import User

# A code is good for a minute; that it came again is noticed for a day.
USED_CODES_SECONDS = 86_400


class Scope(StrEnum):
    """What an app may be allowed; there is nothing else."""

    CODE = "code:read"
    DECLARE = "declare:write"
    ENROL = "enrol:start"


WORDING = {
    Scope.CODE: _("Show your code, as it is at that moment. Reasons and places are not shown."),
    Scope.DECLARE: _("Say for you how you are, when you say so in the app."),
    Scope.ENROL: _("Lead you to enrol somebody; that is done here, and the app is told nothing."),
}


class ChannelUnknown(LookupError):
    """No such app is registered, or its token is none."""


class NameTaken(ValueError):
    """An app of that name is registered."""


class NotAnAddress(ValueError):
    """An app is led back to by https, to an address without a fragment."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """An app that a citizen has let act for them."""

    app: Application
    scopes: list[Any] = field(default_factory=list)


@transaction.atomic
def register(name: str, addresses: list[str], *, now: datetime) -> Application:
    """Register an app by name, with the addresses one may be led back to.

    It has no secret: apps on phones keep none, and PKCE stands in for it. Raises NameTaken, and
    NotAnAddress.
    """
    if not addresses or not all(map(_is_address, addresses)):
        raise NotAnAddress(f"https addresses without a fragment, not {addresses}")
    if Application.objects.filter(name=name).exists():
        raise NameTaken(name)
    app = Application.objects.create(
        name=name,
        redirect_uris=" ".join(addresses),
        client_type=Application.CLIENT_PUBLIC,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
    )
    _record(Event.CHANNEL_REGISTERED, app, now=now)
    return app


def registered() -> list[Application]:
    """Return the apps that are registered, by name."""
    return list(Application.objects.order_by("name"))


@transaction.atomic
def shut_out(name: str, *, now: datetime) -> None:
    """Forget an app: all it holds opens nothing any more; raises ChannelUnknown."""
    app = Application.objects.filter(name=name).first()
    if app is None:
        raise ChannelUnknown(name)
    _record(Event.CHANNEL_REVOKED, app, now=now)
    app.delete()


def allow(user: User, app: Application, scopes: list[str], *, now: datetime) -> None:
    """Record that a user lets an app act for them; inside the transaction in which it is let.

    Raises NotListed and NotYetInUse (of provinces.ledger) for what no app may, or not yet.
    """
    for one in scopes:
        noticing.require(Of.APP, one, at=now)
    _record(Event.CHANNEL_ALLOWED, app, now=now, user=user, scopes=sorted(scopes))


def allowed_by(user: User, *, now: datetime) -> list[Allowed]:
    """Return the apps that hold something of a user's, by name, and what for."""
    found: dict[Any, set[str]] = {}
    live = AccessToken.objects.filter(user=user, expires__gt=now).select_related("application")
    for token in live:
        found.setdefault(token.application, set()).update(token.scope.split())
    renewable = RefreshToken.objects.filter(user=user, revoked=None)
    for kept in renewable.select_related("application", "access_token"):
        scopes = kept.access_token.scope.split() if kept.access_token else []
        found.setdefault(kept.application, set()).update(scopes)
    in_order = sorted(found.items(), key=lambda one: one[0].name)
    return [Allowed(app, [WORDING[Scope(one)] for one in sorted(has)]) for app, has in in_order]


@transaction.atomic
def withdraw(user: User, app: int, *, now: datetime) -> None:
    """Take back all that an app holds of a user, at once; raises ChannelUnknown."""
    found = Application.objects.filter(pk=app).first()
    if found is None or not _take_back(user.pk, found.pk, now):
        raise ChannelUnknown(app)
    _record(Event.CHANNEL_WITHDRAWN, found, now=now, user=user)


def ledger_name(app: Application) -> str:
    """Return how the ledger names the key of an app, whoever it acts for."""
    return f"channel:{app.pk}"


def caller(token: str, *, now: datetime) -> AccessToken:
    """Return the token that an app calls with, if it opens anything; raises ChannelUnknown."""
    hashed = hashlib.sha256(token.encode()).hexdigest()
    live = AccessToken.objects.filter(token_checksum=hashed, expires__gt=now, user__is_active=True)
    found = live.select_related("application", "user__citizen").first()
    if found is None:
        raise ChannelUnknown
    return found


def note_code(code: str, *, user: int, app: int) -> None:
    """Remember that a code was used, so that its coming again is noticed."""
    cache.set(_used(code), [user, app], USED_CODES_SECONDS)


@transaction.atomic
def end_if_used(code: str, *, app: int, now: datetime) -> bool:
    """Take back all that came of a code if it was used before; tell whether it was.

    RFC 6749, 4.1.2: whoever shows it a second time, or did the first, is not the app.
    """
    user, of_app = cache.get(_used(code)) or (None, None)
    if user is None or of_app != app:
        return False
    _take_back(user, app, now)
    found = Application.objects.get(pk=app)
    _record(Event.CHANNEL_MISUSED, found, now=now, user=User.objects.get(pk=user))
    return True


def _take_back(user: int, app: int, now: datetime) -> bool:
    held = [
        Grant.objects.filter(user=user, application=app).delete()[0],
        RefreshToken.objects.filter(user=user, application=app, revoked=None).update(
            revoked=now, access_token=None
        ),
        AccessToken.objects.filter(user=user, application=app).delete()[0],
    ]
    return any(held)


def _record(
    event: Event, app: Application, *, now: datetime, user: User | None = None, **more: Any
) -> None:
    body = {"app": app.name, **more}
    about = getattr(user, "citizen", None) or user or "channel"
    ledger.record(event, by=user, about=about, at=now, body=body)


def _used(code: str) -> str:
    return f"channel.code.{hashlib.sha256(code.encode()).hexdigest()}"


def _is_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme == "https" and bool(parts.hostname) and not parts.fragment
