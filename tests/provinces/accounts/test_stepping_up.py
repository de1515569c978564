"""Confirming once more who one is."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.views.generic import View

from provinces.accounts import stepping_up
from provinces.accounts.models import User
from tests.factories import users

MINUTES = 60


def asking(user: Any, *, method: str = "password", ago: float = 0, verb: str = "POST") -> Any:
    """Return a request of a user who showed who they are so many seconds ago."""
    request = RequestFactory().generic(verb, "/")
    request.user = user
    record = {"method": method, "at": time.time() - ago}
    request.session = {  # type: ignore[assignment]
        AUTHENTICATION_METHODS_SESSION_KEY: [record],
        f"{AUTHENTICATION_METHODS_SESSION_KEY}_user": str(user.pk),
    }
    return request


class Act(stepping_up.RecentlyConfirmed, View):
    def get(self, _request: HttpRequest) -> HttpResponse:
        return HttpResponse("read")

    def post(self, _request: HttpRequest) -> HttpResponse:
        return HttpResponse("done")


def answered(request: HttpRequest) -> bytes:
    answer: Any = Act.as_view()(request)
    return bytes(answer.content)


@pytest.mark.usefixtures("north")
class TestIsConfirmed:
    @pytest.mark.parametrize(("ago", "is_so"), [(0, True), (4.9 * MINUTES, True), (301, False)])
    def test_holds_for_five_minutes(self, ago: float, is_so: bool) -> None:
        assert stepping_up.is_confirmed(asking(users.user(), ago=ago)) is is_so

    @pytest.mark.parametrize(("method", "is_so"), [("password", False), ("mfa", True)])
    def test_wants_an_authenticator_from_who_has_one(self, method: str, is_so: bool) -> None:
        user = users.user()
        TOTP.activate(user, generate_totp_secret())

        assert stepping_up.is_confirmed(asking(user, method=method)) is is_so

    def test_is_not_so_by_what_another_user_showed(self) -> None:
        request = asking(users.user())
        request.user = users.user()

        assert not stepping_up.is_confirmed(request)


@pytest.mark.usefixtures("north")
class TestRecentlyConfirmed:
    def test_lets_act_who_has_just_confirmed(self) -> None:
        assert answered(asking(users.user())) == b"done"

    def test_keeps_others_from_acting(self) -> None:
        with pytest.raises(ReauthenticationRequired):
            Act.as_view()(asking(users.user(), ago=301))

    def test_lets_everybody_read(self) -> None:
        assert answered(asking(users.user(), ago=301, verb="GET")) == b"read"


class TestNoteAuthenticator:
    def test_confirms(self, ada: User) -> None:
        request = asking(ada, ago=301)

        stepping_up.note_authenticator(request, "totp")

        assert stepping_up.is_confirmed(request)
