"""How often somebody tried, by hour; and records that nobody has a reason to touch."""

from __future__ import annotations

from django.db import models


class Spent(models.Model):
    """How often something was tried within an hour by, about, or from one and the same.

    `key` is a keyed hash: neither addresses nor people stand here. Forgotten after a day.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=20)
    axis = models.CharField(max_length=10)
    key = models.BinaryField(max_length=32)
    hour = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="tries_are_counted_by_hour", fields=["kind", "axis", "key", "hour"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.axis}: {self.count}"


class Reached(models.Model):
    """That one source has tried something on one person, within a day: many are a search.

    Both are keyed hashes. Forgotten after a day.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=20)
    source = models.BinaryField(max_length=32)
    subject = models.BinaryField(max_length=32)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="whom_a_source_reached_is_noted_once", fields=["kind", "source", "subject"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Canary(models.Model):
    """A document that is nobody's, as among those for sale: whoever tries it has a list.

    Only the keyed hash of the number is kept.
    """

    document_hash = models.BinaryField(max_length=32, primary_key=True)
    planted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"canary of {self.planted_at:%Y-%m-%d}"
