"""An appeal against one ground of a decision, and what that ground rests on."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from provinces.citizens.models import Citizen, reached
from provinces.jurisdictions.powers import Power

if TYPE_CHECKING:
    from provinces.accounts.models import User


class Category(models.TextChoices):
    """What is wrong, in the person's view: a closed list, each a matter of fact."""

    NOT_ME = "not_me"
    NOT_THERE = "not_there"
    WRONG_RESULT = "wrong_result"
    ALREADY_CLEARED = "already_cleared"
    WRONG_PERSON = "wrong_person"
    OTHER_FACT = "other_fact"


class Channel(models.TextChoices):
    """How an appeal came: by the person, whoever has their mandate, a desk, telephone, or post."""

    SELF = "self"
    PROXY = "proxy"
    DESK = "desk"
    TELEPHONE = "telephone"
    MAIL = "mail"


class Gravity(models.TextChoices):
    """How hard the contested ground bears on the person; the first clock follows from it."""

    HELD = "held"
    RESTRICTED = "restricted"


class Recheck(models.TextChoices):
    """What the machine found: it may lift a ground that does not hold, and never refuses."""

    STANDS = "stands"
    GONE = "gone"
    ENDED = "ended"
    REVERSED = "reversed"


class Outcome(models.TextChoices):
    """What was answered. Ended: the ground was over by itself before anybody answered.

    Withdrawn: nothing was, for the person did not want an answer any more.
    """

    UPHELD = "upheld"
    PARTLY = "partly"
    REFUSED = "refused"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class Thing(models.TextChoices):
    """What a ground may rest on: a piece of evidence, a result, or what the province observed."""

    PIECE = "piece"
    RESULT = "result"
    ZONE = "zone"
    DIVISION = "division"
    COMPANION = "companion"


OPEN = Q(answered_at=None) | Q(again_at__isnull=False, again_answered_at=None)
# The same, said of what an open appeal rests on.
WAITING = Q(appeal__answered_at=None) | Q(
    appeal__again_at__isnull=False, appeal__again_answered_at=None
)


def is_late(at: datetime) -> Q:
    """Return whether an appeal, or its second look, should have been answered by a moment."""
    first = Q(answered_at=None, answer_by__lte=at)
    second = Q(again_at__isnull=False, again_answered_at=None, again_answer_by__lte=at)
    return first | second


class AppealQuerySet(models.QuerySet["Appeal"]):
    """Appeals, from an official's point of view and in time."""

    def visible_to(self, user: User, power: Power, at: datetime) -> AppealQuerySet:
        """Return the appeals of citizens on whom a user may act."""
        return self.filter(reached(user, power, at))

    def of(self, citizen: Citizen) -> AppealQuerySet:
        """Return a citizen's appeals, the latest first."""
        return self.filter(citizen=citizen).order_by("-filed_at", "-pk")

    def open(self) -> AppealQuerySet:
        """Return what waits for an answer, of the first level or the second."""
        return self.filter(OPEN)

    def late(self, at: datetime) -> AppealQuerySet:
        """Return what should have been answered by a moment and was not."""
        return self.filter(is_late(at))


