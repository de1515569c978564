"""Records that were opened in an emergency, and what another office made of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from provinces.citizens.purposes import Purpose
from provinces.jurisdictions import scoping
from provinces.jurisdictions.models import Level
from provinces.jurisdictions.powers import Power

from .hands import official, second_hand

if TYPE_CHECKING:
    from provinces.accounts.models import User

EMERGENCY_LASTS = timedelta(hours=3)


class EmergencyQuerySet(models.QuerySet["Emergency"]):
    """Emergencies in time, and from the point of view of whoever reviews them."""

    def open(self, at: datetime) -> EmergencyQuerySet:
        """Return those by which a record can be read at a moment; none that was found wrong."""
        found = self.filter(opened_at__lte=at, ends_at__gt=at)
        return found.exclude(verdict=Emergency.Verdict.UNJUSTIFIED)

    def unreviewed(self) -> EmergencyQuerySet:
        """Return those that nobody has judged."""
        return self.filter(reviewed_at=None)

    def visible_to(self, user: User, at: datetime) -> EmergencyQuerySet:
        """Return those an official may review, opened in their areas and by somebody else.

        Whatever was not reviewed in time goes up: to an office above the one that opened it, or of
        the province itself.
        """
        areas = scoping.within(user, Power.REVIEW_ACCESS, at)
        own = scoping.granted(user, Power.REVIEW_ACCESS, at).values("pk")
        low = ~Q(area__level=Level.PROVINCE) & Q(area__in=own)
        found = self.filter(area__in=areas).exclude(opened_by=user).exclude(citizen__user=user)
        return found.exclude(low, escalated_at__isnull=False, reviewed_at=None)


class Emergency(models.Model):
    """An official opened a record that they could not have opened otherwise, for three hours.

    `area` is the one of their own office. It lets them read and nothing else. Somebody of another
    office judges it the next day. The province's own login neither changes what was done, beyond
    the one judgement, nor deletes it.
    """

    withheld = ("DELETE",)

    class Reason(models.TextChoices):
        LIFE = "life"
        OUTBREAK = "outbreak"
        UNKNOWN = "unknown"
        CLOSED = "closed"

    class Verdict(models.TextChoices):
        JUSTIFIED = "justified"
        UNJUSTIFIED = "unjustified"

    id = models.BigAutoField(primary_key=True)
    citizen = models.ForeignKey("citizens.Citizen", models.CASCADE, related_name="emergencies")
    purpose = models.CharField(max_length=20)
    reason = models.CharField(max_length=10, choices=Reason.choices)
    case = models.CharField(max_length=120, blank=True)
    explanation = models.CharField(max_length=1000)
    area = models.ForeignKey("jurisdictions.Area", models.PROTECT, related_name="+")
    opened_by = official(null=False)
    opened_unit = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    review_by = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True)
    reviewed_by = official()
    reviewed_unit = models.CharField(max_length=80, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=12, choices=Verdict.choices, blank=True)
    finding = models.CharField(max_length=1000, blank=True)

    objects = EmergencyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_emergency_lasts_three_hours_at_most",
                condition=Q(ends_at__gt=F("opened_at"))
                & Q(ends_at__lte=F("opened_at") + EMERGENCY_LASTS),
            ),
            models.CheckConstraint(
                name="an_emergency_is_for_a_listed_purpose",
                condition=Q(purpose__in=[str(each) for each in Purpose]),
            ),
            models.CheckConstraint(
                name="an_emergency_says_why",
                condition=Q(reason__in=["life", "outbreak", "unknown", "closed"])
                & ~Q(explanation="")
                & ~Q(opened_unit=""),
            ),
            models.CheckConstraint(
                name="an_emergency_is_judged_by_another_office",
                condition=second_hand("opened", "reviewed", "reviewed_at"),
            ),
            models.CheckConstraint(
                name="a_judgement_is_one_or_the_other",
                condition=Q(reviewed_at=None, verdict="", finding="")
                | (
                    Q(reviewed_at__isnull=False, verdict__in=["justified", "unjustified"])
                    & ~Q(finding="")
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["review_by"], name="emergencies_to_review", condition=Q(reviewed_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"emergency {self.pk}"
