"""Who may act for whom, for what and until when; and that it was made use of."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from provinces.citizens.mandates import MOST_DAYS, Kind, Scope, Verified


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Mandates, by what they are worth at a moment."""

    def in_force(self, at: datetime) -> MandateQuerySet:
        """Return those that were accepted, are not over, and were not revoked."""
        return self.standing(at).filter(given_at__lte=at)

    def waiting(self, at: datetime) -> MandateQuerySet:
        """Return those that the person has not accepted yet."""
        return self.standing(at).filter(given_at=None)

    def standing(self, at: datetime) -> MandateQuerySet:
        """Return those that are neither over nor revoked, accepted or not."""
        return self.filter(ends_at__gt=at, revoked_at=None)


class Mandate(models.Model):
    """That `holder` may act for `subject`, within the scopes, until it ends or either revokes it.

    It has no effect before `given_at`, when it was verified that the subject wants it.
    """

    id = models.AutoField(primary_key=True)
    subject = models.ForeignKey("citizens.Citizen", models.CASCADE, related_name="mandates_given")
    holder = models.ForeignKey("citizens.Citizen", models.CASCADE, related_name="mandates_held")
    kind = models.CharField(max_length=5, choices=[(str(kind), str(kind)) for kind in Kind])
    scopes = ArrayField(
        models.CharField(max_length=20, choices=[(str(scope), str(scope)) for scope in Scope])
    )
    verified_by = models.CharField(
        max_length=8, choices=[(str(way), str(way)) for way in Verified], blank=True
    )
    # The official at the desk, where it was verified there.
    verified_at_desk = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["holder", "subject"], name="mandates_by_holder")]
        constraints = [
            models.CheckConstraint(
                name="nobody_holds_their_own_mandate",
                condition=~models.Q(subject=models.F("holder")),
            ),
            models.CheckConstraint(
                name="a_mandate_is_for_listed_purposes",
                condition=models.Q(scopes__contained_by=[str(scope) for scope in Scope]),
            ),
            models.CheckConstraint(
                name="a_mandate_ends",
                condition=models.Q(
                    ends_at__gt=models.F("asked_at"),
                    ends_at__lte=models.F("asked_at") + timedelta(days=MOST_DAYS),
                ),
            ),
            models.CheckConstraint(
                name="a_mandate_given_was_verified",
                condition=models.Q(given_at=None, verified_by="")
                | (models.Q(given_at__isnull=False) & ~models.Q(verified_by="")),
            ),
            models.CheckConstraint(
                name="a_mandate_verified_at_a_desk_names_the_official",
                condition=models.Q(verified_by="desk", verified_at_desk__isnull=False)
                | (~models.Q(verified_by="desk") & models.Q(verified_at_desk=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder_id} for {self.subject_id}"

    def allows(self, scope: Scope) -> bool:
        """Tell whether a scope is among those given."""
        return str(scope) in self.scopes


class MandateUse(models.Model):
    """That a mandate was used for something within an hour; the person is told once for it.

    `hour` is its first moment: pages that refresh by themselves would else fill the person's list.
    """

    id = models.BigAutoField(primary_key=True)
    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="uses")
    scope = models.CharField(max_length=20)
    hour = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_use_is_told_once_an_hour", fields=["mandate", "scope", "hour"]
            ),
            models.CheckConstraint(
                name="a_mandate_is_used_for_a_listed_purpose",
                condition=models.Q(scope__in=[str(scope) for scope in Scope]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mandate_id} {self.scope}"
