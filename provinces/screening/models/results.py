"""Results of tests, and vaccinations, as laboratories and registers tell them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from provinces.citizens.models import reached
from provinces.jurisdictions.powers import Power

if TYPE_CHECKING:
    from provinces.accounts.models import User


class Outcome(models.TextChoices):
    """What a test came to."""

    NEGATIVE = "negative"
    POSITIVE = "positive"
    INDETERMINATE = "indeterminate"


class Method(models.TextChoices):
    """How a sample was tested. Facts take the first alone."""

    PCR = "pcr"
    ANTIGEN = "antigen"


class ResultQuerySet(models.QuerySet["Result"]):
    """Results, from an official's point of view and in time."""

    def visible_to(self, user: User, power: Power, at: datetime) -> ResultQuerySet:
        """Return the results of citizens on whom a user may act."""
        return self.filter(reached(user, power, at))

    def known(self, at: datetime) -> ResultQuerySet:
        """Return what was known at a moment: resulted, received, not voided and not lapsed."""
        standing = Q(voided_at=None) | Q(voided_at__gt=at)
        lasting = Q(lapses_at=None) | Q(lapses_at__gt=at)
        return self.filter(standing, lasting, resulted_at__lte=at, received_at__lte=at)


class Result(models.Model):
    """One person's result of one sample; a laboratory corrects it by voiding it and telling anew.

    A pooled sample is one tube of several people's: each has a row with the tube's reference.
    """

    id = models.BigAutoField(primary_key=True)
    # Whole cities are tested in a night; receiving looks all citizens up at once instead.
    citizen = models.ForeignKey(
        "citizens.Citizen", models.CASCADE, related_name="results", db_constraint=False
    )
    sampled_at = models.DateTimeField(db_index=True)
    resulted_at = models.DateTimeField()
    outcome = models.CharField(max_length=13, choices=Outcome.choices)
    method = models.CharField(max_length=7, choices=Method.choices)
    pooled = models.BooleanField(default=False)
    laboratory = models.CharField(max_length=120)
    sample_reference = models.CharField(max_length=80)
    specimen = models.CharField(max_length=40, blank=True)
    received_at = models.DateTimeField()
    # A tube that is not negative is a suspicion of each of its people: it ends by itself.
    lapses_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)
    voided_because = models.CharField(max_length=300, blank=True)

    objects = ResultQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_result_is_of_a_known_kind",
                condition=Q(outcome__in=Outcome.values, method__in=Method.values),
            ),
            models.CheckConstraint(
                name="a_sample_is_taken_before_it_has_a_result",
                condition=Q(resulted_at__gte=F("sampled_at")),
            ),
            models.CheckConstraint(
                name="a_result_names_laboratory_and_sample",
                condition=~Q(laboratory="") & ~Q(sample_reference=""),
            ),
            models.CheckConstraint(
                name="only_a_tube_that_is_not_negative_lapses",
                condition=Q(lapses_at=None)
                | (Q(pooled=True) & ~Q(outcome="negative") & Q(lapses_at__gt=F("resulted_at"))),
            ),
            models.CheckConstraint(
                name="a_voided_result_says_why",
                condition=Q(voided_at=None, voided_because="")
                | (Q(voided_at__isnull=False) & ~Q(voided_because="")),
            ),
            models.UniqueConstraint(
                name="a_sample_has_one_result",
                fields=["laboratory", "sample_reference"],
                condition=Q(pooled=False, voided_at=None),
            ),
            models.UniqueConstraint(
                name="a_tube_has_one_result_each",
                fields=["laboratory", "sample_reference", "citizen"],
                condition=Q(pooled=True, voided_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.pk}"


class VaccinationQuerySet(models.QuerySet["Vaccination"]):
    """Vaccinations, from an official's point of view."""

    def visible_to(self, user: User, power: Power, at: datetime) -> VaccinationQuerySet:
        """Return the vaccinations of citizens on whom a user may act."""
        return self.filter(reached(user, power, at))


class Vaccination(models.Model):
    """One dose that somebody was given, as the register tells of it."""

    id = models.BigAutoField(primary_key=True)
    citizen = models.ForeignKey(
        "citizens.Citizen", models.CASCADE, related_name="vaccinations", db_constraint=False
    )
    given_at = models.DateTimeField(db_index=True)
    vaccine = models.CharField(max_length=80)
    dose_number = models.PositiveSmallIntegerField()
    register_reference = models.CharField(max_length=120, unique=True)
    received_at = models.DateTimeField()

    objects = VaccinationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_dose_names_vaccine_register_and_number",
                condition=~Q(vaccine="") & ~Q(register_reference="") & Q(dose_number__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"dose {self.dose_number} of {self.citizen_id}"
