"""Where samples are taken, and who is expected there when."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from provinces.jurisdictions import scoping
from provinces.jurisdictions.powers import Power

if TYPE_CHECKING:
    from provinces.accounts.models import User

EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]


def every_day() -> list[int]:
    """Return the days of the week on which a site is open unless something else is said."""
    return list(EVERY_DAY)


class SiteQuerySet(models.QuerySet["Site"]):
    """Sites, from an official's point of view and in time."""

    def visible_to(self, user: User, power: Power, at: datetime) -> SiteQuerySet:
        """Return the sites in the areas in which a user has a power."""
        return self.filter(area__in=scoping.within(user, power, at))

    def in_use(self, at: datetime) -> SiteQuerySet:
        """Return the sites that are not closed for good by a moment."""
        return self.filter(Q(closed_at=None) | Q(closed_at__gt=at))


class Site(models.Model):
    """A place where samples are taken, open on some days of the week (1 is Monday) from `opens`
    to `shuts`, by the province's clocks; so many people can come in each slot.
    """

    code = models.CharField(max_length=24, unique=True)
    area = models.ForeignKey("jurisdictions.Area", models.PROTECT, related_name="+")
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    address_zh = models.CharField(max_length=160)
    address_en = models.CharField(max_length=160)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=every_day)
    opens = models.TimeField()
    shuts = models.TimeField()
    slot_minutes = models.PositiveSmallIntegerField()
    capacity = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = SiteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_site_is_open_for_a_while",
                condition=Q(shuts__gt=F("opens"), slot_minutes__range=(5, 240), capacity__gte=1)
                & Q(weekdays__contained_by=EVERY_DAY)
                & ~Q(weekdays=[]),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Slot(models.Model):
    """A site's slot for which somebody has booked; `taken` counts the appointments that hold."""

    id = models.BigAutoField(primary_key=True)
    site = models.ForeignKey(Site, models.PROTECT, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_slot_is_there_once", fields=["site", "starts_at"]),
            models.CheckConstraint(
                name="a_slot_is_never_overbooked", condition=Q(taken__lte=F("capacity"))
            ),
            models.CheckConstraint(
                name="a_slot_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site_id} at {self.starts_at.isoformat()}"


class State(models.TextChoices):
    """How far an appointment has come."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    ARRIVED = "arrived"
    SAMPLED = "sampled"
    MISSED = "missed"


# An appointment in one of these has its seat, and its citizen's time.
HOLDING = [State.BOOKED, State.ARRIVED, State.SAMPLED, State.MISSED]


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Appointments, as a site's staff may see them: on the day, and at their site."""

    def visible_to(self, user: User, power: Power, at: datetime) -> AppointmentQuerySet:
        """Return the appointments at the sites that are in a user's reach."""
        return self.filter(site__in=Site.objects.visible_to(user, power, at))

    def during(self, start: datetime, end: datetime) -> AppointmentQuerySet:
        """Return the appointments that begin in a period `[start, end)`."""
        return self.filter(period__startswith__gte=start, period__startswith__lt=end)


class Appointment(models.Model):
    """A citizen is expected at a site at some time; the citizen and, on the day, the site know.

    `code` is what the citizen says at the site. `sample_reference` is the number on the tube.
    """

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=12, unique=True)
    citizen = models.ForeignKey("citizens.Citizen", models.CASCADE, related_name="appointments")
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="appointments")
    site = models.ForeignKey(Site, models.PROTECT, related_name="appointments")
    period = DateTimeRangeField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.BOOKED)
    booked_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    sampled_at = models.DateTimeField(null=True)
    sample_reference = models.CharField(max_length=80, blank=True)
    pooled = models.BooleanField(default=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            # Whole numbers as one-element ranges: built-in operator classes, no extension.
            ExclusionConstraint(
                name="nobody_is_at_two_sites_at_once",
                expressions=[
                    (
                        models.Func("citizen", "citizen", models.Value("[]"), function="int4range"),
                        RangeOperators.OVERLAPS,
                    ),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=~Q(state=State.CANCELLED),
            ),
            models.CheckConstraint(
                name="an_appointment_is_in_a_known_state",
                condition=Q(state__in=State.values),
            ),
            models.CheckConstraint(
                name="a_cancelled_appointment_says_when",
                condition=Q(state=State.CANCELLED, cancelled_at__isnull=False)
                | (~Q(state=State.CANCELLED) & Q(cancelled_at=None)),
            ),
            models.CheckConstraint(
                name="a_sample_has_its_number",
                condition=Q(state=State.SAMPLED, sampled_at__isnull=False) & ~Q(sample_reference="")
                | ~Q(state=State.SAMPLED) & Q(sampled_at=None, sample_reference=""),
            ),
            models.UniqueConstraint(
                name="a_tube_of_one_is_used_once",
                fields=["site", "sample_reference"],
                condition=Q(pooled=False) & ~Q(sample_reference=""),
            ),
        ]
        indexes = [
            models.Index(fields=["site", "sample_reference"], name="appointments_by_sample"),
            models.Index(fields=["citizen", "state"], name="appointments_by_citizen"),
        ]

    def __str__(self) -> str:
        return f"appointment {self.pk} at {self.site_id}"
