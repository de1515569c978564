"""What auditors do: have a thing wait that is not in effect yet, and have the ledger checked."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

# One body may have a thing wait for so long, and once; longer takes a second one, up to a month:
# evidence of most classes has expired by then.
ALONE = timedelta(hours=72)
TOGETHER = timedelta(days=30)


class Thing(models.TextChoices):
    """What may be frozen: what is not in effect yet, and nothing that is.

    A rule set in notice is signed already, and would come into force by the clock alone: frozen, it
    is taken back, and nothing that says the same is signed meanwhile. What is to be told of a guest
    is kept by the federation.
    """

    PIECE = "piece"
    ZONE = "zone"
    RULES = "rules"
    NOTICE = "notice"
    RENEWAL = "renewal"
    GUEST = "guest"


class Freeze(models.Model):
    """That something may not come into effect for a while; nobody is worse off than before.

    While it stands, the database takes no signature under the thing; to turn it down, to lift, to
    end and to withdraw stay open to everybody. `key` is the row of the thing.
    """

    id = models.BigAutoField(primary_key=True)
    thing = models.CharField(max_length=8, choices=Thing.choices)
    key = models.BigIntegerField()
    because = models.CharField(max_length=600)
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    frozen_unit = models.CharField(max_length=80)
    frozen_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    prolonged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    prolonged_unit = models.CharField(max_length=80, blank=True)
    prolonged_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # By one body it would else be prolonged for ever.
            models.UniqueConstraint(name="a_thing_is_frozen_once", fields=["thing", "key"]),
            models.CheckConstraint(
                name="a_freeze_says_why_and_in_whose_name",
                condition=~Q(because="") & ~Q(frozen_unit=""),
            ),
            models.CheckConstraint(
                name="one_body_freezes_for_72_hours",
                condition=Q(ends_at__gt=F("frozen_at"))
                & (
                    Q(
                        prolonged_by=None,
                        prolonged_at=None,
                        prolonged_unit="",
                        ends_at__lte=F("frozen_at") + ALONE,
                    )
                    | (
                        Q(
                            prolonged_by__isnull=False,
                            prolonged_at__isnull=False,
                            ends_at__lte=F("frozen_at") + TOGETHER,
                        )
                        & ~Q(prolonged_unit="")
                        & ~Q(prolonged_by=F("frozen_by"))
                        & ~Q(prolonged_unit=F("frozen_unit"))
                    )
                ),
            ),
            models.CheckConstraint(
                name="a_freeze_is_lifted_by_somebody",
                condition=Q(lifted_by=None, lifted_at=None)
                | Q(lifted_by__isnull=False, lifted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"freeze of {self.thing} {self.key}"


class LedgerCheck(models.Model):
    """That the ledger was read again from end to end because an auditor asked, and what came of it.

    `findings` are as `provinces.ledger.verifying` words them; none, as a rule.
    """

    id = models.BigAutoField(primary_key=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    findings = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="the_ledger_is_checked_once_at_a_time",
                fields=["finished_at"],
                condition=Q(finished_at=None),
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"check {self.pk} of the ledger"
