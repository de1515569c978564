"""Under which conditions a province lets people in."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from .officials import official


class PolicyState(models.TextChoices):
    """What became of a policy: one of another province's is always published."""

    AWAITING = "awaiting"
    PUBLISHED = "published"


class EntryPolicy(models.Model):
    """A province's policy for entering it, own or another's, version by version.

    In force from its moment until the next one's; never beyond `until`.
    """

    id = models.BigAutoField(primary_key=True)
    host = models.CharField(max_length=31)
    version = models.PositiveIntegerField()
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    in_force_from = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=10, choices=PolicyState.choices)
    drafted_by = official()
    drafted_at = models.DateTimeField(null=True)
    drafted_unit = models.CharField(max_length=80, blank=True)
    signed_by = official()
    signed_unit = models.CharField(max_length=80, blank=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_policys_version_is_kept_once", fields=["host", "version"]
            ),
            models.CheckConstraint(
                name="a_policy_is_in_force_for_some_time",
                condition=Q(until__gt=F("in_force_from")),
            ),
            models.CheckConstraint(
                name="a_published_policy_says_when",
                condition=Q(state=PolicyState.AWAITING, published_at=None)
                | Q(state=PolicyState.PUBLISHED, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="an_own_policy_bears_two_offices",
                condition=Q(state=PolicyState.AWAITING)
                | Q(drafted_by=None, signed_by=None)
                | (
                    Q(drafted_by__isnull=False, signed_by__isnull=False)
                    & ~Q(signed_by=F("drafted_by"))
                    & ~Q(signed_unit=F("drafted_unit"))
                    & ~Q(signed_unit="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.host} v{self.version}"
