"""Stays that met a zone, and questions where the location does not tell."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from core.db.days import Daily


class Exposure(models.Model):
    """Who met an effective zone in one cell on a day: a row for each zone, cell and day.

    Three lists of equal length; a place in them is one exposure, of a citizen's stay that met the
    zone for `[started, ended)` minutes. Not `certain` means possible only: it counts when the
    citizen says yes to the question. Facts take the union of the minutes.

        cell 8b31aa…  certain   citizens  {12, 12, 40}      12 was there twice
                                started   {480, 900, 500}
                                ended     {510, 960, 520}
    """

    daily = Daily(column="day")

    pk = models.CompositePrimaryKey("day", "cell", "zone_id", "certain")
    cell = models.BigIntegerField()
    day = models.IntegerField()
    zone_id = models.IntegerField()
    certain = models.BooleanField()
    citizens = ArrayField(models.IntegerField())
    started = ArrayField(models.IntegerField())
    ended = ArrayField(models.IntegerField())

    class Meta:
        db_table = "exposure_exposure"

    def __str__(self) -> str:
        return f"{len(self.citizens)} in zone {self.zone_id}"


class Answer(models.TextChoices):
    """What a citizen says to "were you there?"."""

    YES = "yes"
    NO = "no"


class Question(models.Model):
    """ "Were you there?": asked of a citizen about one zone and day, open for 72 hours.

    Yes makes the match certain; no, or silence, drops it.
    """

    citizen = models.ForeignKey(
        "citizens.Citizen",
        models.CASCADE,
        related_name="questions",
        db_constraint=False,
        db_index=False,  # the unique constraint begins with it
    )
    zone = models.ForeignKey(
        "zones.EffectiveZone",
        models.CASCADE,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    day = models.IntegerField()
    asked_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    answer = models.CharField(max_length=3, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(name="said_yes", fields=["citizen"], condition=Q(answer=Answer.YES)),
            models.Index(name="unanswered", fields=["zone"], condition=Q(answer="")),
        ]
        constraints = [
            models.UniqueConstraint(
                name="asked_once_a_zone_and_day", fields=["citizen", "zone", "day"]
            ),
            models.CheckConstraint(
                name="an_answer_comes_with_its_time",
                condition=Q(answer="", answered_at=None)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.citizen_id}: zone {self.zone_id}?"


class Case(models.Model):
    """A piece of evidence by which somebody is a case, whose companions are looked for.

    It counts from `begins_at` on; for minutes `[started, ended)` others may have been infected.
    The places of their stays are cells of this resolution.
    """

    evidence_id = models.BigIntegerField(primary_key=True)
    citizen_id = models.IntegerField(db_index=True)
    resolution = models.SmallIntegerField()
    begins_at = models.DateTimeField()
    started = models.IntegerField()
    ended = models.IntegerField()

    def __str__(self) -> str:
        return f"evidence {self.evidence_id}"


class CaseStay(models.Model):
    """A stay of somebody who is a case, to be found by its place, a coarse cell.

    `presence.Stay` has it too: what is here of it follows from there and from `Case`.
    """

    id = models.BigAutoField(primary_key=True)
    place = models.BigIntegerField()
    citizen_id = models.IntegerField(db_index=True)
    day = models.IntegerField(db_index=True)
    started = models.IntegerField()
    ended = models.IntegerField()

    class Meta:
        indexes = [models.Index(name="cases_by_place", fields=["place", "day"])]

    def __str__(self) -> str:
        return f"{self.citizen_id} in {self.place:x}"


class Spared(models.Model):
    """Cells `[lo, hi]` in which a citizen is at a regular place that a treaty on commuters names.

    Stays that begin there in `[starts, ends)` do not meet the zones of the provinces `spared`; with
    `only_uncertain`, not where the location is uncertain. It follows from `zones.Commuting` and
    the regular places.
    """

    id = models.BigAutoField(primary_key=True)
    citizen_id = models.IntegerField()
    lo = models.BigIntegerField()
    hi = models.BigIntegerField()
    spared = ArrayField(models.CharField(max_length=31))
    only_uncertain = models.BooleanField()
    starts = models.IntegerField()
    ends = models.IntegerField()

    class Meta:
        indexes = [models.Index(name="spared_by_citizen", fields=["citizen_id", "lo"])]

    def __str__(self) -> str:
        return f"{self.citizen_id} in {self.lo:x}-{self.hi:x}"


class CommutersFollowed(models.Model):
    """Which places and terms `Spared` follows from, in few words: one row, or none."""

    id = models.SmallIntegerField(primary_key=True)
    said = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.said
