"""All that one cause has done is undone at once, by two offices."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Reversal(models.Model):
    """One cause was found wrong: whoever is held by it is told, and it has no effect on them.

    Proposed by whoever upheld an appeal of the cause; nothing happens before another office signs.
    `people` is how many it concerned. `area` is the smallest one in which all lived whom it
    concerned when it was proposed, for lists to tell whose offices reach them; none where it
    concerned nobody any more.
    """

    cause = models.CharField(max_length=200, db_index=True)
    because = models.CharField(max_length=2000)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_unit = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    area = models.ForeignKey("jurisdictions.Area", models.PROTECT, null=True, related_name="+")
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    signed_unit = models.CharField(max_length=80, blank=True)
    signed_at = models.DateTimeField(null=True)
    people = models.PositiveIntegerField(null=True)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    refused_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_cause_is_proposed_once_at_a_time",
                fields=["cause"],
                condition=Q(refused_at=None),
            ),
            models.CheckConstraint(
                name="a_reversal_says_why", condition=~Q(cause="") & ~Q(because="")
            ),
            models.CheckConstraint(
                name="a_reversal_bears_a_second_office",
                condition=Q(signed_by=None, signed_at=None, signed_unit="", people=None)
                | (
                    Q(signed_by__isnull=False, signed_at__isnull=False, people__isnull=False)
                    & ~Q(signed_unit="")
                    & ~Q(signed_by=F("proposed_by"))
                    & ~Q(signed_unit=F("proposed_unit"))
                ),
            ),
            models.CheckConstraint(
                name="a_refused_reversal_says_who_when_and_why",
                condition=Q(refused_by=None, refused_at=None, refusal="")
                | (
                    Q(refused_by__isnull=False, refused_at__isnull=False, signed_at=None)
                    & ~Q(refusal="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"reversal of {self.cause}"
