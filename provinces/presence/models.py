"""Presences as minimised at the door, stays derived from them, venues, and check-ins."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from core.db.days import Daily
from provinces.jurisdictions import scoping
from provinces.jurisdictions.powers import Power

if TYPE_CHECKING:
    from provinces.accounts.models import User


class Presence(models.Model):
    """A citizen was in a cell for some minutes `[started, ended)`, as a phone or file said.

    The cell's resolution is its accuracy class. Minutes are counted from the Unix epoch. One
    row for each citizen, minute and cell; no foreign key, for it is written by the million.
    """

    daily = Daily(column="started")

    pk = models.CompositePrimaryKey("citizen_id", "started", "cell")
    cell = models.BigIntegerField()
    citizen_id = models.IntegerField()
    started = models.IntegerField()
    ended = models.IntegerField()
    moving = models.BooleanField()

    class Meta:
        db_table = "presence_presence"

    def __str__(self) -> str:
        return f"{self.citizen_id} in {self.cell:x}"


class Stay(models.Model):
    """A citizen stayed in a cell, as derived from the presences of one civil day.

    `day` is the first minute of that day. Sealed days lie in cell order.
    """

    daily = Daily(column="day", seal_by="cell")

    pk = models.CompositePrimaryKey("citizen_id", "cell", "started")
    cell = models.BigIntegerField()
    citizen_id = models.IntegerField()
    day = models.IntegerField()
    started = models.IntegerField()
    ended = models.IntegerField()

    class Meta:
        db_table = "presence_stay"

    def __str__(self) -> str:
        return f"{self.citizen_id} in {self.cell:x}"


class VenueQuerySet(models.QuerySet["Venue"]):
    """Venues, from an official's point of view and in time."""

    def visible_to(self, user: User, power: Power, at: datetime) -> VenueQuerySet:
        """Return the venues in the areas in which a user has a power."""
        return self.filter(area__in=scoping.within(user, power, at))

    def in_use(self, at: datetime) -> VenueQuerySet:
        """Return the venues at which one can check in at a moment."""
        return self.filter(models.Q(closed_at=None) | models.Q(closed_at__gt=at), opened_at__lte=at)


class Venue(models.Model):
    """A place at whose door a code is shown, another one each minute, and who answers for it.

    The codes follow from the province's key, the reference and the number of the venue's `key`;
    whoever shows them proves by a word of which a hash is kept. Where it lies is a cell.
    """

    id = models.AutoField(primary_key=True)
    reference = models.CharField(max_length=4, unique=True)
    area = models.ForeignKey("jurisdictions.Area", models.PROTECT, related_name="+")
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    answerable = models.CharField(max_length=120)
    contact = models.CharField(max_length=120)
    cell = models.BigIntegerField()
    key = models.PositiveIntegerField(default=1)
    word_hash = models.BinaryField(max_length=32)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = VenueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_venue_names_who_answers",
                condition=~models.Q(answerable="") & ~models.Q(contact=""),
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class CheckIn(models.Model):
    """Somebody checked in at a venue: a reason to ask, never a presence in a zone.

    `place` is the venue, where it is one of this province's and still registered. `left_minute` is
    when they checked out; it is for themselves, and nothing is worked out by it.
    """

    citizen = models.ForeignKey("citizens.Citizen", models.CASCADE, related_name="+")
    venue = models.CharField(max_length=80)
    place = models.ForeignKey(Venue, models.SET_NULL, null=True, related_name="+")
    cell = models.BigIntegerField(null=True)
    at_minute = models.IntegerField()
    left_minute = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="nobody_leaves_before_they_come",
                condition=models.Q(left_minute=None)
                | models.Q(left_minute__gte=models.F("at_minute")),
            ),
            models.UniqueConstraint(
                name="one_check_in_a_minute", fields=["citizen", "venue", "at_minute"]
            ),
        ]
        indexes = [models.Index(fields=["cell"], name="check_ins_by_cell")]

    def __str__(self) -> str:
        return f"{self.citizen_id} at {self.venue}"


class Cell(models.Model):
    """A cell in which somebody was on some kept day; it does not say who, or when.

    Most cells of most zones are fields and roofs: whoever looks for stays in all zones looks
    into these alone.
    """

    cell = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return f"{self.cell:x}"


class Device(models.Model):
    """A phone that may post its citizen's presences; only a hash of its token is kept.

    When it was last used is noted to the hour.
    """

    citizen = models.ForeignKey("citizens.Citizen", models.CASCADE, related_name="devices")
    token_hash = models.BinaryField(max_length=32, unique=True)
    name = models.CharField(max_length=60, blank=True, default="")
    paired_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"device of {self.citizen_id}"
