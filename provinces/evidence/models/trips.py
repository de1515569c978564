"""Trips that people declare: where to, when and by what; no rule reads them, and no facts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Means(models.TextChoices):
    """By what somebody travels."""

    PLANE = "plane"
    TRAIN = "train"
    COACH = "coach"
    SHIP = "ship"
    CAR = "car"
    OTHER = "other"


class Trip(models.Model):
    """A trip to come, as a person said; gone when they take it back, and some days after it began.

    `host` is the province it leads to, by its name in addresses, and `place` a city or county in
    it, in the person's own words. Nobody else reads it: a host learns what an entry pass says.
    """

    id = models.BigAutoField(primary_key=True)
    citizen = models.ForeignKey("citizens.Citizen", models.CASCADE, related_name="trips")
    host = models.CharField(max_length=31)
    place = models.CharField(max_length=60, blank=True)
    departs_at = models.DateTimeField(db_index=True)
    means = models.CharField(max_length=8, choices=[(each, each) for each in Means.values])
    declared_at = models.DateTimeField()
    amended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_trip_leads_somewhere", condition=~Q(host="")),
            models.CheckConstraint(
                name="a_trip_goes_by_known_means", condition=Q(means__in=Means.values)
            ),
            models.CheckConstraint(
                name="a_trip_is_declared_before_it_begins",
                condition=Q(departs_at__gt=F("declared_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"trip {self.pk}"
