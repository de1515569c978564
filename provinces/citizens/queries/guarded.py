"""What waits for a second official about opening records, and what was made of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from provinces.accounts.models import User
from provinces.citizens.fields import Field
from provinces.citizens.models import (
    Admission,
    Citizen,
    Emergency,
    Export,
    Lifting,
    Protection,
)
from provinces.jurisdictions import scoping
from provinces.jurisdictions.powers import Power
from provinces.ledger import queries as entries
from provinces.ledger import services as ledger
from provinces.ledger.events import Event


def protected_among(people: Iterable[int], start: datetime, end: datetime) -> frozenset[int]:
    """Return which of these people, by their keys, were protected at any moment of `[start, end]`.

    A mark that ended in between counts: whoever has it lifted to look is seen all the same.
    """
    found = Protection.objects.filter(citizen__in=people, signed_at__lte=end, ends_at__gt=start)
    return frozenset(found.values_list("citizen", flat=True))


def emergencies_to_review(by: User, at: datetime) -> QuerySet[Emergency]:
    """Return what an official may judge and nobody has, the soonest due first."""
    found = Emergency.objects.visible_to(by, at).unreviewed()
    return found.select_related("area", "opened_by").order_by("review_by", "pk")


def emergency_to_review(number: int, *, by: User, at: datetime) -> Emergency | None:
    """Return an emergency that an official may judge, judged or not; None for any other."""
    found = Emergency.objects.visible_to(by, at).filter(pk=number)
    return found.select_related("area", "opened_by", "citizen").first()


def emergencies_of(by: User) -> QuerySet[Emergency]:
    """Return what an official opened themselves, the latest first."""
    found = Emergency.objects.filter(opened_by=by)
    return found.select_related("citizen").order_by("-pk")


def seen_in(emergency: Emergency) -> list[tuple[datetime, tuple[Field, ...]]]:
    """Return when an official looked in an emergency, and at which fields, the latest first."""
    looks = entries.about(emergency.citizen).filter(
        entry__event=Event.RECORD_READ,
        by=ledger.name(emergency.opened_by),
        body__emergency=emergency.pk,
    )
    return [
        (each.entry.recorded_at, tuple(map(Field, each.body.get("fields", ())))) for each in looks
    ]


def misuse() -> QuerySet[Emergency]:
    """Return what was found to have been no emergency, the latest first: for whoever oversees."""
    found = Emergency.objects.filter(verdict=Emergency.Verdict.UNJUSTIFIED)
    return found.select_related("opened_by", "reviewed_by").order_by("-reviewed_at", "-pk")


def admissions_to_give(by: User, at: datetime) -> QuerySet[Admission]:
    """Return what an official is asked to consent to, the oldest first."""
    found = Admission.objects.visible_to(by, at).awaiting(at)
    return found.select_related("area", "asked_by").order_by("pk")


def asked_by(by: User, at: datetime) -> QuerySet[Admission]:
    """Return what an official asked for and that was answered within the hour, or is yet to be."""
    mine = Admission.objects.filter(asked_by=by)
    return (mine.open(at) | mine.awaiting(at)).order_by("-pk")


def protections_to_sign(by: User, at: datetime) -> QuerySet[Protection]:
    """Return the marks that an official may sign or refuse, the oldest first."""
    found = Protection.objects.visible_to(by, at).awaiting().filter(ends_at__gt=at)
    return found.select_related("citizen__area", "proposed_by").order_by("pk")


def protections_in_force(by: User, at: datetime) -> QuerySet[Protection]:
    """Return the marks in an official's areas that count, for whoever may have them lifted.

    The soonest over first; not the official's own, nor those that are to be lifted already.
    """
    areas = scoping.within(by, Power.REVIEW_ACCESS, at)
    found = Protection.objects.in_force(at).filter(citizen__area__in=areas)
    found = found.exclude(citizen__user=by).exclude(liftings__in=Lifting.objects.awaiting(at))
    return found.select_related("citizen__area").order_by("ends_at", "pk")


def liftings_to_sign(by: User, at: datetime) -> QuerySet[Lifting]:
    """Return the liftings of marks that an official may sign or refuse, the oldest first."""
    found = Lifting.objects.visible_to(by, at).awaiting(at)
    return found.select_related("protection__citizen__area", "proposed_by").order_by("pk")


def protections_of(citizen: Citizen) -> list[tuple[Protection, Lifting | None]]:
    """Return a person's own marks that two offices made, and what ended each early, newest first.

    For the person alone: no official is shown it with their record.
    """
    marks = Protection.objects.filter(citizen=citizen, signed_at__isnull=False).order_by("-pk")
    signed = Lifting.objects.filter(protection__in=marks, signed_at__isnull=False)
    lifted = {lifting.protection_id: lifting for lifting in signed}
    return [(mark, lifted.get(mark.pk)) for mark in marks]


def export_of(token: str, *, by: User, at: datetime) -> Export | None:
    """Return a file that an official made and that is not over; None for any other."""
    return Export.objects.filter(token=token, made_by=by, ends_at__gt=at).first()
