"""What a citizen was told about a changed outcome, or about what they contested."""

from __future__ import annotations

from django.db import models


class Notice(models.Model):
    """A decision was told to its citizen; the words are made from the rule set's texts.

    Or what became of something they contested, or that was said of them: `of` names by whom. Of an
    appeal `of` names the step, for the room that words it.
    """

    class Kind(models.TextChoices):
        BEGAN = "began"
        CHANGED = "changed"
        ENDED = "ended"
        QUESTION = "question"
        # Of what another province says of them.
        UPHELD = "upheld"
        WITHDRAWN = "withdrawn"
        SUSPENDED = "suspended"
        APPEAL = "appeal"

    id = models.BigAutoField(primary_key=True)
    citizen = models.ForeignKey("citizens.Citizen", models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    decision = models.OneToOneField(
        "status.Decision", models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    of = models.CharField(max_length=120, blank=True, db_default="")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} for {self.citizen_id}"
