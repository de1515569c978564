"""Zones as declared, version by version; and what is in effect, as ranges of cells."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.indexes import SpGistIndex
from django.db import models
from django.db.models import F, Func, Q, Value

from provinces.jurisdictions import scoping
from provinces.jurisdictions.powers import Power

if TYPE_CHECKING:
    from provinces.accounts.models import User


# What restricts people is decided anew in sight of its beginning: a revision goes on from there.
LONGEST_ZONE = timedelta(days=60)


class Level(models.IntegerChoices):
    """How grave the risk is. What follows from it is for the rules to say."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3


class Unit(models.TextChoices):
    """What kind of place a zone is drawn around; never a household."""

    BUILDING = "building"
    COMPOUND = "compound"
    VILLAGE = "village"
    VENUE = "venue"
    STREET = "street"
    OTHER_AREA = "area"


class State(models.TextChoices):
    """What became of a version."""

    AWAITING = "awaiting"
    IN_FORCE = "in_force"
    REFUSED = "refused"


# Who turned it down, when and why; or nothing of it.
REFUSAL = (~Q(state=State.REFUSED) & Q(refused_by=None, refused_at=None, refusal="")) | (
    Q(state=State.REFUSED, refused_by__isnull=False, refused_at__isnull=False) & ~Q(refusal="")
)


class Reason(models.TextChoices):
    """Why a zone is declared. Files may say it in other words; pages offer these."""

    CASES_LIVE_THERE = "cases_live_there"
    CASES_STAYED_THERE = "cases_stayed_there"
    SPREAD_THERE = "spread_there"
    CONTACTS_LIVE_THERE = "contacts_live_there"
    FOUND_IN_THE_PLACE = "found_in_the_place"


class Basis(models.TextChoices):
    """The law a zone rests on."""

    DISEASES_LAW = "diseases_law"
    EMERGENCY_LAW = "emergency_law"
    EMERGENCY_RULES = "emergency_rules"
    PROVINCIAL_ORDER = "provincial_order"


class VersionQuerySet(models.QuerySet["Version"]):
    """Versions, from an official's point of view."""

    def visible_to(self, user: User, power: Power, at: datetime) -> VersionQuerySet:
        """Return the versions of zones in the areas where a user has a power."""
        return self.filter(zone__area__in=scoping.within(user, power, at))


class Zone(models.Model):
    """A place declared risky, whatever its versions say of it."""

    reference = models.CharField(max_length=40, unique=True)
    area = models.ForeignKey("jurisdictions.Area", models.PROTECT, related_name="+")
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.reference


