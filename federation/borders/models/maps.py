"""Maps resolved here and by peers, and what was handed down of them."""

from __future__ import annotations

from django.db import models


class ResolvedMap(models.Model):
    """A map as it was resolved: its digest, and the logs' sizes it was computed from."""

    id = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=64)
    sizes = models.JSONField()
    as_of = models.DateTimeField()
    counts = models.JSONField()
    contests = models.JSONField()

    append_only = True

    def __str__(self) -> str:
        return f"{self.digest[:12]} as of {self.as_of:%Y-%m-%d %H:%M}"


class PeerMap(models.Model):
    """What another province says it resolved; equal sizes and another digest is a discrepancy."""

    id = models.BigAutoField(primary_key=True)
    origin = models.CharField(max_length=31)
    digest = models.CharField(max_length=64)
    sizes = models.JSONField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_peers_map_is_kept_once", fields=["origin", "digest", "told_at"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.origin} {self.digest[:12]}"


class HandedDown(models.Model):
    """What was last handed down for a province: its zones as resolved, by digest."""

    source = models.CharField(max_length=31, primary_key=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.source


class HandedPart(models.Model):
    """One zone, or part of one, as it was last handed down for a province, by digest."""

    id = models.BigAutoField(primary_key=True)
    source = models.CharField(max_length=31)
    reference = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_part_is_handed_down_once", fields=["source", "reference", "version"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}/{self.reference} v{self.version}"


class OwnOutcome(models.Model):
    """What the resolution last left of an own zone, where it is not all of it, by digest."""

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="an_own_zone_has_one_outcome", fields=["reference", "version"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference} v{self.version}"


class CompiledZone(models.Model):
    """The ranges a set of cells compiles to at the thresholds asked for; a cache, by digest."""

    key = models.CharField(max_length=64, primary_key=True)
    packed = models.BinaryField()

    def __str__(self) -> str:
        return self.key[:12]
