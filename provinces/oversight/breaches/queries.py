"""Reading breaches: how far each is, whom it concerns, and the count for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, Max, Q, QuerySet

from provinces.accounts.models import User
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions.models import Level
from provinces.jurisdictions.powers import Power
from provinces.oversight.models.breaches import Breach, BreachPerson

from .reading import spoken

__all__ = [
    "Counted",
    "breach",
    "breaches",
    "counted",
    "late",
    "people",
    "spoken",
    "to_close",
    "untold",
]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many breaches there were, how many people they concerned, and whether told in time."""

    breaches: int
    open: int
    people: int
    told_in_time: int


def breaches() -> QuerySet[Any]:
    """Return every breach, the open ones first, with how many people, told and not yet."""
    counted = Breach.objects.annotate(
        concerned=Count("people"),
        untold=Count("people", filter=Q(people__told_at=None)),
        told_at=Max("people__told_at"),
    )
    return counted.select_related("opened_by", "proposed_by", "closed_by").order_by(
        F("closed_at").desc(nulls_first=True), "-opened_at"
    )


def breach(reference: str) -> Any | None:
    """Return a breach by its reference, counted as in the list."""
    return breaches().filter(reference=reference).first()


def people(breach: Breach, *, most: int, after: int = 0) -> list[BreachPerson]:
    """Return whom a breach concerns, by reference alone, from after a row on."""
    rows = BreachPerson.objects.filter(breach=breach, pk__gt=after).select_related("citizen")
    return list(rows.order_by("pk")[:most])


def untold() -> list[Breach]:
    """Return the breaches of which somebody has not been told, the most pressing first."""
    return list(Breach.objects.untold().order_by("tell_by"))


def late(at: datetime) -> int:
    """Return of how many breaches somebody has not been told in time."""
    return Breach.objects.untold().filter(tell_by__lt=at).count()


def to_close(user: User, at: datetime) -> QuerySet[Breach]:
    """Return the breaches that a user may close as a second office, as far as units tell.

    Of whom everybody has been told; the longest waiting first. Nothing for whoever is on call for
    a part of the province only.
    """
    on_call = jurisdictions.offices_with(user, Power.INCIDENT, at)
    own_units = jurisdictions.offices_of(user, at).order_by().values("unit")
    colleagues = jurisdictions.colleagues(user, at).order_by().values("user")
    waiting = Breach.objects.open().exclude(proposed_by=None)
    found = waiting.filter(Exists(on_call.filter(area__level=Level.PROVINCE)))
    found = found.exclude(proposed_unit__in=own_units).exclude(proposed_by__in=colleagues)
    return found.order_by("proposed_at", "pk")


def counted() -> Counted:
    """Return the counts of all breaches that are kept; exact, and not for the public as such."""
    rows = BreachPerson.objects.aggregate(
        people=Count("pk"), in_time=Count("pk", filter=Q(told_at__lte=F("breach__tell_by")))
    )
    return Counted(
        breaches=Breach.objects.count(),
        open=Breach.objects.open().count(),
        people=rows["people"],
        told_in_time=rows["in_time"],
    )