class Appeal(models.Model):
    """That a person contests one ground of a decision; it stays as filed, and is answered once.

    `answered_at` closes the first level; `again_at` asks for the second, once, and
    `again_answered_at` closes that. What was said is in `Statement`, which can be erased.
    """

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=16, unique=True)
    citizen = models.ForeignKey("citizens.Citizen", models.CASCADE, related_name="appeals")
    decision = models.ForeignKey(
        "status.Decision", models.DO_NOTHING, related_name="+", db_constraint=False
    )
    ground = models.CharField(max_length=60)
    status = models.CharField(max_length=20)
    gravity = models.CharField(max_length=10, choices=Gravity.choices)
    channel = models.CharField(max_length=9, choices=Channel.choices)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    answer_by = models.DateTimeField()

    rechecked_at = models.DateTimeField(null=True)
    recheck = models.CharField(max_length=10, choices=Recheck.choices, blank=True)
    findings = ArrayField(models.CharField(max_length=20), default=list)

    escalated_at = models.DateTimeField(null=True)
    relieved_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    again_at = models.DateTimeField(null=True)
    again_answer_by = models.DateTimeField(null=True)
    again_answered_at = models.DateTimeField(null=True)
    again_outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        indexes = [
            # In the order of an official's queue.
            models.Index(name="appeals_to_answer", fields=["answer_by", "id"], condition=OPEN),
            models.Index(name="appeals_by_filing", fields=["filed_at"]),
        ]
        constraints = [
            models.UniqueConstraint(
                name="a_ground_is_contested_once_at_a_time",
                fields=["citizen", "ground"],
                condition=OPEN,
            ),
            models.CheckConstraint(
                name="an_appeal_is_of_known_kinds",
                condition=Q(gravity__in=Gravity.values, channel__in=Channel.values),
            ),
            models.CheckConstraint(
                name="a_recheck_says_when_and_what",
                condition=Q(rechecked_at=None, recheck="")
                | Q(rechecked_at__isnull=False, recheck__in=Recheck.values),
            ),
            models.CheckConstraint(
                name="an_answer_says_when_and_what",
                condition=Q(answered_at=None, outcome="")
                | Q(answered_at__isnull=False, outcome__in=Outcome.values),
            ),
            models.CheckConstraint(
                name="a_second_look_comes_after_a_first_answer",
                condition=Q(again_at=None, again_answer_by=None)
                | Q(
                    again_at__isnull=False,
                    again_answer_by__isnull=False,
                    answered_at__isnull=False,
                    outcome__in=[Outcome.PARTLY, Outcome.REFUSED],
                ),
            ),
            models.CheckConstraint(
                name="a_second_answer_says_when_and_what",
                condition=Q(again_answered_at=None, again_outcome="")
                | Q(
                    again_at__isnull=False,
                    again_answered_at__isnull=False,
                    again_outcome__in=Outcome.values,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"appeal {self.reference}"

    @property
    def is_open(self) -> bool:
        """Whether an answer is waited for."""
        return self.answered_at is None or (
            self.again_at is not None and self.again_answered_at is None
        )

    @property
    def level(self) -> int:
        """The level that answers, or answered last: 1 or 2."""
        return 1 if self.again_at is None else 2

    @property
    def clock(self) -> datetime:
        """When the level that answers has to have answered."""
        return self.again_answer_by or self.answer_by

    @property
    def result(self) -> str:
        """What was answered last; nothing while an answer is waited for."""
        return "" if self.is_open else self.again_outcome or self.outcome


class Basis(models.Model):
    """One thing that a contested ground rests on, and whose word it is.

    `cause` is what others may be held by as well: the same version of a zone, the same report, the
    same case, the same laboratory. `officials` and `units` said or signed it, and do not review it.
    `issuer` is the province whose word it is, where that is another one.
    """

    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="bases")
    thing = models.CharField(max_length=10, choices=Thing.choices)
    kind = models.CharField(max_length=30)
    piece = models.BigIntegerField(null=True)
    place = models.CharField(max_length=80, blank=True)
    issuer = models.CharField(max_length=31, blank=True)
    cause = models.CharField(max_length=200, db_index=True)
    observed_at = models.DateTimeField(null=True)
    until = models.DateTimeField()
    is_weak = models.BooleanField()
    is_corrected_elsewhere = models.BooleanField()
    officials = ArrayField(models.IntegerField())
    units = ArrayField(models.CharField(max_length=80))
    overturned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_basis_is_of_a_piece_or_a_place",
                condition=Q(
                    thing__in=[Thing.PIECE, Thing.RESULT, Thing.COMPANION],
                    piece__isnull=False,
                    place="",
                )
                | (Q(thing__in=[Thing.ZONE, Thing.DIVISION], piece=None) & ~Q(place="")),
            ),
            models.CheckConstraint(
                name="a_laboratorys_result_is_never_weak",
                condition=~Q(thing=Thing.RESULT) | Q(is_weak=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.thing} {self.piece or self.place}"
