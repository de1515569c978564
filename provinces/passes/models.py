"""Passes that were issued and can be withdrawn, and what the federation hands down about others'.

A live pass has no row, unless its person shows it to be asked about: it is over before anybody
could look for it, and nobody could tell from rows when somebody showed their code.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .codec import Kind


class Issued(models.Model):
    """A pass of a day, of paper or for a journey: where its bit is, and what it says.

    Its opaque id is not kept, but for a keyed hash of the letters that follow from it. `says` is
    what follows and the places, as the pass has them, by which one that is no longer true is found.
    A place in a list is drawn at random, so that neither a pass nor the list tells who got theirs
    before whom.
    """

    class Because(models.TextChoices):
        """Why a pass was withdrawn."""

        REISSUED = "reissued"
        UNTRUE = "untrue"
        ASKED = "asked"
        UNPOSTED = "unposted"

    id = models.BigAutoField(primary_key=True)
    citizen = models.ForeignKey("citizens.Citizen", models.CASCADE, related_name="passes")
    kind = models.PositiveSmallIntegerField(choices=[(kind.value, kind.name) for kind in Kind])
    list = models.PositiveSmallIntegerField()
    index = models.PositiveIntegerField()
    letters_hash = models.BinaryField(max_length=32, null=True, unique=True)
    says = models.BinaryField(max_length=16)
    host = models.CharField(max_length=31, blank=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    withdrawn_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=10, choices=Because.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_place_in_a_list_is_of_one_pass", fields=["list", "index"]
            ),
            models.CheckConstraint(name="a_pass_lasts", condition=Q(expires_at__gt=F("issued_at"))),
            models.CheckConstraint(
                name="a_withdrawn_pass_says_when_and_why",
                condition=Q(withdrawn_at=None, because="")
                | (Q(withdrawn_at__isnull=False) & ~Q(because="")),
            ),
            models.CheckConstraint(
                name="a_pass_that_is_kept_is_not_live", condition=~Q(kind=Kind.LIVE.value)
            ),
            models.CheckConstraint(
                name="an_entry_pass_has_a_host",
                condition=Q(kind=Kind.ENTRY.value) ^ Q(host=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["list"],
                name="withdrawn_passes",
                condition=Q(withdrawn_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{Kind(self.kind).name.lower()} pass {self.pk}"


class Shown(models.Model):
    """A live pass that its person shows so that they can be asked about, for some minutes.

    Of other live passes there is no row, and nobody can tell whose they are. What is kept is a
    keyed hash of the pass's letters.
    """

    id = models.BigAutoField(primary_key=True)
    citizen = models.ForeignKey("citizens.Citizen", models.CASCADE, related_name="+")
    letters_hash = models.BinaryField(max_length=32, unique=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"shown by {self.citizen_id}"


class Posting(models.Model):
    """A paper code that was asked for by post, until it is posted or given up, and some days after.

    No address stands here, and none is ever told us: the identity registry has it. `code` is the
    pass, sealed, from when it was issued until the registry has taken the letter, so that whoever
    tries again posts the same one. `language` is that of the letter, "" for all there are.
    """

    class Channel(models.TextChoices):
        """On which way it was asked for."""

        SELF = "self"
        PROXY = "proxy"
        TELEPHONE = "telephone"

    class State(models.TextChoices):
        WAITING = "waiting"
        POSTED = "posted"
        # Another one was printed or all were withdrawn meanwhile.
        DROPPED = "dropped"
        FAILED = "failed"

    class Trouble(models.TextChoices):
        """Why it is not posted yet, or was given up."""

        REGISTRY = "registry"
        # The status would end before the letter arrives.
        SHORT = "short"
        OFF = "off"
        UNKNOWN = "unknown"
        ADDRESS = "address"
        GONE = "gone"

    id = models.BigAutoField(primary_key=True)
    citizen = models.ForeignKey("citizens.Citizen", models.CASCADE, related_name="+")
    channel = models.CharField(max_length=9, choices=Channel.choices)
    language = models.CharField(max_length=10, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    issued = models.OneToOneField(Issued, models.SET_NULL, null=True, related_name="posting")
    code = models.BinaryField(null=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    trouble = models.CharField(max_length=8, choices=Trouble.choices, blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_person_waits_for_one_letter",
                fields=["citizen"],
                condition=Q(state="waiting"),
            ),
            models.CheckConstraint(
                name="a_letter_that_waits_is_not_settled",
                condition=Q(state="waiting", settled_at=None)
                | (~Q(state="waiting") & Q(settled_at__isnull=False, code=None)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], name="letters_that_wait", condition=Q(state="waiting")
            )
        ]

    def __str__(self) -> str:
        return f"{self.state} letter for {self.citizen_id}"


class TrustedKey(models.Model):
    """A key of passes as the federation lists it, own or another's, and when it counts."""

    id = models.AutoField(primary_key=True)
    issuer = models.CharField(max_length=31)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    key = models.CharField(max_length=160, unique=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"a key of {self.issuer}"


class HostPolicy(models.Model):
    """A version of another province's policy of entry, as its host published it."""

    id = models.AutoField(primary_key=True)
    host = models.CharField(max_length=31)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    document = models.JSONField()
    in_force_from = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_hosts_version_is_handed_down_once", fields=["host", "version"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.host} v{self.version}"


class RelayedList(models.Model):
    """A status list of another province, byte for byte as that province signed it.

    Its own checkpoints would ask that province; those here may ask nobody but us. It stays when it
    is over: whoever checks by it says so.
    """

    id = models.AutoField(primary_key=True)
    issuer = models.CharField(max_length=31)
    number = models.PositiveSmallIntegerField()
    data = models.BinaryField()
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    fetched_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_list_of_a_neighbour_is_kept_once", fields=["issuer", "number"]
            ),
        ]

    def __str__(self) -> str:
        return f"list {self.number} of {self.issuer}"


class Carrier(models.Model):
    """Who carries people and may ask whether somebody may travel; no trip is kept.

    Of its key only a hash is kept, and it expires.
    """

    id = models.AutoField(primary_key=True)
    reference = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=120)
    contact = models.CharField(max_length=120)
    key_hash = models.BinaryField(max_length=32, unique=True)
    registered_at = models.DateTimeField()
    key_expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_carrier_names_who_answers", condition=~Q(name="") & ~Q(contact="")
            ),
            models.CheckConstraint(
                name="a_carriers_key_expires", condition=Q(key_expires_at__gt=F("registered_at"))
            ),
        ]

    def __str__(self) -> str:
        return self.reference
