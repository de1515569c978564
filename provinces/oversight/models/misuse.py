"""Misuse cases: what was found in the record, who examines it, and what they made of it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Kind(models.TextChoices):
    """What a case was opened for; `wording` says each."""

    REPEATED = "repeated"
    OUT_OF_HOURS = "out_of_hours"
    PROTECTED = "protected"
    CANARY = "canary"
    VOLUME = "volume"
    WITHOUT_ACT = "without_act"
    COHORT = "cohort"
    PAIR = "pair"


class State(models.TextChoices):
    """How far a case is."""

    OPEN = "open"
    EXAMINED = "examined"
    FOUNDED = "founded"
    UNFOUNDED = "unfounded"


class Case(models.Model):
    """Something found in the record that may be misuse, by one official, or by two together.

    `key` makes sure that the same thing is found once. `entries` are entries of the ledger, and
    `pieces` evidence that was filed; `measures` is what was counted, and against what. An auditor
    examines it who shares no office with the official; the database takes nobody else.
    """

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    key = models.CharField(max_length=120, unique=True)
    official = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    accomplice = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    units = ArrayField(models.CharField(max_length=80))
    entries = ArrayField(models.BigIntegerField(), default=list)
    pieces = ArrayField(models.BigIntegerField(), default=list)
    measures = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    auditor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    auditor_unit = models.CharField(max_length=80, blank=True)
    assigned_at = models.DateTimeField(null=True)
    examined_at = models.DateTimeField(null=True)
    examined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    closed_because = models.CharField(max_length=600, blank=True)
    # Two others decide on it, where offices are.
    suspension_proposed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                name="misuse_to_examine",
                fields=["opened_at"],
                condition=Q(state__in=[State.OPEN, State.EXAMINED]),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="a_misuse_case_names_two_officials_or_one",
                condition=Q(accomplice=None) | ~Q(accomplice=models.F("official")),
            ),
            models.CheckConstraint(
                name="an_auditor_has_a_case_from_a_moment_on",
                condition=Q(auditor=None, auditor_unit="", assigned_at=None)
                | (Q(auditor__isnull=False, assigned_at__isnull=False) & ~Q(auditor_unit="")),
            ),
            models.CheckConstraint(
                name="an_examined_case_says_when_and_by_whom",
                condition=Q(state=State.OPEN, examined_at=None, examined_by=None)
                | (~Q(state=State.OPEN) & Q(examined_at__isnull=False, examined_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_closed_case_says_when_by_whom_and_why",
                condition=(
                    Q(state__in=[State.OPEN, State.EXAMINED])
                    & Q(closed_at=None, closed_by=None, closed_because="")
                )
                | (
                    Q(state__in=[State.FOUNDED, State.UNFOUNDED])
                    & Q(closed_at__isnull=False, closed_by__isnull=False)
                    & ~Q(closed_because="")
                ),
            ),
            models.CheckConstraint(
                name="a_suspension_is_proposed_where_misuse_is_founded",
                condition=Q(suspension_proposed_at=None) | Q(state=State.FOUNDED),
            ),
        ]

    def __str__(self) -> str:
        return f"misuse case {self.reference}"


class CaseSubject(models.Model):
    """That somebody's data are in a misuse case; told once it is founded."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, models.CASCADE, related_name="subjects")
    citizen = models.ForeignKey("citizens.Citizen", models.CASCADE, related_name="+")
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="somebody_is_in_a_case_once", fields=["case", "citizen"])
        ]

    def __str__(self) -> str:
        return f"{self.citizen_id} in {self.case_id}"
