"""What is held against somebody, and has no effect on them: for a while, or for good."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import F, Q

# No piece counts for longer, so nothing has to be suspended for longer.
LONGEST = timedelta(days=90)


class Thing(models.TextChoices):
    """What is suspended: a piece, or something that the province observed by itself.

    A test's result is none of them: a laboratory alone corrects it.
    """

    PIECE = "piece"
    ZONE = "zone"
    DIVISION = "division"
    COMPANION = "companion"


class Why(models.TextChoices):
    """Nobody answered in time, until somebody does; or it was found to be wrong, for good.

    Or what was filed with it is held, until another body has looked at it.
    """

    UNANSWERED = "unanswered"
    HELD = "held"
    OVERTURNED = "overturned"


class SuspensionQuerySet(models.QuerySet["Suspension"]):
    """Suspensions in time."""

    def standing(self) -> SuspensionQuerySet:
        """Return what is suspended now."""
        return self.filter(ended_at=None)


class Suspension(models.Model):
    """Something has no effect on one person's facts, from when the row is there until it is ended.

    `piece` is the evidence: the person's own, or the case whose companion they are said to be.
    `place` is the zone as `source/reference`, or the division's code. Of what is observed, only
    what began before the day of `observed_before` is meant, where that is said. A suspension
    counts whatever moment is judged: of what was, as well, it is in the person's favour.
    """

    id = models.BigAutoField(primary_key=True)
    citizen = models.ForeignKey(
        "citizens.Citizen", models.CASCADE, related_name="+", db_index=False
    )
    thing = models.CharField(max_length=10, choices=Thing.choices)
    piece = models.BigIntegerField(null=True)
    place = models.CharField(max_length=80, blank=True)
    observed_before = models.DateTimeField(null=True)
    why = models.CharField(max_length=10, choices=Why.choices)
    # In whose name: what the ledger calls the appeal, or the reversal.
    because_of = models.CharField(max_length=80)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                name="suspended_of_a_citizen", fields=["citizen"], condition=Q(ended_at=None)
            ),
            models.Index(name="suspensions_to_end", fields=["ends_at"], condition=Q(ended_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_suspension_is_of_a_piece_or_a_place",
                condition=Q(thing__in=[Thing.PIECE, Thing.COMPANION], piece__isnull=False, place="")
                | (Q(thing__in=[Thing.ZONE, Thing.DIVISION], piece=None) & ~Q(place="")),
            ),
            models.CheckConstraint(
                name="a_suspension_ends",
                condition=Q(ends_at__gt=F("starts_at"), ends_at__lte=F("starts_at") + LONGEST),
            ),
            models.CheckConstraint(
                name="a_suspension_says_why_and_in_whose_name",
                condition=Q(why__in=Why.values) & ~Q(because_of=""),
            ),
            models.UniqueConstraint(
                name="a_thing_is_suspended_once_for_a_reason",
                fields=["citizen", "thing", "piece", "place", "why", "because_of"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.thing} {self.piece or self.place} for {self.citizen_id}"
