"""What everybody may know of a province, number by number; nothing below the floor is kept."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from provinces.oversight.figures.suppressing import FLOOR, Shown

EXACT = str(Shown.EXACT)


class Figure(models.Model):
    """One number of a figure, of a month (`2026-11`) or a day (`2026-11-15`), as it is published.

    `cell` is what is counted, "" for the sum. A number that is not told is not kept either.
    """

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=20)
    period = models.CharField(max_length=10)
    cell = models.CharField(max_length=40, blank=True)
    number = models.BigIntegerField(null=True)
    # For figures of time; they are of as many as the floor at least.
    hours = models.PositiveIntegerField(null=True)
    shown = models.CharField(max_length=8, choices=[(str(each), str(each)) for each in Shown])
    counted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="figures_by_period", fields=["name", "period"])]
        constraints = [
            models.UniqueConstraint(
                name="a_number_is_published_once", fields=["name", "period", "cell"]
            ),
            models.CheckConstraint(
                name="no_number_below_the_floor_is_kept",
                condition=Q(number=None) | Q(number=0) | Q(number__gte=FLOOR),
            ),
            models.CheckConstraint(
                name="a_number_is_kept_where_it_is_told",
                condition=Q(shown=EXACT, number__isnull=False, hours=None)
                | Q(shown=EXACT, number=None, hours__isnull=False)
                | (~Q(shown=EXACT) & Q(number=None, hours=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.cell} of {self.period}"
