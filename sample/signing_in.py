"""How to sign in to the sample: officials, and in each province a citizen in each situation.

The citizens are people whom the case officer may view, where there are such: then what a citizen
sees and what an official sees can be looked at side by side. The passwords are random, and kept in
a file that only its owner can read. No authenticator is asked of anybody here.
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
from provinces.jurisdictions import scoping
from provinces.jurisdictions.powers import Power
from provinces.status.models import Current
from provinces.tenancy import scope
from sample.officials import POSTS

# Besides these there is one for each status that somebody is held under.
CALM, OPEN_QUESTION = "green", "question"
CARER = "case.officer"


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
    for situation in (CALM, *_held_statuses(now), OPEN_QUESTION):
        citizen = _seat(situation, now)
        if citizen is not None and citizen.user is not None:
            password = book.password_for(slug, citizen.user)
            found.append(SignIn(slug, situation, password, f"citizen {citizen.reference}"))
    return found


def _held_statuses(now: datetime) -> list[str]:
    """Return the statuses that somebody is held under, the mildest first."""
    held = _held(now).values_list("status", "grounds__0__rank").distinct()
    in_order = sorted(held, key=lambda one: one[1])
    return list(dict.fromkeys(status for status, _rank in in_order))


def _seat(situation: str, now: datetime) -> Citizen | None:
    """Return the citizen who signs in as a situation: still the same one, or another it fits."""
    fitting = _in(situation, now)
    near = fitting.filter(pk__in=_within_reach(now).values("pk"))
    seated = Citizen.objects.filter(user__username=situation).select_related("user").first()
    wanted = near if near.exists() else fitting
    if seated is not None and wanted.filter(pk=seated.pk).exists():
        return seated
    identified = Exists(Identity.objects.filter(citizen=OuterRef("pk")))
    chosen = wanted.filter(user=None).order_by(identified.desc(), "pk").first()
    if chosen is None:
        return None
    if seated is not None:
        Citizen.objects.filter(pk=seated.pk).update(user=None)
    chosen.user = User.objects.get_or_create(username=situation)[0]
    chosen.save(update_fields=["user"])
    return chosen


def _within_reach(now: datetime) -> QuerySet[Citizen]:
    """Return who lives where the case officer looks after people.

    Whoever is assigned to them is so for a while, and after everybody has a seat.
    """
    official = User.objects.get(username=CARER)
    return Citizen.objects.filter(area__in=scoping.within(official, Power.VIEW_PERSON, now))


def _in(situation: str, now: datetime) -> QuerySet[Citizen]:
    held = _held(now).filter(citizen=OuterRef("pk"))
    asked = Question.objects.filter(citizen=OuterRef("pk"), answer="", closes_at__gt=now)
    if situation == OPEN_QUESTION:
        return Citizen.objects.filter(~Exists(held), Exists(asked))
    if situation == CALM:
        return Citizen.objects.filter(~Exists(held), ~Exists(asked))
    return Citizen.objects.filter(Exists(held.filter(status=situation)))


def _held(now: datetime) -> QuerySet[Current]:
    return Current.objects.filter(until__gt=now, grounds__0__rank__gt=0)
