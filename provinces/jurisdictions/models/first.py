"""The offices that a province begins with: nobody is there yet who could propose and sign them."""

from __future__ import annotations

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q

from provinces.jurisdictions.roles import ROLES


class FirstSeat(models.Model):
    """An office that was named when the province was set up, and an invitation into it.

    It is held once the invitation is accepted, which is `joined_at`; until then nobody has it.
    """

    invitation = models.OneToOneField("accounts.Invitation", models.PROTECT, related_name="first")
    area = models.ForeignKey("jurisdictions.Area", models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, choices=[(key, key) for key in ROLES])
    unit = models.CharField(max_length=80)
    period = DateTimeRangeField()
    joined_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_first_seat_is_an_office",
                condition=~Q(role="")
                & ~Q(unit="")
                & Q(period__isempty=False)
                & Q(period__startswith__isnull=False)
                & Q(period__endswith__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.area_id}"
