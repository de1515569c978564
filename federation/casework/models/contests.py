"""People contest what another province says of them; it has a day to answer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Contest(models.Model):
    """A contest as its person's home keeps it, or as the issuer does whose desk must answer."""

    class Side(models.TextChoices):
        FILED = "filed"
        RECEIVED = "received"

    class State(models.TextChoices):
        OPEN = "open"
        UPHELD = "upheld"
        WITHDRAWN = "withdrawn"
        SUSPENDED = "suspended"

    id = models.UUIDField(primary_key=True)
    side = models.CharField(max_length=10, choices=Side.choices)
    assertion = models.UUIDField(db_index=True)
    peer = models.CharField(max_length=31)
    about = models.CharField(max_length=52)
    epoch = models.CharField(max_length=7)
    citizen = models.ForeignKey(
        "citizens.Citizen", models.CASCADE, null=True, related_name="+", db_constraint=False
    )
    text = models.CharField(max_length=2000)
    filed_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    # What became of the assertion: it stands, its issuer took it back, or nobody answered.
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_unit = models.CharField(max_length=80, blank=True)
    closed_at = models.DateTimeField(null=True)
    reasons = models.CharField(max_length=2000, blank=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="an_assertion_is_contested_once_at_a_time",
                fields=["assertion", "side", "peer"],
                condition=Q(state="open"),
            ),
            models.CheckConstraint(
                name="a_closed_contest_says_when_and_why",
                condition=Q(state="open", closed_at=None, reasons="")
                | (
                    Q(state__in=["upheld", "withdrawn", "suspended"], closed_at__isnull=False)
                    & ~Q(reasons="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"contest of {self.assertion}"
