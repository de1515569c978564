"""What a citizen was told, and by which ways it goes to them."""

from __future__ import annotations

from django.db import models


class Notice(models.Model):
    """A decision was told to its citizen; the words are made from the rule set's texts.

    Or what became of something they contested, or that was said of them: `of` names by whom. Of an
    appeal `of` names the step, of a legal request or a breach its reference, for the room that
    words it; of a check the office that asked; of an emergency what came of it, and the office; of
    misuse of their data the case; of a paper code by post what became of it.
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
        CHECKED = "checked"
        EMERGENCY = "emergency"
        MISUSED = "misused"
        LIFTED = "lifted"
        # Worded by the room further up that tells it: see NOTICES_WORDED_BY.
        LAWFUL = "lawful"
        BREACH = "breach"
        POSTED = "posted"

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


class Delivery(models.Model):
    """That a notice goes to its person by e-mail or to their phone, until it is sent or given up.

    No address and no words stand here: both are looked up and made when it is sent.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        UNWANTED = "unwanted"
        DEAD = "dead"

    id = models.BigAutoField(primary_key=True)
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=5)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_notice_goes_once_by_a_channel", fields=["notice", "channel"]
            ),
            models.CheckConstraint(
                name="what_waits_is_not_settled",
                condition=models.Q(state="waiting", settled_at=None)
                | (~models.Q(state="waiting") & models.Q(settled_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="deliveries_that_wait",
                condition=models.Q(state="waiting"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} by {self.channel}"
