"""Under which conditions a province lets people in."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from .officials import official


class PolicyState(models.TextChoices):
    """What became of a policy: one of another province's is always published."""

    AWAITING = "awaiting"
    PUBLISHED = "published"
    REFUSED = "refused"


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
    refused_by = official()
    refused_unit = models.CharField(max_length=80, blank=True)
    refused_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=300, blank=True)

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
                condition=Q(
                    state__in=[PolicyState.AWAITING, PolicyState.REFUSED], published_at=None
                )
                | Q(state=PolicyState.PUBLISHED, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="an_own_policy_bears_two_offices",
                condition=Q(state__in=[PolicyState.AWAITING, PolicyState.REFUSED])
                | Q(drafted_by=None, signed_by=None)
                | (
                    Q(drafted_by__isnull=False, signed_by__isnull=False)
                    & ~Q(signed_by=F("drafted_by"))
                    & ~Q(signed_unit=F("drafted_unit"))
                    & ~Q(signed_unit="")
                ),
            ),
            models.CheckConstraint(
                name="a_refused_policy_says_who_when_and_why",
                condition=(
                    ~Q(state=PolicyState.REFUSED)
                    & Q(refused_by=None, refused_at=None, refused_unit="", refusal="")
                )
                | (
                    Q(state=PolicyState.REFUSED)
                    & Q(refused_by__isnull=False, refused_at__isnull=False)
                    & ~Q(refused_unit="")
                    & ~Q(refusal="")
                    & ~Q(refused_by=F("drafted_by"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.host} v{self.version}"
