"""Whose record is shown with more care, who consented to that, and what left the pages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from provinces.citizens.purposes import Purpose
from provinces.jurisdictions import scoping
from provinces.jurisdictions.powers import Power

from .hands import official, second_hand

if TYPE_CHECKING:
    from provinces.accounts.models import User

CONSENT_LASTS = timedelta(hours=1)
EXPORT_LASTS = timedelta(hours=1)
EXPORT_ROWS = 50
# A mark ends by itself, or is lifted by two; who still needs it is marked anew.
PROTECTED_DAYS = 180


class ProtectionQuerySet(models.QuerySet["Protection"]):
    """Marks in time, and from the point of view of whoever signs them."""

    def in_force(self, at: datetime) -> ProtectionQuerySet:
        """Return the marks that count at a moment."""
        return self.filter(signed_at__lte=at, ends_at__gt=at)

    def awaiting(self) -> ProtectionQuerySet:
        """Return the marks that nobody has signed or refused."""
        return self.filter(signed_at=None, refused_at=None)

    def visible_to(self, user: User, at: datetime) -> ProtectionQuerySet:
        """Return those an official may sign: of people in their areas, proposed by others."""
        areas = scoping.within(user, Power.REVIEW_ACCESS, at)
        found = self.filter(citizen__area__in=areas)
        return found.exclude(proposed_by=user).exclude(citizen__user=user)


class Protection(models.Model):
    """A mark, by two officials, that somebody's record is opened with a second one's consent.

    It changes who reads what, and nothing else: no rule knows of it.
    """

    class Why(models.TextChoices):
        VIOLENCE = "violence"
        WITNESS = "witness"
        PUBLIC = "public"

    id = models.BigAutoField(primary_key=True)
    citizen = models.ForeignKey("citizens.Citizen", models.CASCADE, related_name="protections")
    why = models.CharField(max_length=10, choices=Why.choices)
    proposed_by = official(null=False)
    proposed_unit = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    signed_by = official()
    signed_unit = models.CharField(max_length=80, blank=True)
    signed_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField()

    objects = ProtectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_mark_bears_a_second_office",
                condition=second_hand("proposed", "signed", "signed_at"),
            ),
            models.CheckConstraint(
                name="a_mark_is_signed_or_refused", condition=Q(signed_at=None) | Q(refused_at=None)
            ),
            models.CheckConstraint(
                name="a_mark_ends",
                condition=Q(ends_at__gt=F("proposed_at"))
                & Q(ends_at__lte=F("proposed_at") + timedelta(days=PROTECTED_DAYS)),
            ),
            models.CheckConstraint(
                name="a_mark_is_for_one_of_three_reasons",
                condition=Q(why__in=["violence", "witness", "public"]),
            ),
        ]
        indexes = [models.Index(fields=["citizen", "ends_at"], name="marks_of_care_by_citizen")]

    def __str__(self) -> str:
        return f"mark {self.pk}"


class LiftingQuerySet(models.QuerySet["Lifting"]):
    """Proposals to lift marks, from the point of view of whoever signs them."""

    def awaiting(self, at: datetime) -> LiftingQuerySet:
        """Return those that nobody has signed or refused, of marks that count at a moment."""
        found = self.filter(signed_at=None, refused_at=None)
        return found.filter(protection__in=Protection.objects.in_force(at))

    def visible_to(self, user: User, at: datetime) -> LiftingQuerySet:
        """Return those an official may sign: of people in their areas, proposed by others."""
        areas = scoping.within(user, Power.REVIEW_ACCESS, at)
        found = self.filter(protection__citizen__area__in=areas)
        return found.exclude(proposed_by=user).exclude(protection__citizen__user=user)


class Lifting(models.Model):
    """That a mark is to end before its time, as one office proposes and another one signs.

    With the signature the mark's end moves to that moment; a trigger lets nothing else move it.
    """

    class Why(models.TextChoices):
        WISH = "wish"
        OVER = "over"
        MISTAKE = "mistake"

    id = models.BigAutoField(primary_key=True)
    protection = models.ForeignKey(Protection, models.CASCADE, related_name="liftings")
    because = models.CharField(max_length=10, choices=Why.choices)
    proposed_by = official(null=False)
    proposed_unit = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    signed_by = official()
    signed_unit = models.CharField(max_length=80, blank=True)
    signed_at = models.DateTimeField(null=True)
    refused_by = official()
    refused_at = models.DateTimeField(null=True)

    objects = LiftingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_mark_is_lifted_by_a_second_office",
                condition=second_hand("proposed", "signed", "signed_at"),
            ),
            models.CheckConstraint(
                name="lifting_is_signed_or_refused",
                condition=Q(refused_by=None, refused_at=None)
                | Q(refused_by__isnull=False, refused_at__isnull=False, signed_at=None),
            ),
            models.CheckConstraint(
                name="a_mark_is_lifted_for_one_of_three_reasons",
                condition=Q(because__in=["wish", "over", "mistake"]) & ~Q(proposed_unit=""),
            ),
            models.UniqueConstraint(
                name="one_lifting_of_a_mark_awaits",
                fields=["protection"],
                condition=Q(signed_at=None, refused_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"lifting {self.pk} of {self.protection_id}"


class AdmissionQuerySet(models.QuerySet["Admission"]):
    """Consents in time, and from the point of view of whoever gives them."""

    def open(self, at: datetime) -> AdmissionQuerySet:
        """Return those by which a record can be read at a moment."""
        return self.filter(given_at__lte=at, given_at__gt=at - CONSENT_LASTS)

    def awaiting(self, at: datetime) -> AdmissionQuerySet:
        """Return those that nobody has given, and that were asked for within a day."""
        return self.filter(given_at=None, refused_at=None, asked_at__gt=at - timedelta(days=1))

    def visible_to(self, user: User, at: datetime) -> AdmissionQuerySet:
        """Return those an official may give: asked for by others in their areas."""
        areas = scoping.within(user, Power.REVIEW_ACCESS, at)
        return self.filter(area__in=areas).exclude(asked_by=user).exclude(citizen__user=user)


class Admission(models.Model):
    """An official asks a second one to let them open a record; given, it holds for an hour.

    Anybody can be asked about: there is no citizen where nobody was found, and whoever gives it
    is not told which. So neither tells that somebody is protected.
    """

    id = models.BigAutoField(primary_key=True)
    citizen = models.ForeignKey(
        "citizens.Citizen", models.CASCADE, null=True, related_name="admissions"
    )
    purpose = models.CharField(max_length=20)
    because = models.CharField(max_length=500)
    area = models.ForeignKey("jurisdictions.Area", models.PROTECT, related_name="+")
    asked_by = official(null=False)
    asked_unit = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    given_by = official()
    given_unit = models.CharField(max_length=80, blank=True)
    given_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)

    objects = AdmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_consent_bears_a_second_office",
                condition=second_hand("asked", "given", "given_at"),
            ),
            models.CheckConstraint(
                name="a_consent_is_given_or_refused",
                condition=Q(given_at=None) | Q(refused_at=None),
            ),
            models.CheckConstraint(
                name="a_consent_is_asked_with_a_reason", condition=~Q(because="")
            ),
            models.CheckConstraint(
                name="a_consent_is_asked_for_a_listed_purpose",
                condition=Q(purpose__in=[str(each) for each in Purpose]),
            ),
        ]
        indexes = [models.Index(fields=["asked_by", "citizen"], name="consents_by_who_asked")]

    def __str__(self) -> str:
        return f"consent {self.pk}"


class Export(models.Model):
    """A file that an official made of a person, or of some: sealed, and gone after an hour.

    Its digest is in the ledger. `fields` says what is in it: who people are, or what is known of
    them, in a list never both.
    """

    class Kind(models.TextChoices):
        SHEET = "sheet"
        WHO = "who"
        WHAT = "what"

    id = models.BigAutoField(primary_key=True)
    token = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=5, choices=Kind.choices)
    purpose = models.CharField(max_length=20)
    citizen = models.ForeignKey(
        "citizens.Citizen", models.CASCADE, null=True, related_name="exports"
    )
    fields = ArrayField(models.CharField(max_length=20))
    rows = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    sealed = models.BinaryField()
    made_by = official(null=False)
    made_unit = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_export_is_for_a_listed_purpose",
                condition=Q(purpose__in=[str(each) for each in Purpose]),
            ),
            models.CheckConstraint(
                name="an_export_is_small", condition=Q(rows__gte=1, rows__lte=EXPORT_ROWS)
            ),
            models.CheckConstraint(
                name="an_export_ends_within_the_hour",
                condition=Q(ends_at__gt=F("made_at")) & Q(ends_at__lte=F("made_at") + EXPORT_LASTS),
            ),
            models.CheckConstraint(
                name="a_list_never_tells_both_who_and_what",
                condition=Q(kind="sheet", rows=1)
                | (Q(kind="who") & Q(fields__contained_by=["name", "contact", "address"]))
                | (Q(kind="what") & Q(fields__contained_by=["status", "orders"])),
            ),
        ]

    def __str__(self) -> str:
        return self.token
