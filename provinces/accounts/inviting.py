"""Inviting somebody to become an official: a link from one, a code from another, used once.

prepared ──► sent ──► accepted: an account
    │          └────► expired, or a code was tried too often: closed
    └────► turned down: closed
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F

from provinces.ledger import services as ledger
from provinces.ledger.events import Event

from .models import Invitation, User

# Without letters and digits that look alike.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
NAME, CODE = 8, 10


class NoInvitation(LookupError):
    """No invitation is open by this link: there is none, it is used, or its time is over."""


class WrongCode(ValueError):
    """The code does not belong to this link."""


@dataclass(frozen=True, slots=True)
class Given:
    """What whoever is invited brings, and the password that they choose."""

    secret: str
    code: str
    password: str


def prepare(*, full_name: str, language: str) -> tuple[Invitation, str]:
    """Keep whom an invitation is for; return it, and the code, which is kept as a hash only.

    The name to sign in by is drawn, so that nobody learns who has which.
    """
    code = _drawn(CODE)
    made = Invitation.objects.create(
        full_name=full_name,
        language=language,
        username=_free_name(),
        code=make_password(code),
    )
    return made, f"{code[:5]}-{code[5:]}"


def send(invitation: Invitation, *, now: datetime) -> str:
    """Let an invitation count for some days; return the secret of its link, kept as a hash only."""
    secret = secrets.token_urlsafe(32)
    invitation.link = _hash(secret)
    invitation.expires_at = now + timedelta(hours=settings.ACCOUNTS_INVITATION_HOURS)
    invitation.save(update_fields=["link", "expires_at"])
    return secret


def opened(secret: str, *, now: datetime) -> Invitation:
    """Return the invitation that a link is of; raises NoInvitation."""
    found = Invitation.objects.filter(link=_hash(secret), expires_at__gt=now, closed_at=None)
    invitation = found.first()
    if invitation is None:
        raise NoInvitation
    return invitation


def checked(given: Given, *, now: datetime) -> Invitation:
    """Return the invitation that link and code are of, and count the try.

    Raises NoInvitation and WrongCode; after too many tries the invitation is closed.
    """
    invitation = opened(given.secret, now=now)
    # Counted first, and for good: tries at once are no cheaper than tries in turn.
    tried = Invitation.objects.filter(
        pk=invitation.pk, closed_at=None, tries__lt=settings.ACCOUNTS_INVITATION_TRIES
    ).update(tries=F("tries") + 1)
    if not tried:
        raise NoInvitation
    code = given.code.strip().lower().replace("-", "").replace(" ", "")
    if check_password(code, invitation.code):
        return invitation
    if invitation.tries + 1 >= settings.ACCOUNTS_INVITATION_TRIES:
        _spoil(invitation, now)
    raise WrongCode


@transaction.atomic
def accept(invitation: Invitation, *, password: str, now: datetime) -> User:
    """Open the account that an invitation is for, and close the invitation; raises NoInvitation."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.closed_at is not None:
        raise NoInvitation
    user = User(
        username=invitation.username,
        full_name=invitation.full_name,
        language=invitation.language,
    )
    user.set_password(password)
    user.save(force_insert=True)
    void(invitation, now=now)
    ledger.record(Event.INVITATION_ACCEPTED, by=None, about=user, at=now)
    return user


def void(invitation: Invitation, *, now: datetime) -> None:
    """Close an invitation, and forget whom it was for."""
    if invitation.closed_at is not None:
        return
    invitation.full_name, invitation.code, invitation.link = "", "", None
    invitation.closed_at = now
    invitation.save(update_fields=["full_name", "code", "link", "closed_at"])


def forget(*, now: datetime) -> int:
    """Close the invitations that nobody accepted in time; return how many there were."""
    over = Invitation.objects.filter(closed_at=None, expires_at__lte=now)
    return over.update(full_name="", code="", link=None, closed_at=now)


@transaction.atomic
def _spoil(invitation: Invitation, now: datetime) -> None:
    void(invitation, now=now)
    body = {"kind": "invitation", "source": {"actor": "", "network": ""}}
    ledger.record(Event.INVITATION_SPOILT, by=None, about=None, at=now, body=body)


def _free_name() -> str:
    name = f"official.{_drawn(NAME)}"
    return _free_name() if User.objects.filter(username=name).exists() else name


def _drawn(letters: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(letters))


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
