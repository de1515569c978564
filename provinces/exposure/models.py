"""Stays that met a zone, and questions where the location does not tell."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.db.days import Daily


class Exposure(models.Model):
    """A citizen's stay met an effective zone for `[started, ended)` minutes of a day.

    Not `certain` means possible only: it counts when the citizen says yes to the question.
    One row for each stay and zone; facts take the union of the minutes. `cell` is the stay's.
    """

    daily = Daily(column="day")

    pk = models.CompositePrimaryKey("citizen_id", "zone_id", "cell", "started")
    cell = models.BigIntegerField()
    zone_id = models.IntegerField()
    citizen_id = models.IntegerField()
    day = models.IntegerField()
    started = models.IntegerField()
    ended = models.IntegerField()
    certain = models.BooleanField()

    class Meta:
        db_table = "exposure_exposure"

    def __str__(self) -> str:
        return f"{self.citizen_id} in zone {self.zone_id}"


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
