"""A legal request about one person: received by one office, examined by another."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from provinces.citizens.models import reached
from provinces.jurisdictions.powers import Power

if TYPE_CHECKING:
    from provinces.accounts.models import User


class Authority(models.TextChoices):
    """Who may ask at all."""

    COURT = "court"
    PROCURATORATE = "procuratorate"
    PUBLIC_SECURITY = "public_security"
    SUPERVISION = "supervision"


class Basis(models.TextChoices):
    """By which provision of the law."""

    CRIMINAL_PROCEDURE = "criminal_procedure_54"
    CIVIL_PROCEDURE = "civil_procedure_70"
    ADMINISTRATIVE_PROCEDURE = "administrative_procedure_40"
    SUPERVISION_LAW = "supervision_18"


class Field(models.TextChoices):
    """What can be asked for. Where somebody was is not among it, nor what they said in appeals."""

    NAME = "name"
    DOCUMENT = "document"
    CONTACT = "contact"
    STATUS = "status"
    RESULTS = "results"
    VACCINATIONS = "vaccinations"
    ORDERS = "orders"


class Outcome(models.TextChoices):
    """What was answered. Lapsed: nobody examined it in time, and nothing was given."""

    GRANTED = "granted"
    NARROWED = "narrowed"
    REFUSED = "refused"
    LAPSED = "lapsed"


class Refusal(models.TextChoices):
    """Why nothing is given: a closed list."""

    NO_ORDER = "no_order"
    NO_BASIS = "no_basis"
    TOO_BROAD = "too_broad"
    NOT_NEEDED = "not_needed"
    NOT_THIS_PERSON = "not_this_person"


GIVEN = (Outcome.GRANTED, Outcome.NARROWED)


class LawfulRequestQuerySet(models.QuerySet["LawfulRequest"]):
    """Requests, from an official's point of view and in time."""

    def visible_to(self, user: User, power: Power, at: datetime) -> LawfulRequestQuerySet:
        """Return the requests about citizens on whom a user may act."""
        return self.filter(reached(user, power, at))

    def open(self) -> LawfulRequestQuerySet:
        """Return what waits to be examined."""
        return self.filter(examined_at=None)

    def to_tell(self, at: datetime) -> LawfulRequestQuerySet:
        """Return what is due to be told to its person."""
        return self.filter(told_at=None, tell_at__lte=at)


class Told(models.Manager["LawfulRequest"]):
    """What its person has been told of: all that is ever listed among what is held of them."""

    def get_queryset(self) -> models.QuerySet[LawfulRequest]:
        return super().get_queryset().filter(told_at__isnull=False)


class LawfulRequest(models.Model):
    """What an authority asks about one person, for a narrow period, and what became of it.

    `tell_at` is when the person is told at the latest; whatever lists the data of a person sees
    the request from `told_at` on, for that goes by the default manager.
    """

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=16, unique=True)
    citizen = models.ForeignKey("citizens.Citizen", models.CASCADE, related_name="+")
    authority = models.CharField(max_length=20, choices=Authority.choices)
    authority_name = models.CharField(max_length=120)
    basis = models.CharField(max_length=30, choices=Basis.choices)
    their_reference = models.CharField(max_length=80)
    fields = ArrayField(models.CharField(max_length=20, choices=Field.choices))
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    received_unit = models.CharField(max_length=80)
    received_at = models.DateTimeField()
    examine_by = models.DateTimeField()
    examined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    examined_unit = models.CharField(max_length=80, blank=True)
    examined_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    refusal = models.CharField(max_length=20, choices=Refusal.choices, blank=True)
    granted = ArrayField(models.CharField(max_length=20, choices=Field.choices), default=list)
    granted_from = models.DateTimeField(null=True)
    granted_to = models.DateTimeField(null=True)
    tell_at = models.DateTimeField(db_index=True)
    told_at = models.DateTimeField(null=True)

    objects = LawfulRequestQuerySet.as_manager()
    told = Told()

    class Meta:
        default_manager_name = "told"
        constraints = [
            models.CheckConstraint(
                name="a_lawful_request_is_of_known_kinds",
                condition=Q(authority__in=Authority.values, basis__in=Basis.values)
                & Q(fields__contained_by=Field.values, fields__len__gt=0)
                & ~Q(authority_name="")
                & ~Q(their_reference=""),
            ),
            models.CheckConstraint(
                name="a_lawful_request_is_of_a_period",
                condition=Q(ends_at__gt=F("starts_at"), ends_at__lte=F("received_at")),
            ),
            models.CheckConstraint(
                name="a_lawful_request_is_examined_by_another_office",
                condition=Q(examined_by=None, examined_unit="")
                | (
                    Q(examined_by__isnull=False, examined_at__isnull=False)
                    & ~Q(examined_unit="")
                    & ~Q(examined_by=F("received_by"))
                    & ~Q(examined_unit=F("received_unit"))
                ),
            ),
            models.CheckConstraint(
                name="a_lawful_request_says_what_became_of_it",
                condition=Q(examined_at=None, outcome="", refusal="", granted=[])
                | Q(examined_at__isnull=False, outcome="lapsed", refusal="", granted=[])
                | Q(
                    examined_by__isnull=False,
                    outcome="refused",
                    refusal__in=Refusal.values,
                    granted=[],
                )
                | Q(
                    examined_by__isnull=False,
                    outcome__in=["granted", "narrowed"],
                    refusal="",
                    granted__len__gt=0,
                    granted__contained_by=F("fields"),
                    granted_from__gte=F("starts_at"),
                    granted_to__lte=F("ends_at"),
                    granted_to__gt=F("granted_from"),
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"lawful request {self.reference}"


class ToldAnswers(models.Manager["LawfulAnswer"]):
    """Answers to requests that their persons have been told of."""

    def get_queryset(self) -> models.QuerySet[LawfulAnswer]:
        return super().get_queryset().filter(request__told_at__isnull=False)


class LawfulAnswer(models.Model):
    """The file for an authority: sealed, until it expires; `fetched` counts its copies."""

    request = models.OneToOneField(LawfulRequest, models.CASCADE, primary_key=True)
    sealed = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    fetched = models.PositiveSmallIntegerField(default=0)

    objects = models.Manager()
    told = ToldAnswers()

    class Meta:
        default_manager_name = "told"

    def __str__(self) -> str:
        return f"answer to {self.request_id}"
