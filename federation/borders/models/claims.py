"""Claims about zones, as they were signed."""

from __future__ import annotations

from django.db import models

from federation.peers import queries as peers


class Counting(models.Manager["Held"]):
    """Entries of the histories that count; those of one that was given up are kept, unsaid."""

    def get_queryset(self) -> models.QuerySet[Held]:
        return super().get_queryset().exclude(peers.is_given_up("origin"))


class Held(models.Model):
    """One entry of a feed, the own one too, that has a say about zones; as it was signed.

    `cells` and `spill` are the bytes of the blobs its body refers to. Never changed: what counts
    of it is for the resolution to say. `flaw` names what made it unreadable.
    """

    id = models.BigAutoField(primary_key=True)
    origin = models.CharField(max_length=31)
    index = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    body = models.JSONField()
    cells = models.BinaryField(null=True)
    spill = models.BinaryField(null=True)
    flaw = models.CharField(max_length=200, blank=True)
    # Of the feed's histories, the one it is from.
    history = models.PositiveSmallIntegerField(db_default=0, default=0)

    append_only = True
    objects = Counting()
    with_given_up = models.Manager["Held"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="an_entry_is_held_once", fields=["origin", "index", "history"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.origin} #{self.index} {self.kind}"
