"""What provinces assert of each other's citizens, and what of it is held."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Issued(models.Model):
    """What this province has told a person's home of them; it answers for it.

    Of what an official said, two offices have signed; a laboratory's or a register's word has
    none, and what it says is for its home alone to keep.
    """

    id = models.UUIDField(primary_key=True)
    home = models.CharField(max_length=31)
    about = models.CharField(max_length=52)
    epoch = models.CharField(max_length=7)
    fact = models.CharField(max_length=20)
    body = models.JSONField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    issued_unit = models.CharField(max_length=80, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    signed_unit = models.CharField(max_length=80, blank=True)
    # The proposal that was signed, which is gone; by its number an auditor has it wait.
    proposal = models.BigIntegerField(null=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_issued_word_is_taken_back_for_a_reason",
                condition=Q(withdrawn_at=None, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because="")),
            ),
            models.CheckConstraint(
                name="officials_tell_of_a_guest_by_two_offices",
                condition=Q(issued_by=None, issued_unit="", signed_by=None, signed_unit="")
                | (
                    Q(issued_by__isnull=False, signed_by__isnull=False)
                    & ~Q(issued_unit="")
                    & ~Q(signed_unit="")
                    & ~Q(issued_by=F("signed_by"))
                    & ~Q(issued_unit=F("signed_unit"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact} to {self.home}"


class Hold(models.Model):
    """Assertions of one issuer, held until two offices of this province release or refuse them."""

    class State(models.TextChoices):
        OPEN = "open"
        PROPOSED = "proposed"
        RELEASED = "released"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True)
    issuer = models.CharField(max_length=31)
    count = models.PositiveIntegerField(default=0)
    remote = models.PositiveIntegerField(default=0)
    why = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    proposed_unit = models.CharField(max_length=80, blank=True)
    proposed_at = models.DateTimeField(null=True)
    proposed_because = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_unit = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_hold_of_an_issuer_is_open", fields=["issuer"], condition=Q(state="open")
            ),
            models.CheckConstraint(
                name="a_proposal_to_release_says_who_when_and_why",
                condition=Q(
                    proposed_by=None, proposed_at=None, proposed_unit="", proposed_because=""
                )
                | (
                    Q(proposed_by__isnull=False, proposed_at__isnull=False)
                    & ~Q(proposed_unit="")
                    & ~Q(proposed_because="")
                ),
            ),
            models.CheckConstraint(
                name="a_hold_is_decided_by_somebody_for_a_reason",
                condition=Q(
                    state__in=["open", "proposed"],
                    decided_by=None,
                    decided_at=None,
                    decided_unit="",
                    decided_because="",
                )
                | (
                    Q(
                        state__in=["released", "refused"],
                        decided_by__isnull=False,
                        decided_at__isnull=False,
                    )
                    & ~Q(decided_unit="")
                    & ~Q(decided_because="")
                ),
            ),
            models.CheckConstraint(
                name="a_hold_is_released_by_two_offices",
                condition=~Q(state="released")
                | (
                    Q(proposed_by__isnull=False)
                    & ~Q(proposed_by=F("decided_by"))
                    & ~Q(proposed_unit=F("decided_unit"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count} assertions of {self.issuer}"


class HoldElsewhere(models.Model):
    """That another province holds assertions of ours: what it published of that."""

    id = models.UUIDField(primary_key=True)
    peer = models.CharField(max_length=31)
    count = models.PositiveIntegerField()
    remote = models.PositiveIntegerField()
    why = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, blank=True)
    decided_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.count} held by {self.peer}"


class Assertion(models.Model):
    """What another province asserts of somebody here, from its coming in to its end.

    Waiting, held, refused or suspended it has no effect on anybody. Without a citizen it is
    about nobody we know: it goes the same way, and nothing comes of it.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        HELD = "held"
        IN_FORCE = "in_force"
        REFUSED = "refused"
        SUSPENDED = "suspended"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True)
    issuer = models.CharField(max_length=31)
    # Who told us: the issuer, or the home from which the person came.
    came_from = models.CharField(max_length=31)
    about = models.CharField(max_length=52)
    epoch = models.CharField(max_length=7)
    citizen = models.ForeignKey(
        "citizens.Citizen", models.CASCADE, null=True, related_name="+", db_constraint=False
    )
    fact = models.CharField(max_length=20)
    link = models.CharField(max_length=20)
    source_reference = models.CharField(max_length=80)
    lessens = models.BooleanField(default=False)
    body = models.JSONField()
    received_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    # Whether a presence in the issuer's territory is kept here; asked once it is judged.
    was_present = models.BooleanField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    hold = models.ForeignKey(Hold, models.PROTECT, null=True, related_name="assertions")
    # The piece of evidence, or the result, that came of it.
    evidence = models.BigIntegerField(null=True)
    result = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=300, blank=True)
    # As which word of ours it was told on to the person's new home.
    told_on_as = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(name="assertions_by_issuer", fields=["issuer", "received_at"]),
            models.Index(name="assertions_by_citizen", fields=["citizen"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_held_assertion_has_its_hold",
                condition=~Q(state="held") | Q(hold__isnull=False),
            ),
            models.CheckConstraint(
                name="an_assertion_ends_for_a_reason",
                condition=Q(
                    state__in=["waiting", "held", "in_force"], ended_at=None, ended_because=""
                )
                | (
                    Q(state__in=["refused", "suspended", "withdrawn"], ended_at__isnull=False)
                    & ~Q(ended_because="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact} of {self.issuer}"
