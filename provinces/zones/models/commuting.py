"""What treaties with neighbours say of commuters: where, when, and whose zones spare them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import SpGistIndex
from django.db import models
from django.db.models import F, Func, Q, Value


class Commuting(models.Model):
    """Terms of a treaty on commuters, as the federation hands them down.

    Whoever has a regular place in its cells is spared there, for stays that begin in
    `[starts, ends)` epoch minutes: zones of `spared` are not met at all, or, with
    `only_uncertain`, not where the location is uncertain. `digest` is of the cells.
    """

    id = models.AutoField(primary_key=True)
    treaty = models.CharField(max_length=64, unique=True)
    spared = ArrayField(models.CharField(max_length=31))
    only_uncertain = models.BooleanField()
    starts = models.IntegerField()
    ends = models.IntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="terms_on_commuters_spare_somebody", condition=~Q(spared=[])
            ),
            models.CheckConstraint(
                name="terms_on_commuters_do_not_end_before_they_start",
                condition=Q(ends__gte=F("starts")),
            ),
        ]

    def __str__(self) -> str:
        return f"commuters {self.treaty[:12]}"


class CommutingRange(models.Model):
    """Cells of one accuracy class, `[lo, hi]` by id, that lie in the strip of a treaty."""

    id = models.BigAutoField(primary_key=True)
    lo = models.BigIntegerField()
    hi = models.BigIntegerField()
    terms = models.ForeignKey(Commuting, models.CASCADE, related_name="ranges")

    class Meta:
        indexes = [
            SpGistIndex(
                Func(F("lo"), F("hi"), Value("[]"), function="int8range"),
                name="commuting_ranges_by_cell",
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="a_commuting_range_is_not_empty", condition=Q(hi__gte=F("lo"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.lo:x}-{self.hi:x}"
