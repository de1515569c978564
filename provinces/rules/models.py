"""Rule sets: drafts that are worked on, and versions, immutable once published.

    draft ──► submitted ──► signed: a version in notice ──► in force ──► superseded, or expired
      ▲           │                        │
      └─ sent back ┘                       └──► withdrawn, before it comes into force

Nothing is written when a version comes into force, is superseded or expires: the clock does that,
and `queries` reads it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .terms import EMERGENCY, LONGEST, NOTICE, RENEWABLE, SHORTEST

NOBODY = Q(drafted_by=None, drafted_at=None, drafted_unit="") & Q(
    signed_by=None, signed_at=None, signed_unit=""
)
TWO_OFFICES = (
    Q(drafted_by__isnull=False, drafted_at__isnull=False)
    & Q(signed_by__isnull=False, signed_at__isnull=False)
    & ~Q(drafted_unit="")
    & ~Q(signed_unit="")
    & ~Q(signed_by=F("drafted_by"))
    & ~Q(signed_unit=F("drafted_unit"))
)


def _later(moment: str, span: timedelta) -> Any:
    return F(moment) + models.Value(span, output_field=models.DurationField())


class Ruleset(models.Model):
    """A published version: statuses, grounds, texts, as one JSON document.

    It ends by itself after 90 days at most; without one in force nobody is held. A version that
    bears no signature was put in force when the province was set up.
    """

    append_only = True

    name = models.CharField(max_length=60)
    version = models.CharField(max_length=30)
    document = models.JSONField()
    # SHA-256 of the document as canonical JSON (RFC 8785).
    digest = models.CharField(max_length=64)
    # Everybody can read it from `notice_at` on.
    notice_at = models.DateTimeField()
    in_force_from = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField()
    # Why it was not given its notice; such a version only interrupts what was in force before.
    emergency = models.CharField(max_length=300, blank=True)

    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    drafted_unit = models.CharField(max_length=80, blank=True)
    drafted_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    signed_unit = models.CharField(max_length=80, blank=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_version_is_published_once", fields=["name", "version"]),
            models.CheckConstraint(
                name="a_ruleset_ends_within_90_days",
                condition=Q(expires_at__gt=F("in_force_from"))
                & Q(expires_at__lte=_later("in_force_from", LONGEST)),
            ),
            models.CheckConstraint(
                name="a_ruleset_is_read_before_it_counts",
                condition=Q(in_force_from__gte=F("notice_at")),
            ),
            models.CheckConstraint(
                name="a_signed_ruleset_bears_two_offices", condition=NOBODY | TWO_OFFICES
            ),
            models.CheckConstraint(
                name="a_signed_ruleset_is_given_its_notice",
                condition=Q(signed_by=None)
                | ~Q(emergency="")
                | Q(in_force_from__gte=_later("notice_at", NOTICE)),
            ),
            models.CheckConstraint(
                name="an_emergency_ends_within_72_hours",
                condition=Q(emergency="") | Q(expires_at__lte=_later("in_force_from", EMERGENCY)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class Withdrawal(models.Model):
    """That a version in notice was taken back; of no effect once the version is in force."""

    append_only = True

    ruleset = models.OneToOneField(Ruleset, models.PROTECT, related_name="withdrawal")
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_unit = models.CharField(max_length=80)
    withdrawn_at = models.DateTimeField()
    because = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_withdrawal_says_why", condition=~Q(because="") & ~Q(withdrawn_unit="")
            )
        ]

    def __str__(self) -> str:
        return f"withdrawal of {self.ruleset}"


class State(models.TextChoices):
    """What became of a draft."""

    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"


class Draft(models.Model):
    """A version that is worked on: of one official, until another one of another office signs it.

    Each edit makes another `edition`; a signature is under one of them. `wished_from` and
    `emergency` are the terms on which it was submitted.
    """

    name = models.CharField(max_length=60)
    version = models.CharField(max_length=30)
    document = models.JSONField()
    edition = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFTED)

    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drafted_unit = models.CharField(max_length=80)
    drafted_at = models.DateTimeField()
    edited_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    wished_from = models.DateTimeField(null=True)
    emergency = models.CharField(max_length=300, blank=True)
    sent_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    sent_back_unit = models.CharField(max_length=80, blank=True)
    sent_back_at = models.DateTimeField(null=True)
    sent_back_because = models.CharField(max_length=600, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    ruleset = models.OneToOneField(Ruleset, models.PROTECT, null=True, related_name="draft")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_draft_under_review_was_submitted",
                condition=~Q(state=State.SUBMITTED) | Q(submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="sending_back_says_who_when_and_why",
                condition=(
                    ~Q(state=State.SENT_BACK)
                    & Q(sent_back_by=None, sent_back_at=None)
                    & Q(sent_back_unit="", sent_back_because="")
                )
                | (
                    Q(state__in=[State.SENT_BACK, State.WITHDRAWN])
                    & Q(sent_back_by__isnull=False, sent_back_at__isnull=False)
                    & ~Q(sent_back_unit="")
                    & ~Q(sent_back_because="")
                    & ~Q(sent_back_by=F("drafted_by"))
                ),
            ),
            models.CheckConstraint(
                name="a_draft_is_withdrawn_at_a_moment",
                condition=Q(state=State.WITHDRAWN, withdrawn_at__isnull=False)
                | (~Q(state=State.WITHDRAWN) & Q(withdrawn_at=None)),
            ),
            models.CheckConstraint(
                name="a_signed_draft_is_a_ruleset",
                condition=Q(state=State.SIGNED, ruleset__isnull=False)
                | (~Q(state=State.SIGNED) & Q(ruleset=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}, draft {self.pk}"


class Renewal(models.Model):
    """That an official proposes to have the programme go on: for how many days more, and why.

    Of several proposals for one term the last one counts; it ends nothing and begins nothing
    before another office has signed it.
    """

    append_only = True

    number = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField()
    because = models.CharField(max_length=300)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_unit = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_renewal_says_why_and_for_how_long",
                condition=Q(days__gte=SHORTEST.days, days__lte=LONGEST.days, number__gte=2)
                & ~Q(because="")
                & ~Q(proposed_unit=""),
            )
        ]

    def __str__(self) -> str:
        return f"renewal {self.pk} to term {self.number}"


class ProgrammeTerm(models.Model):
    """For how long the programme runs, `[begins_at, ends_at)`; nobody is held outside of one.

    The first begins by itself with the province's first rule set. Every other one was renewed by
    two offices, at least 48 hours and at most 30 days before it begins.
    """

    append_only = True

    number = models.PositiveSmallIntegerField(unique=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    because = models.CharField(max_length=300, blank=True)

    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    proposed_unit = models.CharField(max_length=80, blank=True)
    proposed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    signed_unit = models.CharField(max_length=80, blank=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_term_ends_within_90_days",
                condition=Q(ends_at__gt=F("begins_at"))
                & Q(ends_at__lte=_later("begins_at", LONGEST)),
            ),
            models.CheckConstraint(
                name="a_renewed_term_bears_two_offices",
                condition=Q(number=1, proposed_by=None, proposed_at=None, proposed_unit="")
                & Q(signed_by=None, signed_at=None, signed_unit="", because="")
                | Q(number__gte=2, proposed_by__isnull=False, proposed_at__isnull=False)
                & Q(signed_by__isnull=False, signed_at__isnull=False)
                & ~Q(proposed_unit="")
                & ~Q(signed_unit="")
                & ~Q(because="")
                & ~Q(signed_by=F("proposed_by"))
                & ~Q(signed_unit=F("proposed_unit")),
            ),
            models.CheckConstraint(
                name="a_renewed_term_is_read_before_it_begins",
                condition=Q(number=1)
                | Q(begins_at__gte=_later("signed_at", NOTICE))
                & Q(begins_at__lte=_later("signed_at", RENEWABLE))
                & Q(signed_at__gte=F("proposed_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"term {self.number}"


class EarlyEnd(models.Model):
    """That an operator named an earlier end for the programme that ran in a term, `kept_at`.

    It stands from then on, and only an earlier one takes its place. None is of the past: people
    have all the weeks after it to take along what is kept of them.
    """

    append_only = True

    term = models.ForeignKey(ProgrammeTerm, models.PROTECT, related_name="early_ends")
    ends_at = models.DateTimeField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_early_end_is_not_of_the_past",
                condition=Q(ends_at__gte=F("kept_at")),
            )
        ]

    def __str__(self) -> str:
        return f"early end {self.pk} of {self.term_id}"
