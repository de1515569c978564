"""What is offered over a border, and treaties."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from .officials import official


class OfferState(models.TextChoices):
    """What became of an offer."""

    OPEN = "open"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    LAPSED = "lapsed"


class Offer(models.Model):
    """The part of another province's zone that lies on this one's ground: it may be accepted.

    `cells` are the part offered, `answered` what is accepted of it, as `[lo, hi]` pairs of fine
    cells; accepted as less grave than it is offered, it is `lowered_to` that level. Without
    effect until two officials of different offices have accepted it in time.
    """

    id = models.BigAutoField(primary_key=True)
    origin = models.CharField(max_length=31)
    reference = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField()
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    authority = models.CharField(max_length=120)
    case_evidence = models.CharField(max_length=200)
    starts = models.IntegerField()
    ends = models.IntegerField()
    cells = models.JSONField()
    fine_cells = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=OfferState.choices, default=OfferState.OPEN)
    answered = models.JSONField(default=list)
    lowered_to = models.PositiveSmallIntegerField(null=True)

    proposed_by = official()
    proposed_at = models.DateTimeField(null=True)
    proposed_unit = models.CharField(max_length=80, blank=True)
    area_code = models.CharField(max_length=12, blank=True)
    signed_by = official()
    signed_at = models.DateTimeField(null=True)
    signed_unit = models.CharField(max_length=80, blank=True)
    refused_by = official()
    refused_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(name="offers_by_state", fields=["state", "lapses_at"])]
        constraints = [
            models.UniqueConstraint(
                name="a_version_is_offered_once", fields=["origin", "reference", "version"]
            ),
            models.CheckConstraint(
                name="an_offer_is_accepted_as_no_graver",
                condition=Q(lowered_to=None) | Q(lowered_to__gte=1, lowered_to__lt=F("level")),
            ),
            models.CheckConstraint(
                name="a_proposal_says_who_when_and_where",
                condition=Q(proposed_by=None, proposed_at=None, proposed_unit="")
                | (Q(proposed_by__isnull=False, proposed_at__isnull=False) & ~Q(proposed_unit="")),
            ),
            models.CheckConstraint(
                name="an_accepted_offer_bears_a_second_office",
                condition=~Q(state=OfferState.ACCEPTED)
                | (
                    Q(signed_by__isnull=False, signed_at__isnull=False)
                    & Q(proposed_by__isnull=False)
                    & ~Q(signed_by=F("proposed_by"))
                    & ~Q(signed_unit="")
                    & ~Q(signed_unit=F("proposed_unit"))
                    & Q(signed_at__lte=F("lapses_at"))
                ),
            ),
            models.CheckConstraint(
                name="a_refused_offer_says_who_when_and_why",
                condition=(
                    ~Q(state=OfferState.REFUSED) & Q(refused_by=None, refused_at=None, reason="")
                )
                | (
                    Q(state=OfferState.REFUSED, refused_by__isnull=False)
                    & Q(refused_at__isnull=False)
                    & ~Q(reason="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin}/{self.reference} v{self.version}"


class Treaty(models.Model):
    """Terms that two provinces may sign; `id` is the digest of the terms, so they never change.

    `signed_here` is this province's hand under them, of another office than the drafter's, and
    `signed_there` the other's as its feed tells. Either may end it for the time to come.
    """

    id = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=12)
    partner = models.CharField(max_length=31)
    decider = models.CharField(max_length=31, blank=True)
    starts = models.IntegerField()
    ends = models.IntegerField()
    terms = models.JSONField()
    strip = models.JSONField(default=list)
    text_zh = models.CharField(max_length=2000)
    text_en = models.CharField(max_length=2000)
    proposed_from = models.CharField(max_length=31)
    proposed_at = models.DateTimeField()
    proposed_by = official()
    proposed_unit = models.CharField(max_length=80, blank=True)
    signed_by = official()
    signed_at = models.DateTimeField(null=True)
    signed_unit = models.CharField(max_length=80, blank=True)
    partner_signed_at = models.DateTimeField(null=True)
    ended_by = official()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)
    ended_minute = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_treaty_does_not_end_before_it_starts", condition=Q(ends__gt=F("starts"))
            ),
            models.CheckConstraint(
                name="a_treaty_bears_a_second_office",
                condition=Q(signed_by=None, signed_at=None, signed_unit="")
                | (
                    Q(signed_by__isnull=False, signed_at__isnull=False)
                    & ~Q(signed_unit="")
                    & (Q(proposed_by=None) | ~Q(signed_by=F("proposed_by")))
                    & ~Q(signed_unit=F("proposed_unit"))
                ),
            ),
            models.CheckConstraint(
                name="a_treatys_end_says_who_when_and_why",
                condition=Q(ended_by=None, ended_at=None, end_reason="")
                | (
                    Q(ended_by__isnull=False, ended_at__isnull=False, ended_minute__isnull=False)
                    & ~Q(end_reason="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} with {self.partner} {self.id[:12]}"
