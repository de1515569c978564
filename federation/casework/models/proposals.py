"""What an official would tell a guest's home, before another office has signed it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Proposal(models.Model):
    """A fact about a guest that awaits its second signature: signed, it is gone from here.

    Of the guest it has the name that only the two provinces can make, and nothing else.
    """

    id = models.BigAutoField(primary_key=True)
    home = models.CharField(max_length=31)
    about = models.CharField(max_length=52)
    epoch = models.CharField(max_length=7)
    fact = models.CharField(max_length=20)
    body = models.JSONField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_unit = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    refused_at = models.DateTimeField(null=True)
    refused_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_word_on_a_guest_is_refused_by_somebody_for_a_reason",
                condition=Q(refused_by=None, refused_at=None, refused_because="")
                | (Q(refused_by__isnull=False, refused_at__isnull=False) & ~Q(refused_because="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.fact} for {self.home}"
