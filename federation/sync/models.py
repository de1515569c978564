"""Where we stopped with each peer, what we took, what we refused, and what we witnessed."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from federation.peers import queries as peers

LOGS = ("feed", "audit")
SLUG = 31


class CursorQuerySet(models.QuerySet["Cursor"]):
    """Cursors, by what is to be done about them."""

    def following(self) -> CursorQuerySet:
        """Return those of peers that are not known to have told two histories."""
        return self.filter(state=Cursor.State.FOLLOWING)

    def due(self, now: datetime) -> CursorQuerySet:
        """Return those whose peer is to be asked again."""
        return self.following().filter(next_try_at__lte=now)


class Cursor(models.Model):
    """How far a peer's log was read, and the latest history the peer has signed for it.

    `root` and `frontier` are those of the first `size` leaves, which are read and verified.
    `note` is the latest checkpoint that the peer signed and that continues all earlier ones, of
    `note_size` leaves with `note_root`. Of the audit log no leaves are read: there the two agree.
    """

    class State(models.TextChoices):
        FOLLOWING = "following"
        FORKED = "forked"

    peer = models.CharField(max_length=SLUG)
    log = models.CharField(max_length=5)
    size = models.BigIntegerField(default=0)
    root = models.BinaryField(default=bytes)
    frontier = models.BinaryField(default=bytes)
    note = models.TextField(blank=True)
    note_size = models.BigIntegerField(default=0)
    note_root = models.BinaryField(default=bytes)
    # Which history of the log is read: one more for each that was given up.
    history = models.PositiveSmallIntegerField(db_default=0, default=0)
    state = models.CharField(max_length=9, choices=State.choices, default=State.FOLLOWING)
    failures = models.PositiveIntegerField(default=0)
    trouble = models.TextField(blank=True)
    is_refused = models.BooleanField(default=False)
    next_try_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)

    objects = CursorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_cursor_a_log", fields=["peer", "log"]),
            models.CheckConstraint(name="a_cursor_is_in_a_log", condition=Q(log__in=LOGS)),
            models.CheckConstraint(
                name="a_cursor_is_within_its_note", condition=Q(size__lte=models.F("note_size"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.log} of {self.peer} at {self.size}"


class Counting(models.Manager["Imported"]):
    """Entries of the history that counts: those that were given up are kept, as evidence."""

    def get_queryset(self) -> models.QuerySet[Imported]:
        return super().get_queryset().exclude(peers.is_given_up("peer"))


class Imported(models.Model):
    """An entry of a peer's feed, byte for byte as it was signed."""

    append_only: ClassVar[bool] = True

    id = models.BigAutoField(primary_key=True)
    peer = models.CharField(max_length=SLUG)
    index = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    leaf_hash = models.BinaryField(max_length=32)
    data = models.BinaryField()
    imported_at = models.DateTimeField()
    history = models.PositiveSmallIntegerField(db_default=0, default=0)

    objects = Counting()
    with_given_up = models.Manager["Imported"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="an_entry_is_imported_once", fields=["peer", "index", "history"]
            )
        ]

    def __str__(self) -> str:
        return f"entry {self.index} of {self.peer}"


class ImportedBlob(models.Model):
    """Content that entries refer to by its SHA-256, kept once whoever refers to it."""

    append_only: ClassVar[bool] = True

    id = models.BigAutoField(primary_key=True)
    sha256 = models.CharField(max_length=64, unique=True)
    data = models.BinaryField()

    def __str__(self) -> str:
        return self.sha256


class Fork(models.Model):
    """Proof that a peer told two histories: two notes it signed that cannot both be true.

    `told_by` is the peer that was shown the second one; empty if we were shown both.
    """

    append_only: ClassVar[bool] = True

    id = models.BigAutoField(primary_key=True)
    peer = models.CharField(max_length=SLUG)
    log = models.CharField(max_length=5)
    first = models.TextField()
    second = models.TextField()
    told_by = models.CharField(max_length=SLUG, blank=True)
    found_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"fork of the {self.log} of {self.peer}"


class Refusal(models.Model):
    """Something of a peer's that was refused; the same again only counts up."""

    peer = models.CharField(max_length=SLUG)
    log = models.CharField(max_length=5, blank=True)
    code = models.CharField(max_length=20)
    detail = models.TextField()
    evidence = models.JSONField(default=dict)
    times = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["peer", "-last_at"], name="refusals_by_peer")]

    def __str__(self) -> str:
        return f"{self.code} by {self.peer}"


class Witnessed(models.Model):
    """The latest checkpoint of a peer's log that this province has verified and cosigned.

    `line` is our cosignature; the peer has it once `posted_at` is set.
    """

    peer = models.CharField(max_length=SLUG)
    log = models.CharField(max_length=5)
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    line = models.TextField()
    signed_at = models.DateTimeField()
    posted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_cosignature_a_log", fields=["peer", "log"])
        ]

    def __str__(self) -> str:
        return f"{self.log} of {self.peer} with {self.size} entries"


class Heard(models.Model):
    """The latest checkpoint of a third province that a peer showed us and that agreed with ours."""

    told_by = models.CharField(max_length=SLUG)
    peer = models.CharField(max_length=SLUG)
    log = models.CharField(max_length=5)
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    heard_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_word_a_log", fields=["told_by", "peer", "log"])
        ]

    def __str__(self) -> str:
        return f"{self.log} of {self.peer} by {self.told_by}"


class Hint(models.Model):
    """How much of our feed a peer was told there is; a hint that fails is given again."""

    peer = models.CharField(max_length=SLUG, primary_key=True)
    size = models.BigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"hint to {self.peer}"
