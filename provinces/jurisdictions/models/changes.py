"""What is proposed to change about offices: nothing of it counts before another unit signed."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Q

from provinces.jurisdictions.reasons import Because, Refusal
from provinces.jurisdictions.roles import ROLES


class Kind(models.TextChoices):
    """What a change would do."""

    GRANT = "grant"
    END = "end"
    SUSPEND = "suspend"
    RESUME = "resume"
    HAND_OVER = "hand_over"
    INVITE = "invite"
    CONTROLLER = "controller"


class State(models.TextChoices):
    """What became of a proposal."""

    AWAITING = "awaiting"
    SIGNED = "signed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


BY_TWO = Q(state__in=[State.SIGNED, State.REFUSED])
ON_AN_OFFICE = Q(kind__in=[Kind.END, Kind.SUSPEND, Kind.RESUME, Kind.HAND_OVER])
GIVES_AN_OFFICE = Q(kind__in=[Kind.GRANT, Kind.HAND_OVER, Kind.INVITE])


class Controller(models.Model):
    """Who answers for all personal data of the province, from a moment on until another does.

    Without `since` it is proposed. Rows stay: they are the history.
    """

    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    address_zh = models.CharField(max_length=200)
    address_en = models.CharField(max_length=200)
    contact = models.CharField(max_length=120)
    since = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name_en


class Change(models.Model):
    """One proposal about one office, official or controller, and what became of it.

    `subject` holds the office, or is to get it; `successor` takes it over. `area`, `role`, `unit`
    and `period` are of the office that the change is about or would give. An emergency suspension
    counts from the moment it is proposed, and ends with the proposal unless that is signed.
    """

    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.AWAITING)
    # Its number alone: an office that is withdrawn before it begins goes, and this stays.
    office = models.ForeignKey(
        "jurisdictions.Office",
        models.DO_NOTHING,
        null=True,
        related_name="changes",
        db_constraint=False,
    )
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    successor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    invitation = models.OneToOneField("accounts.Invitation", models.PROTECT, null=True)
    controller = models.OneToOneField(Controller, models.PROTECT, null=True)
    area = models.ForeignKey("jurisdictions.Area", models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, blank=True, choices=[(key, key) for key in ROLES])
    unit = models.CharField(max_length=80, blank=True)
    period = DateTimeRangeField(null=True)
    because = models.CharField(max_length=20, choices=[(str(one), str(one)) for one in Because])
    is_emergency = models.BooleanField(default=False)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_unit = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_unit = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    refused_because = models.CharField(
        max_length=20, blank=True, choices=[(str(one), str(one)) for one in Refusal]
    )
    joined_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_change_is_decided_or_awaits_it",
                condition=Q(state=State.AWAITING, decided_at=None)
                | (~Q(state=State.AWAITING) & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_change_is_decided_by_another_of_another_unit",
                condition=~BY_TWO
                | (
                    Q(decided_by__isnull=False)
                    & ~Q(decided_by=F("proposed_by"))
                    & ~Q(decided_unit="")
                    & ~Q(decided_unit=F("proposed_unit"))
                ),
            ),
            models.CheckConstraint(
                name="nobody_proposes_a_change_about_themselves",
                condition=(Q(subject=None) | ~Q(subject=F("proposed_by")))
                & (Q(successor=None) | ~Q(successor=F("proposed_by"))),
            ),
            models.CheckConstraint(
                name="nobody_signs_a_change_about_themselves",
                condition=Q(decided_by=None)
                | (
                    (Q(subject=None) | ~Q(subject=F("decided_by")))
                    & (Q(successor=None) | ~Q(successor=F("decided_by")))
                ),
            ),
            models.CheckConstraint(
                name="a_change_says_what_it_is_about",
                condition=(
                    (ON_AN_OFFICE & Q(subject__isnull=False))
                    | Q(kind=Kind.GRANT, subject__isnull=False)
                    | Q(kind=Kind.INVITE, invitation__isnull=False)
                    | Q(kind=Kind.CONTROLLER, controller__isnull=False)
                )
                & (~GIVES_AN_OFFICE | (~Q(role="") & ~Q(unit="") & Q(period__isnull=False))),
            ),
            models.CheckConstraint(
                name="only_a_suspension_is_an_emergency",
                condition=Q(is_emergency=False) | Q(kind=Kind.SUSPEND),
            ),
            models.CheckConstraint(
                name="a_proposal_expires", condition=Q(expires_at__gt=F("proposed_at"))
            ),
            models.UniqueConstraint(
                name="an_office_has_one_proposal_at_a_time",
                fields=["office"],
                condition=Q(state=State.AWAITING),
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"],
                name="changes_that_await",
                condition=Q(state=State.AWAITING),
            ),
            models.Index(fields=["subject"], name="changes_of_an_official"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} proposed at {self.proposed_at}"
