"""Rule sets: versions of the province's policy, immutable once published."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Ruleset(models.Model):
    """A published version: statuses, grounds, texts, as one JSON document.

    It ends by itself after 90 days at most; without one in force nobody is held.
    """

    append_only = True

    name = models.CharField(max_length=60)
    version = models.CharField(max_length=30)
    document = models.JSONField()
    in_force_from = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_version_is_published_once", fields=["name", "version"]),
            models.CheckConstraint(
                name="a_ruleset_ends_within_90_days",
                condition=Q(expires_at__gt=F("in_force_from"))
                & Q(
                    expires_at__lte=F("in_force_from")
                    + models.Value("90 days", output_field=models.DurationField())
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
