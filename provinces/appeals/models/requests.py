"""What only others can answer: laboratories their results, other provinces their words."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .appeals import Appeal, Basis, Outcome


class LaboratoryQuery(models.Model):
    """A laboratory is asked about a positive that a reviewer doubts; it alone corrects it.

    `settled_at` is when it was corrected, or did not matter any more.
    """

    class Settlement(models.TextChoices):
        CORRECTED = "corrected"
        OVER = "over"

    basis = models.OneToOneField(Basis, models.CASCADE, related_name="laboratory_query")
    laboratory = models.CharField(max_length=120)
    sample_reference = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settlement = models.CharField(max_length=10, choices=Settlement.choices, blank=True)

    class Meta:
        indexes = [
            models.Index(
                name="laboratories_to_answer", fields=["asked_at"], condition=Q(settled_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"query about {self.basis}"


class Forwarded(models.Model):
    """An appeal about another province's word, for the federation to bring there and back.

    It waits, until it is taken (`contest` is how the federation calls it) or returned because that
    province cannot be asked; then the home province answers by itself.
    """

    appeal = models.OneToOneField(Appeal, models.CASCADE, related_name="forwarded")
    piece = models.BigIntegerField(null=True)
    result = models.BigIntegerField(null=True)
    queued_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    contest = models.UUIDField(null=True)
    issuer = models.CharField(max_length=31, blank=True)
    answer_by = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    returned_because = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    reasons = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_piece_or_a_result_is_forwarded",
                condition=Q(piece=None, result__isnull=False) | Q(piece__isnull=False, result=None),
            ),
            models.CheckConstraint(
                name="a_forwarded_appeal_is_taken_or_returned",
                condition=Q(taken_at=None) | Q(returned_at=None),
            ),
            models.CheckConstraint(
                name="whoever_takes_it_has_a_clock",
                condition=Q(taken_at=None, contest=None, issuer="", answer_by=None)
                | (
                    Q(taken_at__isnull=False, contest__isnull=False, answer_by__isnull=False)
                    & ~Q(issuer="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appeal_id} for another province"
