"""A part of the service is off until a moment; what changes that bears two signatures."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

# What one official may switch off alone, and what two may prolong at a time: everything ends.
LONGEST = timedelta(hours=24)


class Reason(models.TextChoices):
    """Why a part is off: a closed list."""

    ATTACK = "attack"
    LEAK = "leak"
    FLAW = "flaw"
    WRONG_ANSWERS = "wrong_answers"
    OVERLOAD = "overload"
    STOLEN_KEY = "stolen_key"
    DRILL = "drill"


class SwitchQuerySet(models.QuerySet["Switch"]):
    """Switches, in time."""

    def off(self, at: datetime) -> SwitchQuerySet:
        """Return what is off at a moment."""
        return self.filter(since__lte=at, until__gt=at, ended_at=None)


class Switch(models.Model):
    """A part was switched off by one official: since when, until when at the latest, and why.

    `until` moves, and `ended_at` is set, only by a change that two offices have signed: a trigger
    refuses anything else.
    """

    part = models.CharField(max_length=30)
    reason = models.CharField(max_length=20, choices=Reason.choices)
    since = models.DateTimeField()
    until = models.DateTimeField()
    switched_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    switched_unit = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)

    objects = SwitchQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["until"], name="switches_by_end")]
        constraints = [
            models.CheckConstraint(
                name="a_switch_says_why_and_ends",
                condition=Q(reason__in=Reason.values, until__gt=F("since")) & ~Q(part=""),
            ),
            models.CheckConstraint(
                name="a_switch_is_ended_within_its_time",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("since"), ended_at__lte=F("until")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} off until {self.until}"

    def is_off(self, at: datetime) -> bool:
        """Tell whether it holds at a moment."""
        return self.since <= at < self.over_at

    @property
    def over_at(self) -> datetime:
        """When it is over, or was."""
        return self.ended_at or self.until


class SwitchChange(models.Model):
    """One office proposes to prolong a switch, or to end it early; another office signs."""

    class Kind(models.TextChoices):
        PROLONG = "prolong"
        END = "end"

    switch = models.ForeignKey(Switch, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    until = models.DateTimeField(null=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_unit = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    signed_unit = models.CharField(max_length=80, blank=True)
    signed_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    refused_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_switch_has_one_open_change",
                fields=["switch"],
                condition=Q(signed_at=None, refused_at=None),
            ),
            models.CheckConstraint(
                name="a_change_of_a_switch_says_what",
                condition=Q(kind="prolong", until__isnull=False) | Q(kind="end", until=None),
            ),
            models.CheckConstraint(
                name="a_change_of_a_switch_bears_a_second_office",
                condition=Q(signed_by=None, signed_at=None, signed_unit="")
                | (
                    Q(signed_by__isnull=False, signed_at__isnull=False, refused_at=None)
                    & ~Q(signed_unit="")
                    & ~Q(signed_by=F("proposed_by"))
                    & ~Q(signed_unit=F("proposed_unit"))
                ),
            ),
            models.CheckConstraint(
                name="a_refused_change_of_a_switch_says_who",
                condition=Q(refused_by=None, refused_at=None)
                | Q(refused_by__isnull=False, refused_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_switch_is_prolonged_for_a_day_at_most",
                condition=Q(signed_at=None)
                | Q(until=None)
                | Q(until__lte=F("signed_at") + LONGEST),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of switch {self.switch_id}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for a second office."""
        return self.signed_at is None and self.refused_at is None