class Version(models.Model):
    """What was declared of a zone: where, how grave, for how long, on what evidence, by whom.

    `cells` are the fine cells inside the province's own territory, as `[lo, hi]` pairs; `spill`
    are those beyond it, which have no effect until the neighbour accepts them. A version's
    period ends where the next one's begins. It stays as declared, but for its signature or
    refusal, and for when it was lifted, which only moves to earlier moments.
    """

    withheld = ("DELETE",)

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    unit = models.CharField(max_length=20, choices=Unit.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    authority = models.CharField(max_length=120)
    reason = models.CharField(max_length=300)
    # Zones declared before this was asked, and those of files, name none.
    basis = models.CharField(max_length=20, choices=Basis.choices, blank=True)
    case_evidence = models.CharField(max_length=200)
    drawn = models.JSONField()  # the polygon, or circle, as declared; WGS84
    cells = models.JSONField()
    spill = models.JSONField(default=list)
    fine_cells = models.PositiveIntegerField()
    needs_higher_office = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.AWAITING)
    lifted_at = models.DateTimeField(null=True)

    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    declared_unit = models.CharField(max_length=80)
    declared_at = models.DateTimeField()
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

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="versions_are_numbered", fields=["zone", "number"]),
            models.CheckConstraint(name="a_zone_ends", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="a_zone_ends_in_sight", condition=Q(ends_at__lte=F("starts_at") + LONGEST_ZONE)
            ),
            models.CheckConstraint(
                name="a_version_is_signed_or_refused",
                condition=Q(signed_at=None) | Q(refused_at=None),
            ),
            models.CheckConstraint(name="a_zone_cites_its_case", condition=~Q(case_evidence="")),
            models.CheckConstraint(
                name="signed_by_comes_with_signed_at",
                condition=Q(signed_by=None, signed_at=None, signed_unit="")
                | (Q(signed_by__isnull=False, signed_at__isnull=False) & ~Q(signed_unit="")),
            ),
            models.CheckConstraint(name="a_refusal_says_who_when_and_why", condition=REFUSAL),
            models.CheckConstraint(
                name="a_zone_in_force_bears_a_second_office",
                condition=~Q(state=State.IN_FORCE)
                | (
                    Q(signed_by__isnull=False)
                    & ~Q(signed_by=F("declared_by"))
                    & ~Q(signed_unit=F("declared_unit"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.zone.reference} v{self.number}"


# Revised since exposures were matched. Said without negation, so that it is one condition in an
# index and in a query.
OUT_OF_STEP = (
    Q(matched_at=None) | Q(matched_at__lt=F("revised_at")) | Q(matched_at__gt=F("revised_at"))
)


class EffectiveZone(models.Model):
    """A version in effect, own or a neighbour's: what presences are matched with.

    `starts` and `ends` are minutes since the Unix epoch, `[starts, ends)`; an empty period is a
    zone that was corrected away. `revised_at` is moved by every change; `matched_at` says up to
    which revision exposures are in step. The database takes an own one only as a version in force
    says it, or for less of its period.
    """

    id = models.AutoField(primary_key=True)
    source = models.CharField(max_length=31)
    reference = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    starts = models.IntegerField()
    ends = models.IntegerField()
    revised_at = models.DateTimeField(db_index=True)
    matched_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(name="zones_out_of_step", fields=["id"], condition=OUT_OF_STEP)]
        constraints = [
            models.UniqueConstraint(
                name="a_version_is_in_effect_once", fields=["source", "reference", "version"]
            ),
            models.CheckConstraint(
                name="a_period_does_not_end_before_it_starts",
                condition=Q(ends__gte=F("starts")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}/{self.reference} v{self.version}"


class ZoneRange(models.Model):
    """Cells of one accuracy class, `[lo, hi]` by id, that are certainly or possibly in a zone.

    Level and period are repeated here so that matching touches one small table.
    """

    id = models.BigAutoField(primary_key=True)
    lo = models.BigIntegerField()
    hi = models.BigIntegerField()
    zone = models.ForeignKey(EffectiveZone, models.CASCADE, related_name="ranges")
    starts = models.IntegerField()
    ends = models.IntegerField()
    certain = models.BooleanField()

    class Meta:
        indexes = [
            # For one stay: which ranges hold its cell. SP-GiST finds them as fast as GiST does,
            # and takes new rows five times as fast: zones come by the thousand from neighbours.
            SpGistIndex(
                Func(F("lo"), F("hi"), Value("[]"), function="int8range"), name="ranges_by_cell"
            )
        ]
        constraints = [
            models.CheckConstraint(name="a_range_is_not_empty", condition=Q(hi__gte=F("lo")))
        ]

    def __str__(self) -> str:
        return f"{self.lo:x}-{self.hi:x}"


class Territory(models.Model):
    """The cells of a province, by centre, as packed pairs of big-endian 64-bit ids.

    `province` is its slug; an own area whose cells are known is kept here too, under its
    division code, so that its officials declare zones on their own ground only.
    """

    province = models.CharField(max_length=31, primary_key=True)
    resolution = models.PositiveSmallIntegerField()
    packed = models.BinaryField()
    fine_cells = models.BigIntegerField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.province
