"""A browser for the doors of provinces."""

from __future__ import annotations

import time
from importlib import import_module
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.test import Client

from provinces.accounts.models import User
from provinces.tenancy import scope
from provinces.tenancy.connecting import connection


class ProvinceClient(Client):
    """Django's client, for cookies that carry a province's name.

    After each request the test is back in the province it was in; `force_login` signs in to
    that province.
    """

    def request(self, **environment: Any) -> Any:
        before = connection.tenant
        try:
            return super().request(**environment)
        finally:
            connection.set_tenant(before)

    @property
    def session(self) -> SessionBase:
        """The session in the province in scope, made where there is none."""
        engine = import_module(settings.SESSION_ENGINE)
        if cookie := self.cookies.get(_cookie()):
            return engine.SessionStore(cookie.value)
        session = engine.SessionStore()
        session.save()
        self.cookies[_cookie()] = session.session_key
        return session

    def _set_login_cookies(self, request: Any) -> None:
        self.cookies[_cookie()] = request.session.session_key


def signed_in(user: User) -> ProvinceClient:
    """Return a browser of its own in which a user has just signed in to the province in scope.

    The session is written once: most tests of pages begin here, and `force_login` reads and writes
    one nine times.
    """
    client, request = ProvinceClient(), HttpRequest()
    request.session = session = import_module(settings.SESSION_ENGINE).SessionStore()
    session.update(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
            **_by_password(user, time.time()),
        }
    )
    session.save()
    user_logged_in.send(sender=User, request=request, user=user)
    client.cookies[_cookie()] = session.session_key
    return client


def confirm(client: ProvinceClient, user: User, *, at: float) -> None:
    """Have a browser's session remember that its user showed who they are, by password, then.

    `at` is in seconds since the epoch.
    """
    session = client.session
    session.update(_by_password(user, at))
    session.save()


def _by_password(user: User, at: float) -> dict[str, Any]:
    return {
        AUTHENTICATION_METHODS_SESSION_KEY: [{"method": "password", "at": at}],
        f"{AUTHENTICATION_METHODS_SESSION_KEY}_user": str(user.pk),
    }


def _cookie() -> str:
    return f"{scope.current().slug}.{settings.SESSION_COOKIE_NAME}"
