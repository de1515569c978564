"""The fact sheet: the waist through which all that rules may know must pass."""

from __future__ import annotations

from django.db import models


class FactSheet(models.Model):
    """What is known about a citizen. Whatever is not a column here cannot influence a status.

    Somebody about whom nothing is known has no row. `digest` is SHA-256 over the columns in the
    order of `schema.FACTS`.
    """

    citizen = models.OneToOneField(
        "citizens.Citizen", models.CASCADE, primary_key=True, db_constraint=False
    )
    high_left_at = models.DateTimeField(null=True)
    high_minutes = models.IntegerField(null=True)
    high_zone = models.IntegerField(null=True)
    medium_left_at = models.DateTimeField(null=True)
    medium_minutes = models.IntegerField(null=True)
    medium_zone = models.IntegerField(null=True)
    digest = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"facts about {self.citizen_id}"
