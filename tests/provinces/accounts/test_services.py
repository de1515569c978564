"""Sessions end, and what is over is forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache

from provinces.accounts import services
from provinces.accounts.models import User
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from tests.cast import NOW
from tests.factories import users


def session(user: User, *, over: bool = False) -> UserSession:
    """Return the row of a session of a user's."""
    store = SessionStore()
    store.set_expiry(NOW - timedelta(days=1) if over else NOW + timedelta(days=1))
    store.create()
    key = store.session_key
    assert key
    return UserSession.objects.create(user=user, session_key=key, ip="127.0.0.1", user_agent="x")


def ended() -> int:
    return Entry.objects.filter(event=Event.SESSIONS_ENDED).count()


@pytest.mark.usefixtures("north")
class TestEndSessions:
    def test_ends_those_that_are_named(self) -> None:
        user = users.user()
        asked, left = session(user), session(user)

        assert services.end_sessions(user, [asked.pk], now=NOW) == 1
        assert list(UserSession.objects.all()) == [left]
        assert not Session.objects.filter(session_key=asked.session_key).exists()
        assert ended() == 1

    def test_leaves_those_of_others(self) -> None:
        theirs = session(users.user())

        assert services.end_sessions(users.user(), [theirs.pk], now=NOW) == 0
        assert Session.objects.filter(session_key=theirs.session_key).exists()
        assert ended() == 0


@pytest.mark.usefixtures("north")
class TestEndOtherSessions:
    def test_leaves_the_one_that_asks(self) -> None:
        user = users.user()
        this = session(user)
        session(user)

        assert services.end_other_sessions(user, this=this.session_key, now=NOW) == 1
        assert list(UserSession.objects.all()) == [this]


@pytest.mark.usefixtures("north")
class TestForget:
    def test_removes_what_is_over(self) -> None:
        user = users.user()
        session(user, over=True)
        kept = session(user)
        cache.set("a", 1, timeout=-1)

        done = services.forget(now=NOW)

        assert done == {"sessions": 1, "listed": 1, "counts": 1, "invitations": 0}
        assert list(UserSession.objects.all()) == [kept]
