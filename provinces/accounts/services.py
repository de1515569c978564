"""What changes about how somebody signs in, told to the ledger in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from provinces.ledger import services as ledger
from provinces.ledger.events import Event

from . import counting, inviting
from .models import User


def note(event: Event, *, by: User, now: datetime, kind: str = "") -> None:
    """Record that a user changed how they sign in; inside the transaction of the change."""
    body = {"kind": kind} if kind else None
    ledger.record(event, by=by, about=by, at=now, body=body)


def list_session(*, request: HttpRequest, user: User, **_signal: Any) -> None:
    """List a session that begins, whichever way its user came in."""
    if "REMOTE_ADDR" in request.META:
        UserSession.objects.create_from_request(request, user=user)


@transaction.atomic
def end_sessions(user: User, keys: Iterable[int], *, now: datetime) -> int:
    """End some of a user's sessions; return how many there were. Another's are left alone."""
    return _end(UserSession.objects.filter(user_id=user.pk, pk__in=list(keys)), user, now)


@transaction.atomic
def end_other_sessions(user: User, *, this: str | None, now: datetime) -> int:
    """End all of a user's sessions but the one with the key `this`; return how many there were."""
    return _end(UserSession.objects.filter(user_id=user.pk).exclude(session_key=this), user, now)


def _end(found: Any, user: User, now: datetime) -> int:
    keys = list(found.values_list("session_key", flat=True))
    if keys:
        Session.objects.filter(session_key__in=keys).delete()
        found.delete()
        body = {"sessions": len(keys)}
        ledger.record(Event.SESSIONS_ENDED, by=user, about=user, at=now, body=body)
    return len(keys)


def forget(*, now: datetime) -> dict[str, int]:
    """Remove sessions that are over, where they were from, counts and invitations that expired."""
    over, _ = Session.objects.filter(expire_date__lte=now).delete()
    there = Session.objects.filter(session_key=OuterRef("session_key"))
    listed, _ = UserSession.objects.filter(~Exists(there)).delete()
    return {
        "sessions": over,
        "listed": listed,
        "counts": counting.forget(),
        "invitations": inviting.forget(now=now),
    }
