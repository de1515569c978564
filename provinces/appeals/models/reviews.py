"""Who looks at an appeal, and what they answer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .appeals import Appeal, Outcome


class Finding(models.TextChoices):
    """What a reviewer found: a closed list, said to the person in their language."""

    NOT_THEM = "not_them"
    NOT_THERE = "not_there"
    RECORD_WRONG = "record_wrong"
    CLEARED = "cleared"
    NOT_PROVEN = "not_proven"
    RECORD_RIGHT = "record_right"
    THERE = "there"
    RESULT_STANDS = "result_stands"
    NOTHING_NEW = "nothing_new"


IN_FAVOUR = (
    Finding.NOT_THEM,
    Finding.NOT_THERE,
    Finding.RECORD_WRONG,
    Finding.CLEARED,
    Finding.NOT_PROVEN,
)
# By which an appeal lies with somebody now; there is at most one.
LYING = Q(answered_at=None, released_at=None)


class Review(models.Model):
    """That an appeal lies with an official, in whose name, and until when; and their answer.

    The database takes nobody who said or signed anything that the ground rests on, nor anybody of
    an office that did; for the second level nobody of an office that has had it before, nor of
    another one that whoever had it is in.
    """

    id = models.BigAutoField(primary_key=True)
    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="reviews")
    level = models.PositiveSmallIntegerField()
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    unit = models.CharField(max_length=80)
    area = models.ForeignKey("jurisdictions.Area", models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    released_because = models.CharField(max_length=20, blank=True)
    answered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    finding = models.CharField(max_length=20, choices=Finding.choices, blank=True)
    reasons = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="an_appeal_lies_with_one_official",
                fields=["appeal"],
                condition=LYING,
            ),
            models.CheckConstraint(
                name="a_review_has_a_level_and_a_clock",
                condition=Q(level__in=[1, 2], answer_by__gt=F("assigned_at")) & ~Q(unit=""),
            ),
            models.CheckConstraint(
                name="a_reviewer_answers_with_reasons",
                condition=Q(answered_at=None, outcome="", finding="", reasons="")
                | (
                    Q(
                        answered_at__isnull=False,
                        released_at=None,
                        outcome__in=[Outcome.UPHELD, Outcome.PARTLY, Outcome.REFUSED],
                        finding__in=Finding.values,
                    )
                    & ~Q(reasons="")
                ),
            ),
            models.CheckConstraint(
                name="a_review_is_released_for_a_reason",
                condition=Q(released_at=None, released_because="")
                | (Q(released_at__isnull=False) & ~Q(released_because="")),
            ),
        ]

    def __str__(self) -> str:
        return f"review of {self.appeal_id} by {self.unit}"
