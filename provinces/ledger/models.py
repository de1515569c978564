"""Entries that stay, payloads that can be erased, and the two logs in which entries are sealed.

record() ──► Entry, Payload ──┐
                              ├──► Unsealed ──► Leaf ──► HashTile, TreeHead ◄── Cosignature
publish() ─► FeedEntry, Blob ─┘      (queue)     (sealing, some seconds later)
"""

from __future__ import annotations

from django.db import models
from django.db.models.fields.json import KT
from django.db.models.lookups import In

from . import purposes


class Log(models.TextChoices):
    """The two logs of a province: what everybody may read, and commitments to what they may not."""

    FEED = "feed"
    AUDIT = "audit"


class Entry(models.Model):
    """That something was done, at a moment: a salted commitment to the particulars.

    Nothing here names a person; erasing the payload, salt and all, leaves a number nobody can
    trace back.
    """

    append_only = True

    id = models.BigAutoField(primary_key=True)
    event = models.CharField(max_length=40)
    recorded_at = models.DateTimeField(db_index=True)
    commitment = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            # Which events there are is for `events` to say: a list here would have every entry
            # read again, with the ledger locked, whenever one is added.
            models.CheckConstraint(
                name="an_entry_names_an_event",
                condition=models.Q(event__regex=r"^[a-z]+\.[a-z_]+$"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.pk}"


class Payload(models.Model):
    """What exactly was done, by whom, about what: erased when its time is over.

    `commitment = SHA-256(salt || canonical JSON of {"about", "by", "body", "event"})`. The
    province's own login neither changes nor erases it: who looked at somebody's record stays to
    be seen by them.
    """

    withheld = ("UPDATE", "DELETE")

    entry = models.OneToOneField(Entry, models.DO_NOTHING, primary_key=True, db_constraint=False)
    salt = models.BinaryField(max_length=16)
    by = models.CharField(max_length=80, blank=True)
    about = models.CharField(max_length=80, blank=True, db_index=True)
    body = models.JSONField(default=dict)

    class Meta:
        constraints = [
            # Whoever looks says what for, and nothing else can be said; without it nobody looked.
            models.CheckConstraint(
                name="a_look_is_for_a_listed_purpose",
                condition=In(KT("body__purpose"), purposes.keys(purposes.Of.READ)),
            )
        ]
        # What one official did, the latest first, among millions that nobody did.
        indexes = [
            models.Index(
                name="payloads_by_whom", fields=["by", "entry"], condition=~models.Q(by="")
            )
        ]

    def __str__(self) -> str:
        return f"payload of {self.entry_id}"


class FeedEntry(models.Model):
    """What the province published: `data` is the leaf, canonical JSON, byte for byte."""

    append_only = True

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=40)
    published_at = models.DateTimeField()
    data = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_feed_entry_names_a_kind",
                condition=models.Q(kind__regex=r"^[a-z]+(\.[a-z_]+)?$"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Blob(models.Model):
    """What an entry of the feed refers to by its SHA-256, being too large for a leaf."""

    append_only = True

    sha256 = models.CharField(max_length=64, primary_key=True)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.sha256


class Unsealed(models.Model):
    """The queue of sealing: a trigger adds every new entry, in the transaction that made it.

    `queued_at` is the database's own clock: what is recorded of earlier days is not late by days.
    """

    pk = models.CompositePrimaryKey("log", "entry_id")
    log = models.CharField(max_length=5, choices=Log.choices)
    entry_id = models.BigIntegerField()
    queued_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.log} {self.entry_id}"


class Leaf(models.Model):
    """The place of an entry in its log, counted from 0 without gaps, and its leaf hash."""

    append_only = True

    pk = models.CompositePrimaryKey("log", "index")
    log = models.CharField(max_length=5, choices=Log.choices)
    index = models.BigIntegerField()
    entry_id = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="an_entry_is_sealed_once", fields=["log", "entry_id"])
        ]

    def __str__(self) -> str:
        return f"{self.log} {self.index}"


class HashTile(models.Model):
    """A complete tile of a log: 256 hashes of a level in steps of eight, and their own root."""

    append_only = True

    pk = models.CompositePrimaryKey("log", "level", "number")
    log = models.CharField(max_length=5, choices=Log.choices)
    level = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    hashes = models.BinaryField(max_length=256 * 32)
    root = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.log} {self.level}/{self.number}"


class TreeHead(models.Model):
    """What the province signed of a log at a moment: how long it is, and its root hash.

    `note` is the signed checkpoint; `peaks` the roots of the complete subtrees, from which the
    tree grows on without being read again.
    """

    append_only = True

    id = models.BigAutoField(primary_key=True)
    log = models.CharField(max_length=5, choices=Log.choices)
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    peaks = models.BinaryField()
    note = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["log", "id"], name="heads_by_log")]

    def __str__(self) -> str:
        return f"{self.log} of {self.size}"


class Cosignature(models.Model):
    """That another province has seen a head of ours and found it consistent: its line, as sent."""

    append_only = True

    id = models.BigAutoField(primary_key=True)
    log = models.CharField(max_length=5, choices=Log.choices)
    size = models.BigIntegerField()
    witness = models.CharField(max_length=80)
    line = models.TextField()
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_witness_cosigns_a_size_once", fields=["log", "size", "witness"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.witness} on {self.log} of {self.size}"
