"""Claims that tie, until both provinces have settled them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class ConflictState(models.TextChoices):
    """Where a case stands."""

    OPEN = "open"
    ESCALATED = "escalated"
    SETTLED = "settled"


# Nothing but a treaty of both settles a case, whoever has it.
UNSETTLED = (ConflictState.OPEN, ConflictState.ESCALATED)


class Conflict(models.Model):
    """Claims that only leniency parts; both provinces' desks have the same case, by `digest`.

    The clock runs to `clock_at`; the less restrictive claim is in effect meanwhile, and after.
    Then it is escalated: it goes from the federation officers to those who sign for each province,
    and before all members. `escalated_there_at` is when another party said so.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    claims = models.JSONField()
    chosen = models.JSONField()
    parties = models.JSONField()
    cells = models.JSONField()
    fine_cells = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    clock_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=ConflictState.choices, default=ConflictState.OPEN
    )
    escalated_at = models.DateTimeField(null=True)
    escalated_there_at = models.DateTimeField(null=True)
    treaty = models.ForeignKey("borders.Treaty", models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_settled_conflict_has_its_treaty",
                condition=Q(state__in=UNSETTLED, treaty=None, settled_at=None)
                | Q(
                    state=ConflictState.SETTLED,
                    treaty__isnull=False,
                    settled_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="an_escalated_conflict_says_since_when",
                condition=~Q(state=ConflictState.ESCALATED) | Q(escalated_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_conflict_is_not_escalated_before_its_clock",
                condition=Q(escalated_at=None) | Q(escalated_at__gte=F("clock_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.digest[:12]
