"""A breach: what was noticed, whose records were read, who was told, and what was done."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class What(models.TextChoices):
    """What happened."""

    LOOKED_UP = "looked_up"
    STOLEN_ACCOUNT = "stolen_account"
    STOLEN_KEY = "stolen_key"
    PASSED_ON = "passed_on"
    FLAW = "flaw"


class Noticed(models.TextChoices):
    """How it was noticed."""

    ALARM = "alarm"
    AUDIT = "audit"
    COMPLAINT = "complaint"
    REPORT = "report"
    PEER = "peer"
    PRESS = "press"


class Kind(models.TextChoices):
    """Which class of data was open to whoever read."""

    IDENTITY = "identity"
    CONTACT = "contact"
    STATUS = "status"
    HEALTH = "health"
    WHEREABOUTS = "whereabouts"


class Measure(models.TextChoices):
    """What was done: a closed list."""

    OFFICE_ENDED = "office_ended"
    KEY_REVOKED = "key_revoked"
    ACCOUNT_LOCKED = "account_locked"
    FLAW_MENDED = "flaw_mended"
    SWITCHED_OFF = "switched_off"
    REPORTED = "reported"


class BreachQuerySet(models.QuerySet["Breach"]):
    """Breaches, in time."""

    def open(self) -> BreachQuerySet:
        """Return those that are not closed."""
        return self.filter(closed_at=None)

    def untold(self) -> BreachQuerySet:
        """Return those of which somebody has not been told."""
        return self.filter(people__told_at=None, people__isnull=False).distinct()


class Breach(models.Model):
    """Somebody read, between two moments, what they should not have: an official, or a key.

    `suspect` is how the ledger names them. Everybody concerned is told by `tell_by`.
    """

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=16, unique=True)
    what = models.CharField(max_length=20, choices=What.choices)
    noticed = models.CharField(max_length=20, choices=Noticed.choices)
    noticed_at = models.DateTimeField()
    kinds = ArrayField(models.CharField(max_length=20, choices=Kind.choices))
    suspect = models.CharField(max_length=80)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_unit = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    tell_by = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True)
    measures = ArrayField(models.CharField(max_length=20, choices=Measure.choices), default=list)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    proposed_unit = models.CharField(max_length=80, blank=True)
    proposed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    closed_unit = models.CharField(max_length=80, blank=True)
    closed_at = models.DateTimeField(null=True)

    objects = BreachQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_breach_is_of_known_kinds",
                condition=Q(
                    what__in=What.values,
                    noticed__in=Noticed.values,
                    kinds__contained_by=Kind.values,
                    kinds__len__gt=0,
                    measures__contained_by=Measure.values,
                )
                & ~Q(suspect=""),
            ),
            models.CheckConstraint(
                name="a_breach_has_its_time",
                condition=Q(ends_at__gt=F("starts_at"), tell_by__gt=F("noticed_at")),
            ),
            models.CheckConstraint(
                name="closing_a_breach_says_what_was_done",
                condition=Q(proposed_by=None, proposed_at=None, proposed_unit="", measures=[])
                | (
                    Q(
                        proposed_by__isnull=False,
                        proposed_at__isnull=False,
                        measures__len__gt=0,
                    )
                    & ~Q(proposed_unit="")
                ),
            ),
            models.CheckConstraint(
                name="a_breach_is_closed_by_two_offices",
                condition=Q(closed_by=None, closed_at=None, closed_unit="")
                | (
                    Q(closed_by__isnull=False, closed_at__isnull=False)
                    & Q(proposed_by__isnull=False)
                    & ~Q(closed_unit="")
                    & ~Q(closed_by=F("proposed_by"))
                    & ~Q(closed_unit=F("proposed_unit"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"breach {self.reference}"


class BreachPerson(models.Model):
    """That somebody's record was read in a breach: how often, when, and whether they were told."""

    id = models.BigAutoField(primary_key=True)
    breach = models.ForeignKey(Breach, models.CASCADE, related_name="people")
    citizen = models.ForeignKey("citizens.Citizen", models.CASCADE, related_name="+")
    reads = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_breach_names_a_person_once", fields=["breach", "citizen"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.citizen_id} in {self.breach_id}"

    def is_told(self, at: datetime) -> bool:
        """Tell whether they had been told by a moment."""
        return self.told_at is not None and self.told_at <= at
