"""Entries that stay, and payloads that can be erased."""

from __future__ import annotations

from django.db import models


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

    `commitment = SHA-256(salt || canonical JSON of {"about", "by", "body", "event"})`.
    """

    entry = models.OneToOneField(Entry, models.DO_NOTHING, primary_key=True, db_constraint=False)
    salt = models.BinaryField(max_length=16)
    by = models.CharField(max_length=80, blank=True)
    about = models.CharField(max_length=80, blank=True, db_index=True)
    body = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"payload of {self.entry_id}"
