"""What other provinces say that they use data for."""

from __future__ import annotations

from django.db import models


class PeerPurposes(models.Model):
    """A peer's latest list of purposes that is in its form, and from when each counts there."""

    peer = models.CharField(max_length=31, primary_key=True)
    index = models.BigIntegerField()
    listed_at = models.DateTimeField()
    edition = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    purposes = models.JSONField()

    def __str__(self) -> str:
        return f"purposes of {self.peer}, edition {self.edition}"
