"""Presences as minimised at the door, stays derived from them, and check-ins."""

from __future__ import annotations

from django.db import models

from core.db.days import Daily


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


class CheckIn(models.Model):
    """Somebody checked in at a venue: a reason to ask, never a presence in a zone."""

    citizen = models.ForeignKey("citizens.Citizen", models.CASCADE, related_name="+")
    venue = models.CharField(max_length=80)
    cell = models.BigIntegerField(null=True)
    at_minute = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_check_in_a_minute", fields=["citizen", "venue", "at_minute"]
            )
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
