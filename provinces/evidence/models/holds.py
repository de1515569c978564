"""Lists of evidence as they were filed, and what is held until another body has looked at it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from provinces.evidence.classes import EvidenceClass
from provinces.jurisdictions import scoping
from provinces.jurisdictions.models import Area
from provinces.jurisdictions.powers import Power

if TYPE_CHECKING:
    from provinces.accounts.models import User


class Batch(models.Model):
    """A list of pieces of one class, filed in one go; the same list is taken once in a unit.

    `digest` is the SHA-256 of what it says, in hex. Nothing of a person stands here.
    """

    id = models.BigAutoField(primary_key=True)
    evidence_class = models.CharField(
        max_length=20, choices=[(str(each), str(each)) for each in EvidenceClass]
    )
    digest = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    filed_unit = models.CharField(max_length=80)
    filed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_list_is_taken_once_in_a_unit", fields=["filed_unit", "digest"]
            ),
            models.CheckConstraint(
                name="a_list_says_something", condition=Q(count__gt=0) & ~Q(filed_unit="")
            ),
        ]

    def __str__(self) -> str:
        return f"list {self.pk}"


class HoldQuerySet(models.QuerySet["Hold"]):
    """Holds, from an official's point of view."""

    def visible_to(self, user: User, power: Power, at: datetime) -> HoldQuerySet:
        """Return those that lie whole within the areas in which a user has a power."""
        return self.filter(area__in=scoping.within(user, power, at))


class Hold(models.Model):
    """What a unit has filed, held until an official of another body releases or refuses it.

    While it is open none of its pieces can be approved, and what of it counted has no effect.
    `area` is the smallest that has all the people in it; `shared` says what many of the pieces
    have in common: the name of a column, and what stands in it.
    """

    class State(models.TextChoices):
        OPEN = "open"
        RELEASED = "released"
        REFUSED = "refused"

    id = models.BigAutoField(primary_key=True)
    unit = models.CharField(max_length=80)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    why = models.JSONField(default=list)
    shared = models.JSONField(default=list)
    count = models.PositiveIntegerField(default=0)
    # How many of them counted already, and have no effect since.
    pulled_back = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_unit = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_because = models.CharField(max_length=300, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_hold_of_a_unit_is_open", fields=["unit"], condition=Q(state="open")
            ),
            models.CheckConstraint(
                name="a_hold_on_evidence_is_decided_for_a_reason",
                condition=Q(
                    state="open",
                    decided_by=None,
                    decided_at=None,
                    decided_unit="",
                    decided_because="",
                )
                | (
                    Q(
                        state__in=["released", "refused"],
                        decided_by__isnull=False,
                        decided_at__isnull=False,
                    )
                    & ~Q(decided_unit="")
                    & ~Q(decided_because="")
                ),
            ),
            models.CheckConstraint(
                name="a_hold_is_not_decided_in_its_own_unit",
                condition=~Q(decided_unit=models.F("unit")),
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"
