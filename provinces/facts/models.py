"""The fact sheet: the waist through which all that rules may know must pass."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from .schema import FACTS, Kind


class FactSheet(models.Model):
    """What is known about a citizen: a column for each fact of the vocabulary, and no other.

    Whatever is not a fact cannot influence a status. Somebody about whom nothing is known has no
    row, unless something is to be known at `due_at`: the next moment at which the facts change by
    the clock alone. `digest` is SHA-256 over what is known, as `snapshot` says it.
    """

    citizen = models.OneToOneField(
        "citizens.Citizen", models.CASCADE, primary_key=True, db_constraint=False
    )
    due_at = models.DateTimeField(null=True)
    digest = models.BinaryField(max_length=32)

    class Meta:
        indexes = [
            models.Index(name="sheets_due", fields=["due_at"], condition=Q(due_at__isnull=False))
        ]

    def __str__(self) -> str:
        return f"facts about {self.citizen_id}"


FIELDS: dict[Kind, Callable[[], models.Field[Any, Any]]] = {
    Kind.MOMENT: lambda: models.DateTimeField(null=True),
    Kind.MINUTES: lambda: models.IntegerField(null=True),
    Kind.COUNT: lambda: models.IntegerField(null=True),
    Kind.HOURS: lambda: models.IntegerField(null=True),
    Kind.FLAG: lambda: models.BooleanField(null=True),
    Kind.CODE: lambda: models.TextField(null=True),
    Kind.ZONE: lambda: models.IntegerField(null=True),
    Kind.REFERENCE: lambda: models.BigIntegerField(null=True),
    Kind.MOMENTS: lambda: ArrayField(models.DateTimeField(), null=True),
}

for _fact in FACTS:
    FactSheet.add_to_class(_fact.column, FIELDS[_fact.kind]())
