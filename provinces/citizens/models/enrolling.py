"""Codes that were asked for, what people agreed to, and how they are reached."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.functional import Promise

from provinces.citizens.consents import ITEMS, RECORDED
from provinces.citizens.mandates import Verified


class Challenge(models.Model):
    """Somebody says who they are, and is to prove it with a code sent to what the registry holds.

    There is a row like any other for whoever the registry does not know: then no code fits.
    `claimed` is who they say they are, `found` what the registry answered, both sealed for `token`,
    which the browser's session holds. A code is kept as a keyed hash.
    """

    class Purpose(models.TextChoices):
        ACCOUNT = "account"
        MANDATE = "mandate"
        LETTER = "letter"
        TELEPHONE = "telephone"

    id = models.AutoField(primary_key=True)
    token = models.CharField(max_length=32, unique=True)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    asked_by = models.ForeignKey("citizens.Citizen", models.CASCADE, null=True, related_name="+")
    claimed = models.BinaryField()
    found = models.BinaryField(null=True)
    code_hash = models.BinaryField(max_length=32, null=True)
    language = models.CharField(max_length=10)
    asked_at = models.DateTimeField(db_index=True)
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    entered_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_code_is_for_a_listed_purpose",
                condition=models.Q(purpose__in=["account", "mandate", "letter", "telephone"]),
            ),
            models.CheckConstraint(
                name="a_code_is_sent_before_it_is_entered_and_used",
                condition=models.Q(entered_at=None) | models.Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_code_is_entered_before_it_is_used",
                condition=models.Q(used_at=None) | models.Q(entered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    """What people agreed to."""

    def in_force(self, at: datetime) -> ConsentQuerySet:
        """Return what is agreed to at a moment, and what a law requires then."""
        lasts = models.Q(expires_at=None) | models.Q(expires_at__gt=at)
        return self.filter(lasts, given_at__lte=at, withdrawn_at=None)


class Consent(models.Model):
    """That a person agreed to one use of some fields, until it expires or they withdraw it.

    What a law requires is kept beside it, as they were told; it has no end but the enrolment's.

    `wording` is the SHA-256 of the words they were shown; `receipt` names the occasion, on which
    several may have been given. `verified_by` is how it was made sure that the person wants it.
    """

    id = models.AutoField(primary_key=True)
    citizen = models.ForeignKey("citizens.Citizen", models.CASCADE, related_name="consents")
    item = models.CharField(max_length=20, choices=[(key, key) for key in ITEMS])
    language = models.CharField(max_length=10)
    wording = models.CharField(max_length=64)
    receipt = models.CharField(max_length=24)
    verified_by = models.CharField(
        max_length=8, choices=[(str(way), str(way)) for way in Verified], default=Verified.SUBJECT
    )
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_consent_is_for_a_listed_purpose",
                condition=models.Q(item__in=list(ITEMS)),
            ),
            models.CheckConstraint(
                name="a_consent_ends", condition=models.Q(expires_at__gt=models.F("given_at"))
            ),
            models.CheckConstraint(
                name="only_what_the_law_requires_has_no_end",
                condition=models.Q(expires_at__isnull=False)
                | models.Q(item="identity")
                | models.Q(item="residence"),
            ),
            models.UniqueConstraint(
                name="an_item_is_agreed_to_once",
                fields=["citizen", "item"],
                condition=models.Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} of {self.citizen_id}"

    @property
    def recorded(self) -> Promise:
        """Who took it down, as the receipt says it."""
        return RECORDED[Verified(self.verified_by)]


class Contact(models.Model):
    """A way to reach a person for notices, sealed; a code or the registry has confirmed it.

    Nothing signs in by it, and nothing finds a person by it: a phone may be shared.
    """

    class Channel(models.TextChoices):
        EMAIL = "email"
        PHONE = "phone"

    id = models.AutoField(primary_key=True)
    citizen = models.ForeignKey("citizens.Citizen", models.CASCADE, related_name="contacts")
    channel = models.CharField(max_length=5, choices=Channel.choices)
    sealed = models.BinaryField()
    # A new address waits for its code, with the code's keyed hash, its end, and failed tries.
    code_hash = models.BinaryField(max_length=32, null=True)
    code_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_channel_has_one_address",
                fields=["citizen", "channel"],
                condition=models.Q(confirmed_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="a_channel_has_one_address_to_confirm",
                fields=["citizen", "channel"],
                condition=models.Q(confirmed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} of {self.citizen_id}"


class RegularPlace(models.Model):
    """A cell in which a person is often, near the border, as they say themselves.

    A cell and what it is to them; no address, no coordinates, no hours.
    """

    class Kind(models.TextChoices):
        HOME = "home"
        WORK = "work"
        COMMUTE = "commute"
        OTHER = "other"

    id = models.AutoField(primary_key=True)
    citizen = models.ForeignKey("citizens.Citizen", models.CASCADE, related_name="places")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    cell = models.BigIntegerField()
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_place_is_said_once", fields=["citizen", "cell"])
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.citizen_id}"
