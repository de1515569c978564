"""How other provinces' security baselines were scored, as they published it."""

from __future__ import annotations

from django.db import models


class PeerScore(models.Model):
    """A peer's latest score: how many checks it has, how many hold, and which do not."""

    peer = models.CharField(max_length=31, primary_key=True)
    index = models.BigIntegerField()
    scored_at = models.DateTimeField()
    passed = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField()
    failed = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.peer}: {self.passed} of {self.of}"
