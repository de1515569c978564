"""Who lifted a zone before its time, when, and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Because(models.TextChoices):
    """Why a zone is lifted."""

    RISK_IS_OVER = "risk_is_over"
    CASES_RULED_OUT = "cases_ruled_out"
    DRAWN_WRONGLY = "drawn_wrongly"
    APPEAL_UPHELD = "appeal_upheld"
    DECLARED_WITHOUT_GROUND = "declared_without_ground"


class Lifting(models.Model):
    """A version in effect was ended `at` a moment of its period."""

    append_only = True

    version = models.ForeignKey("zones.Version", models.PROTECT, related_name="liftings")
    at = models.DateTimeField()
    because = models.CharField(max_length=30, choices=Because.choices)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lifted_unit = models.CharField(max_length=80)
    done_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_lifting_says_who_and_why", condition=~Q(because="") & ~Q(lifted_unit="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} at {self.at.isoformat()}"
