"""That something was purged: a signed certificate, which names nobody."""

from __future__ import annotations

from django.db import models


class Purge(models.Model):
    """A purge certificate: which class, how many rows, which of them, signed by the province.

    `statement` is what was signed (core.signing.statements). `entry_id` is the entry of the ledger
    that commits to it, made in the transaction in which the rows were erased.
    """

    append_only = True

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=40, db_index=True)
    made_at = models.DateTimeField()
    statement = models.JSONField()
    entry_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"purge {self.pk} of {self.kind}"
