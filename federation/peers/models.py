"""The membership as taken, peers as seen from here, nonces seen, and warnings given."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Membership(models.Model):
    """A version of the federation's membership that this province verified and took."""

    append_only = True

    version = models.PositiveIntegerField(unique=True)
    document = models.TextField()
    taken_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"membership {self.version}"


class Peer(models.Model):
    """Another member, as this province deals with it; suspending it stops its imports here."""

    class State(models.TextChoices):
        ACTIVE = "active"
        SUSPENDED = "suspended"

    slug = models.CharField(max_length=31, primary_key=True)
    url = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    suspended_because = models.CharField(max_length=400, blank=True)
    # A reference as the ledger writes it: an official, or the part of the program that stopped it.
    suspended_by = models.CharField(max_length=80, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    version_spoken = models.PositiveSmallIntegerField(null=True, blank=True)
    last_heard_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_suspension_says_who_when_and_why",
                condition=(
                    Q(state="active", suspended_because="", suspended_by="", suspended_at=None)
                    | (
                        Q(state="suspended", suspended_at__isnull=False)
                        & ~Q(suspended_because="")
                        & ~Q(suspended_by="")
                    )
                ),
            )
        ]

    def __str__(self) -> str:
        return self.slug


class Nonce(models.Model):
    """A request's nonce, kept until the request would be refused for its age alone."""

    id = models.BigAutoField(primary_key=True)
    peer = models.CharField(max_length=31)
    nonce = models.CharField(max_length=64)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_nonce_is_used_once", fields=["peer", "nonce"])
        ]

    def __str__(self) -> str:
        return f"{self.peer} {self.nonce}"


class Restored(models.Model):
    """That a member's log goes on from its first `size` entries; what followed there is given up.

    `history` numbers the histories of the log from 1 on, the first one being 0. `document` is the
    statement as it was signed; `note` and `line` are the latest checkpoint of the history given
    up that was seen here, and our cosignature of it; `read` entries of that history had been read,
    with `read_root`.
    """

    append_only = True

    id = models.BigAutoField(primary_key=True)
    peer = models.CharField(max_length=31)
    log = models.CharField(max_length=5)
    history = models.PositiveSmallIntegerField()
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    said_at = models.DateTimeField()
    document = models.TextField()
    digest = models.CharField(max_length=64)
    note = models.TextField(blank=True)
    line = models.TextField(blank=True)
    read = models.BigIntegerField(default=0)
    read_root = models.BinaryField(max_length=32, default=bytes)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_history_begins_once", fields=["peer", "log", "history"])
        ]

    def __str__(self) -> str:
        return f"{self.log} of {self.peer} from {self.size} on"


class ExpiryWarning(models.Model):
    """That officials were warned, so many days ahead, of what will expire."""

    what = models.CharField(max_length=120)
    days = models.PositiveSmallIntegerField()
    expires_at = models.DateTimeField()
    warned_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="an_expiry_is_warned_of_once", fields=["what", "days", "expires_at"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.what}, {self.days} days ahead"
