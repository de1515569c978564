"""Reading legal requests: those within reach, what the person is told, and the count."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions.powers import Power
from provinces.oversight.models.lawful import GIVEN, Authority, LawfulRequest, Outcome


@dataclass(frozen=True, slots=True)
class Count:
    """How many requests of one kind of authority came in, and what became of them."""

    authority: str
    received: int
    given: int
    refused: int


def visible_to(user: User, at: datetime) -> QuerySet[LawfulRequest]:
    """Return the requests about people in reach of an official, those to be examined first."""
    found = LawfulRequest.objects.visible_to(user, Power.LAWFUL_REQUESTS, at)
    found = found.select_related("citizen", "received_by", "examined_by", "lawfulanswer")
    return found.order_by("examined_at", "-received_at").exclude(citizen__user=user)


def to_examine(user: User, at: datetime) -> list[LawfulRequest]:
    """Return what an official may examine, being of another office, the most pressing first."""
    found = visible_to(user, at).filter(examined_at=None, examine_by__gt=at)
    return list(
        found.exclude(received_unit__in=jurisdictions.units_of(user, at)).order_by("examine_by")
    )


def told_to(citizen: Citizen) -> QuerySet[LawfulRequest]:
    """Return what a person has been told was asked about them, the latest first."""
    return LawfulRequest.told.filter(citizen=citizen).order_by("-received_at")


def counted() -> list[Count]:
    """Return how many requests there were, by authority; exact, and not for the public as such."""
    pairs = LawfulRequest.objects.values_list("authority", "outcome")
    found = Counter(pairs)
    return [
        Count(
            authority=str(authority),
            received=sum(n for (one, _), n in found.items() if one == authority),
            given=sum(found[authority, outcome] for outcome in GIVEN),
            refused=found[authority, Outcome.REFUSED] + found[authority, Outcome.LAPSED],
        )
        for authority in Authority
    ]
