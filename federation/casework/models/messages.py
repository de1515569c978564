"""The outbox and the inbox: one row a message, its words sealed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from federation.casework.classes import MessageClass


class Line(models.Model):
    """How many messages have gone to a peer: numbers have no gap, so a missing one is seen.

    Of its messages to us, those up to the number `forgotten` are not kept any more.
    """

    peer = models.CharField(max_length=31, primary_key=True)
    sent = models.PositiveIntegerField(default=0)
    forgotten = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"line to {self.peer}"


class Outgoing(models.Model):
    """A message of ours, sealed for its receiver: we cannot open it any more either."""

    class State(models.TextChoices):
        WAITING = "waiting"
        ACKNOWLEDGED = "acknowledged"
        REFUSED = "refused"
        EXPIRED = "expired"

    id = models.UUIDField(primary_key=True)
    peer = models.CharField(max_length=31)
    seq = models.PositiveIntegerField()
    message_class = models.CharField(max_length=20)
    about = models.CharField(max_length=52)
    epoch = models.CharField(max_length=7)
    citizen = models.ForeignKey(
        "citizens.Citizen", models.CASCADE, null=True, related_name="+", db_constraint=False
    )
    statement = models.JSONField()
    sent_at = models.DateTimeField()
    answer_by = models.DateTimeField(null=True)
    in_reply_to = models.UUIDField(null=True)
    expires_at = models.DateTimeField(db_index=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()
    trouble = models.CharField(max_length=300, blank=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledgement = models.JSONField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(name="messages_due", fields=["next_try_at"], condition=Q(state="waiting"))
        ]
        constraints = [
            models.UniqueConstraint(name="messages_to_a_peer_are_numbered", fields=["peer", "seq"]),
            models.CheckConstraint(
                name="a_message_is_for_a_listed_purpose",
                condition=Q(message_class__in=[str(each) for each in MessageClass]),
            ),
            models.CheckConstraint(
                name="an_acknowledged_message_has_its_receipt",
                condition=Q(
                    state__in=["acknowledged", "refused"],
                    acknowledged_at__isnull=False,
                    acknowledgement__isnull=False,
                )
                | Q(
                    state__in=["waiting", "expired"],
                    acknowledged_at=None,
                    acknowledgement__isnull=True,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_class} {self.id} to {self.peer}"


class Incoming(models.Model):
    """A message of a peer as it came, with the receipt it was given: the same again gets it again.

    Without a citizen it is about nobody we know, and was answered like any other.
    """

    id = models.UUIDField(primary_key=True)
    peer = models.CharField(max_length=31)
    seq = models.PositiveIntegerField()
    message_class = models.CharField(max_length=20)
    about = models.CharField(max_length=52)
    epoch = models.CharField(max_length=7)
    citizen = models.ForeignKey(
        "citizens.Citizen", models.CASCADE, null=True, related_name="+", db_constraint=False
    )
    statement = models.JSONField()
    digest = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    received_at = models.DateTimeField(db_index=True)
    answer_by = models.DateTimeField(null=True)
    in_reply_to = models.UUIDField(null=True)
    is_refused = models.BooleanField(default=False)
    acknowledgement = models.JSONField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="messages_of_a_peer_are_numbered", fields=["peer", "seq"]),
            models.CheckConstraint(
                name="a_message_taken_is_for_a_listed_purpose",
                condition=Q(message_class__in=[str(each) for each in MessageClass]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_class} {self.id} of {self.peer}"
