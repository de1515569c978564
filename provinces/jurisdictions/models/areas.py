"""Areas, offices on them, and the guardian rows that carry their powers."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from guardian.models import UserObjectPermissionBase

from provinces.jurisdictions.powers import Power
from provinces.jurisdictions.roles import ROLES

if TYPE_CHECKING:
    from provinces.accounts.models import User


class Level(models.IntegerChoices):
    """How far down the division tree an area is."""

    PROVINCE = 1
    PREFECTURE = 2
    COUNTY = 3
    COMMUNITY = 4


class AreaQuerySet(models.QuerySet["Area"]):
    """Areas, from an official's point of view."""

    def visible_to(self, user: User, power: Power, at: datetime) -> AreaQuerySet:
        """Return the areas in which a user has a power at a moment, subtrees included."""
        from provinces.jurisdictions.scoping import within  # noqa: PLC0415  scoping asks this queryset's model

        return self.filter(pk__in=within(user, power, at))


class Area(models.Model):
    """A node of a province's territory tree.

    `path` holds the division codes from the province down, each closed by a full stop:
    `110000.110100.110105.`; a subtree is a prefix.
    """

    code = models.CharField(max_length=12, unique=True)
    path = models.CharField(max_length=80, unique=True)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")

    objects = AreaQuerySet.as_manager()

    class Meta:
        permissions = [(str(power), str(power)) for power in Power]
        default_permissions = ()
        indexes = [
            models.Index(fields=["path"], name="area_by_prefix", opclasses=["varchar_pattern_ops"])
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_en}"


class AreaUserObjectPermission(UserObjectPermissionBase):
    """Guardian's row: a user has a power on an area. Offices write it, nobody else."""

    content_object = models.ForeignKey(Area, models.CASCADE)


class OfficeQuerySet(models.QuerySet["Office"]):
    """Offices, as they count at a moment."""

    def in_force(self, at: datetime) -> OfficeQuerySet:
        """Return those that have begun, are not over, and are not suspended."""
        return self.filter(period__contains=at, suspended_at=None)


class Office(models.Model):
    """An official holds a role on an area for a period `[from, to)`.

    `unit` names the office in the sense of the four-eyes rule: two signatures must come from
    two units. While it is suspended it carries no power; its period goes on. `change` is what two
    officials signed for it; a province's first offices have none.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="offices")
    area = models.ForeignKey(Area, models.PROTECT, related_name="offices")
    role = models.CharField(max_length=30, choices=[(key, key) for key in ROLES])
    unit = models.CharField(max_length=80)
    period = DateTimeRangeField()
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    change = models.ForeignKey(
        "jurisdictions.Change", models.PROTECT, null=True, related_name="made"
    )
    suspended_at = models.DateTimeField(null=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        constraints = [
            # Whole numbers as one-element ranges: built-in operator classes, no extension.
            ExclusionConstraint(
                name="an_office_is_held_once_at_a_time",
                expressions=[
                    (
                        models.Func("user", "user", models.Value("[]"), function="int4range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        models.Func("area", "area", models.Value("[]"), function="int4range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        models.Func(
                            models.Func("role", function="hashtext"),
                            models.Func("role", function="hashtext"),
                            models.Value("[]"),
                            function="int4range",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="an_office_has_a_beginning_and_an_end",
                condition=models.Q(period__isempty=False)
                & models.Q(period__startswith__isnull=False)
                & models.Q(period__endswith__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_grants_an_office_to_themselves",
                condition=models.Q(granted_by=None) | ~models.Q(granted_by=models.F("user")),
            ),
            models.CheckConstraint(
                name="an_official_grants_nothing_alone",
                condition=models.Q(granted_by=None) | models.Q(change__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.area_id}"

    def is_in_force(self, at: datetime) -> bool:
        """Tell whether the office counts at a moment."""
        return self.suspended_at is None and self.period.lower <= at < self.period.upper
