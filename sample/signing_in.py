"""How to sign in to the sample: officials, and in each province a citizen in each situation.

The passwords are random, and kept in a file that only its owner can read. No authenticator is
asked of anybody here.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from provinces.accounts.models import User
from provinces.citizens.models import Citizen, Identity
from provinces.exposure.models import Question
from provinces.status.models import Current
from provinces.tenancy import scope
from sample.officials import POSTS

OPEN_QUESTION = "question"
SITUATIONS = ("green", "yellow", "red", OPEN_QUESTION)


@dataclass(frozen=True, slots=True)
class SignIn:
    """A name and a password, and who signs in with them."""

    province: str
    username: str
    password: str
    who: str


class Book:
    """The file of sign-ins, by province and name."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, dict[str, Any]] = (
            json.loads(path.read_text()) if path.exists() else {}
        )

    def password_for(self, province: str, user: User) -> str:
        """Return a user's password, a new one where none is known to be theirs."""
        known = self._known.get(province, {}).get(user.username)
        if known and known["fits"] == _fingerprint(user):
            return str(known["password"])
        password = secrets.token_urlsafe(9)
        user.set_password(password)
        user.save(update_fields=["password"])
        entry = {"password": password, "fits": _fingerprint(user)}
        self._known.setdefault(province, {})[user.username] = entry
        return password

    def save(self) -> None:
        """Write the file."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(self._known, indent=1))
        fresh.replace(self._path)


def _fingerprint(user: User) -> str:
    return hashlib.sha256(user.password.encode()).hexdigest()


@transaction.atomic
def open_for(book: Book, *, now: datetime) -> list[SignIn]:
    """Have everybody of the province in scope who is meant to sign in able to; return how."""
    slug = scope.current().slug
    found = []
    for post in (post for post in POSTS if post.shown):
        official = User.objects.get(username=post.username)
        found.append(SignIn(slug, official.username, book.password_for(slug, official), post.role))
    for situation in SITUATIONS:
        citizen = _seat(situation, now)
        if citizen is not None and citizen.user is not None:
            password = book.password_for(slug, citizen.user)
            found.append(SignIn(slug, situation, password, f"citizen {citizen.reference}"))
    return found


def _seat(situation: str, now: datetime) -> Citizen | None:
    """Return the citizen who signs in as a situation: still the same one, or another it fits."""
    fitting = _in(situation, now)
    seated = Citizen.objects.filter(user__username=situation).select_related("user").first()
    if seated is not None and fitting.filter(pk=seated.pk).exists():
        return seated
    identified = Exists(Identity.objects.filter(citizen=OuterRef("pk")))
    chosen = fitting.filter(user=None).order_by(identified.desc(), "pk").first()
    if chosen is None:
        return None
    if seated is not None:
        Citizen.objects.filter(pk=seated.pk).update(user=None)
    chosen.user = User.objects.get_or_create(username=situation)[0]
    chosen.save(update_fields=["user"])
    return chosen


def _in(situation: str, now: datetime) -> QuerySet[Citizen]:
    held = Current.objects.filter(citizen=OuterRef("pk"), until__gt=now, grounds__0__rank__gt=0)
    asked = Question.objects.filter(citizen=OuterRef("pk"), answer="", closes_at__gt=now)
    if situation in ("yellow", "red"):
        return Citizen.objects.filter(Exists(held.filter(status=situation)))
    if situation == OPEN_QUESTION:
        return Citizen.objects.filter(~Exists(held), Exists(asked))
    return Citizen.objects.filter(~Exists(held), ~Exists(asked))
