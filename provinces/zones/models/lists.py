"""Divisions that official lists name: as listed, and as ranges of cells with days."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import SpGistIndex
from django.db import models
from django.db.models import F, Func, Q, Value

from .zones import REFUSAL, Level, State


class DivisionRisk(models.Model):
    """An official list says a division was at risk. Precision: the division, never a presence."""

    division_code = models.CharField(max_length=12, db_index=True)
    place = models.CharField(max_length=120)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    first_on = models.DateField()
    last_on = models.DateField()
    source = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_spell_is_listed_once",
                fields=["division_code", "place", "level", "first_on"],
            ),
            models.CheckConstraint(
                name="a_spell_does_not_end_before_it_starts",
                condition=Q(last_on__gte=F("first_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.division_code} {self.place}"


class DivisionList(models.Model):
    """A list as one official imported it; nothing of it has an effect before another office signs.

    `spells` holds what it adds to what is known: division, place, level, first and last day.
    """

    withheld = ("DELETE",)

    source = models.CharField(max_length=120)
    spells = models.JSONField()
    read = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.AWAITING)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    imported_unit = models.CharField(max_length=80)
    imported_at = models.DateTimeField()
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    signed_unit = models.CharField(max_length=80, blank=True)
    signed_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    refused_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_list_in_force_bears_a_second_office",
                condition=(~Q(state=State.IN_FORCE) & Q(signed_by=None, signed_at=None))
                | (
                    Q(state=State.IN_FORCE, signed_by__isnull=False, signed_at__isnull=False)
                    & ~Q(signed_unit="")
                    & ~Q(signed_by=F("imported_by"))
                    & ~Q(signed_unit=F("imported_unit"))
                ),
            ),
            models.CheckConstraint(name="a_refused_list_says_who_when_and_why", condition=REFUSAL),
        ]

    def __str__(self) -> str:
        return f"list {self.pk} of {self.source}"


class Division(models.Model):
    """A division that official lists name, and whose ground is known, compiled.

    One whose ground is told otherwise since is superseded by another; it is kept until whoever
    stayed there has been looked at again.
    """

    code = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)
    is_superseded = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_divisions_ground_is_compiled_once",
                fields=["code"],
                condition=Q(is_superseded=False),
            )
        ]

    def __str__(self) -> str:
        return self.code


class DivisionRange(models.Model):
    """Cells of one accuracy class, `[lo, hi]` by id, that are wholly in a division.

    They are matched with the days of lists alone, and never make a zone.
    """

    id = models.BigAutoField(primary_key=True)
    lo = models.BigIntegerField()
    hi = models.BigIntegerField()
    division = models.ForeignKey(Division, models.CASCADE, related_name="ranges")

    class Meta:
        indexes = [
            SpGistIndex(
                Func(F("lo"), F("hi"), Value("[]"), function="int8range"),
                name="division_ranges_by_cell",
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="a_division_range_is_not_empty", condition=Q(hi__gte=F("lo"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.lo:x}-{self.hi:x}"


class Listing(models.Model):
    """Days on which lists name a division at a level, `[starts, ends)` in minutes of their start.

    No day is in two of a division and level. `is_marked` once whoever stayed there then has been
    marked.
    """

    id = models.BigAutoField(primary_key=True)
    division = models.ForeignKey(Division, models.CASCADE, related_name="listings")
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    starts = models.BigIntegerField()
    ends = models.BigIntegerField(db_index=True)
    is_marked = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(name="listings_to_mark", fields=["id"], condition=Q(is_marked=False))
        ]
        constraints = [
            models.CheckConstraint(
                name="a_listing_is_of_a_day_at_least", condition=Q(ends__gt=F("starts"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.division} at {self.get_level_display()}"
