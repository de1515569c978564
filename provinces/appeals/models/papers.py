"""What people say and bring, encrypted with the province's key; and the letters they are given."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from .appeals import Appeal, Category, Channel


class Statement(models.Model):
    """What somebody says is wrong, in their words; the first files the appeal, others join it.

    `channel` is how this one came: a letter, which proves nobody, may join what the person filed;
    `arrived_on` is the day on which it came.
    """

    id = models.BigAutoField(primary_key=True)
    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="statements")
    category = models.CharField(max_length=20, choices=Category.choices)
    channel = models.CharField(max_length=9, choices=Channel.choices, blank=True)
    arrived_on = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_statement_is_of_a_known_category",
                condition=Q(category__in=Category.values),
            ),
            models.CheckConstraint(
                name="a_statement_came_by_a_known_way",
                condition=Q(channel__in=["", *Channel.values]),
            ),
        ]

    def __str__(self) -> str:
        return f"statement {self.pk} of {self.appeal_id}"


class Attachment(models.Model):
    """A file that came with a statement: its name and its content are sealed."""

    id = models.BigAutoField(primary_key=True)
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="attachments")
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    name = models.BinaryField()
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"attachment {self.pk} of {self.statement_id}"


class Letter(models.Model):
    """That decisions about a person were wrong, for them to show: which, and in whose name.

    The words are made when it is read. With `appeal` it answers one; else a reversal of all of one
    cause, of which the person is one.
    """

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=16, unique=True)
    citizen = models.ForeignKey("citizens.Citizen", models.CASCADE, related_name="+")
    appeal = models.ForeignKey(Appeal, models.CASCADE, null=True, related_name="letters")
    reversal = models.ForeignKey("appeals.Reversal", models.CASCADE, null=True, related_name="+")
    decisions = ArrayField(models.BigIntegerField())
    office = models.CharField(max_length=80, blank=True)
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_letter_answers_an_appeal_or_a_reversal",
                condition=Q(appeal__isnull=False) | Q(reversal__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_letter_for_an_appeal_or_a_reversal",
                fields=["citizen", "appeal", "reversal"],
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"letter {self.reference}"
