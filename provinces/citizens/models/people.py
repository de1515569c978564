"""Citizens, their identity apart from them, and the marks that say whose status is stale."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from provinces.jurisdictions import scoping
from provinces.jurisdictions.powers import Power

from .guarding import Admission, Protection

if TYPE_CHECKING:
    from provinces.accounts.models import User


# Evidence of most classes counts for no longer; after that an assignment is opened anew.
ASSIGNED_DAYS = 60


def reached(user: User, power: Power, at: datetime, *, by: str = "citizen") -> models.Q:
    """Return whether a user may act on the citizen whom rows of some table are about.

    `by` leads from such a row to them. It is said of the citizen whom a list of such rows joins
    anyway: citizens who are first looked for by themselves are a million, and of them a few have
    such rows.
    """
    return _reached(f"{by}__area", by, user, power, at)


def unguarded(user: User, at: datetime) -> models.Q:
    """Return whether the `citizen` whom rows are about is one of `Citizen.objects.unguarded`.

    Said of those rows for the reason that `reached` is.
    """
    return _unguarded("citizen", user, at)


def _unguarded(citizen: str, user: User, at: datetime) -> models.Q:
    of = {"citizen": models.OuterRef(citizen)}
    protected = Protection.objects.in_force(at).filter(**of)
    admitted = Admission.objects.open(at).filter(asked_by=user, **of)
    return models.Q(~models.Exists(protected)) | models.Q(models.Exists(admitted))


def _reached(area: str, citizen: str, user: User, power: Power, at: datetime) -> models.Q:
    # By the path of their area: a list of areas to look in is reckoned anew for each of them, and
    # so dear that all people are read instead.
    roots = scoping.roots(user, power, at)
    lives = scoping.below(roots, path=f"{area}__path")
    assigned = CaseAssignment.objects.filter(
        scoping.below(roots, path="area__path"),
        citizen=models.OuterRef(citizen),
        powers__contains=[str(power)],
        starts_at__lte=at,
        ends_at__gt=at,
    )
    return lives | models.Q(models.Exists(assigned))


class CitizenQuerySet(models.QuerySet["Citizen"]):
    """Citizens, from an official's point of view."""

    def visible_to(self, user: User, power: Power, at: datetime) -> CitizenQuerySet:
        """Return those a user may act on: by residence, or by a case assignment in force."""
        return self.filter(_reached("area", "pk", user, power, at))

    def unguarded(self, user: User, at: datetime) -> CitizenQuerySet:
        """Return those who are not protected, and those whom a second official let a user open."""
        return self.filter(_unguarded("pk", user, at))


class Citizen(models.Model):
    """Somebody whose status this province decides. No name, no number: see Identity.

    `reference` is what pages, files and the ledger call them; it says nothing about them.
    """

    id = models.AutoField(primary_key=True)
    reference = models.CharField(max_length=24, unique=True)
    area = models.ForeignKey("jurisdictions.Area", models.PROTECT, related_name="+")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="citizen"
    )
    language = models.CharField(max_length=10, default="zh-hans")
    # The year alone, where it is known: for figures by age.
    birth_year = models.PositiveSmallIntegerField(null=True)
    enrolled_at = models.DateTimeField()

    objects = CitizenQuerySet.as_manager()

    def __str__(self) -> str:
        return self.reference


class Identity(models.Model):
    """Who a citizen is, encrypted with the province's key; found again by keyed hash only."""

    citizen = models.OneToOneField(Citizen, models.CASCADE, primary_key=True)
    sealed = models.BinaryField()
    document_hash = models.BinaryField(max_length=32, unique=True)

    def __str__(self) -> str:
        return f"identity of {self.citizen_id}"


class Departure(models.Model):
    """Another province is a person's home from then on: nobody here decides about them any more.

    While their record is on its way nobody does anywhere; if it is turned away, this is undone.
    """

    citizen = models.OneToOneField(
        Citizen, models.CASCADE, primary_key=True, related_name="departure"
    )
    to = models.CharField(max_length=31)
    left_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.citizen_id} went to {self.to}"


class CaseAssignment(models.Model):
    """A scoped, expiring grant: officials of an area may act on a person who does not live there.

    For where somebody stays, is treated, or is under order.
    """

    citizen = models.ForeignKey(Citizen, models.CASCADE, related_name="assignments")
    area = models.ForeignKey("jurisdictions.Area", models.PROTECT, related_name="+")
    powers = ArrayField(models.CharField(max_length=40))
    because = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_assignment_ends", condition=models.Q(ends_at__gt=models.F("starts_at"))
            ),
            models.CheckConstraint(
                name="an_assignment_ends_soon_enough",
                condition=models.Q(
                    ends_at__lte=models.F("starts_at") + timedelta(days=ASSIGNED_DAYS)
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.citizen_id} in {self.area_id}"


class StaleMark(models.Model):
    """Something about a citizen changed since the last decision; the road drains these.

    A mark on a day says that the stays of that day changed; a mark without one, that facts did.
    `day` is the first minute of the province's civil day, `cell` where the stay came or went;
    there is a mark for each. Without a citizen it stands for whoever has stays on that day.
    """

    id = models.BigAutoField(primary_key=True)
    citizen = models.ForeignKey(
        Citizen, models.CASCADE, null=True, db_index=False, db_constraint=False
    )
    day = models.IntegerField(null=True)
    cell = models.BigIntegerField(null=True)
    because = models.CharField(max_length=40)
    marked_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["citizen", "day"], name="marks_by_citizen"),
            models.Index(fields=["day"], name="marks_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_mark_is_of_somebody_or_of_a_day",
                condition=models.Q(citizen__isnull=False) | models.Q(day__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.citizen_id} because {self.because}"
