"""Pieces of evidence: what is asserted of somebody, by whom, on what basis, and until when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from provinces.citizens.models import reached
from provinces.evidence.classes import (
    CASES,
    CONTACTS,
    INFECTIOUS,
    ORDERS,
    SELF_DECLARED,
    WITH_ENDING,
    WITH_ONSET,
    EvidenceClass,
)
from provinces.jurisdictions.powers import Power

from .holds import Hold

if TYPE_CHECKING:
    from provinces.accounts.models import User

# No piece of whatever class counts for longer after it happened.
MOST_DAYS = 90
# What another province says of somebody counts here for so long after it came in.
PEER_DAYS = 21


class Origin(models.TextChoices):
    """Whose word it is: two officials', a register's, a laboratory's, the person's, a peer's."""

    MANUAL = "manual"
    REGISTRY = "registry"
    LABORATORY = "laboratory"
    SELF = "self"
    PEER = "peer"


class State(models.TextChoices):
    """What became of a piece. Whether it still counts is told by its times."""

    AWAITING = "awaiting"
    IN_FORCE = "in_force"
    REJECTED = "rejected"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Pieces of evidence, from an official's point of view and in time."""

    def visible_to(self, user: User, power: Power, at: datetime) -> EvidenceQuerySet:
        """Return what is about citizens on whom a user may act: by area, or by assignment."""
        return self.filter(reached(user, power, at))

    def counting(self, at: datetime) -> EvidenceQuerySet:
        """Return what counts at a moment: in force by then, not expired, not withdrawn."""
        standing = Q(withdrawn_at=None) | Q(withdrawn_at__gt=at)
        return self.filter(standing, in_force_at__lte=at, expires_at__gt=at)

    def free_or_held(self, since: datetime) -> EvidenceQuerySet:
        """Return what officials filed after a moment, but for what was held and released."""
        filed = self.filter(source=Origin.MANUAL, proposed_at__gt=since)
        # Looked up once, and not joined piece by piece: a hold that grows is rewritten each time.
        return filed.exclude(hold__in=Hold.objects.filter(state=Hold.State.RELEASED))

    def free(self) -> EvidenceQuerySet:
        """Return what was never held, and what was released."""
        return self.filter(Q(hold=None) | Q(hold__state=Hold.State.RELEASED))

    def bearing(self, at: datetime) -> EvidenceQuerySet:
        """Return what counts at a moment and may be rested on: no suspicion that was excluded."""
        suspicion = Q(evidence_class=str(EvidenceClass.SUSPECTED_CASE))
        return self.counting(at).exclude(suspicion, ended_at__isnull=False)


def _of(classes: frozenset[EvidenceClass]) -> Q:
    return Q(evidence_class__in=sorted(map(str, classes)))


MANUAL = Q(source=Origin.MANUAL)


class Evidence(models.Model):
    """One thing asserted of a citizen. It is never edited: it is ended, or withdrawn, once.

    Manual evidence has no effect before a second official of another office has approved it;
    what a register, a laboratory, a peer or the person says counts at once. `in_force_at` is
    when it began to count. `happened_at` is the moment its class is about (`classes.FORMS` says
    which), `ends_at` an order's planned end, `ended_at` when it came to its end in fact.
    """

    id = models.BigAutoField(primary_key=True)
    citizen = models.ForeignKey("citizens.Citizen", models.CASCADE, related_name="evidence")
    evidence_class = models.CharField(
        max_length=20, choices=[(str(each), str(each)) for each in EvidenceClass]
    )
    happened_at = models.DateTimeField()
    onset_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(db_index=True)
    details = models.JSONField(default=dict)

    source = models.CharField(max_length=10, choices=Origin.choices)
    source_reference = models.CharField(max_length=120)
    authority = models.CharField(max_length=120, blank=True)
    legal_basis = models.CharField(max_length=200)

    # On whose case a contact rests: a piece kept here, or the reference of one kept elsewhere.
    case = models.ForeignKey("self", models.PROTECT, null=True, related_name="contacts")
    case_reference = models.CharField(max_length=120, blank=True)
    method = models.CharField(max_length=200, blank=True)
    investigator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    state = models.CharField(max_length=10, choices=State.choices, default=State.AWAITING)
    in_force_at = models.DateTimeField(null=True)

    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    proposed_unit = models.CharField(max_length=80, blank=True)
    proposed_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    approved_unit = models.CharField(max_length=80, blank=True)
    approved_at = models.DateTimeField(null=True)
    rejected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    rejected_at = models.DateTimeField(null=True)
    rejected_because = models.CharField(max_length=300, blank=True)
    # `ended_at` is when it ended, `end_noted_at` when we were told.
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    end_noted_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=300, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    # The list that it came with, and the hold in which it is, or was.
    batch = models.ForeignKey(
        "evidence.Batch", models.PROTECT, null=True, related_name="pieces", db_index=False
    )
    held_at = models.DateTimeField(null=True)
    hold = models.ForeignKey(
        "evidence.Hold", models.PROTECT, null=True, related_name="pieces", db_index=False
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        indexes = [
            # What officials have filed lately is counted whenever one files more.
            models.Index(
                name="evidence_filed",
                fields=["proposed_at"],
                condition=Q(proposed_at__isnull=False),
            ),
            models.Index(
                name="evidence_of_a_list", fields=["batch"], condition=Q(batch__isnull=False)
            ),
            models.Index(
                name="evidence_of_a_hold", fields=["hold"], condition=Q(hold__isnull=False)
            ),
            models.Index(
                name="evidence_awaiting", fields=["proposed_at"], condition=Q(state=State.AWAITING)
            ),
            # Few among many: they are looked for at every step of the road.
            models.Index(name="cases_by_expiry", fields=["expires_at"], condition=_of(INFECTIOUS)),
            # In the order of the register.
            models.Index(
                name="cases_in_order",
                fields=["-happened_at", "-id"],
                condition=_of(CASES) & Q(state=State.IN_FORCE),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="evidence_is_of_a_known_class",
                condition=_of(frozenset(EvidenceClass)),
            ),
            models.CheckConstraint(
                name="evidence_names_source_basis_and_authority",
                condition=Q(source__in=Origin.values)
                & ~Q(source_reference="")
                & ~Q(legal_basis="")
                & (Q(source=Origin.SELF) | ~Q(authority="")),
            ),
            models.CheckConstraint(
                name="evidence_expires",
                condition=Q(
                    expires_at__gt=F("happened_at"),
                    expires_at__lte=F("happened_at") + timedelta(days=MOST_DAYS),
                ),
            ),
            models.CheckConstraint(
                name="a_peers_word_expires_sooner",
                condition=~Q(source=Origin.PEER)
                | Q(expires_at__lte=F("in_force_at") + timedelta(days=PEER_DAYS)),
            ),
            models.CheckConstraint(
                name="a_person_alone_declares_for_themselves",
                condition=(Q(source=Origin.SELF) & _of(SELF_DECLARED))
                | (~Q(source=Origin.SELF) & ~_of(SELF_DECLARED)),
            ),
            models.CheckConstraint(
                name="a_contact_names_case_method_and_investigator",
                condition=(
                    ~_of(CONTACTS) & Q(case=None, case_reference="", method="", investigator=None)
                )
                | (
                    _of(CONTACTS)
                    & (Q(case__isnull=False) | ~Q(case_reference=""))
                    & ~Q(method="")
                    & (~MANUAL | Q(investigator__isnull=False))
                ),
            ),
            models.CheckConstraint(
                name="an_order_and_nothing_else_has_a_planned_end",
                condition=(_of(ORDERS) & Q(ends_at__gt=F("happened_at"), ends_at__isnull=False))
                | (~_of(ORDERS) & Q(ends_at=None)),
            ),
            models.CheckConstraint(
                name="some_classes_have_an_onset",
                condition=Q(onset_at=None) | _of(WITH_ONSET),
            ),
            models.CheckConstraint(
                name="evidence_in_force_says_since_when",
                condition=Q(state=State.IN_FORCE, in_force_at__isnull=False)
                | Q(state__in=[State.AWAITING, State.REJECTED], in_force_at=None),
            ),
            models.CheckConstraint(
                name="manual_evidence_and_no_other_is_proposed",
                condition=(
                    MANUAL
                    & Q(proposed_by__isnull=False, proposed_at__isnull=False)
                    & ~Q(proposed_unit="")
                )
                | (
                    ~MANUAL
                    & Q(proposed_by=None, proposed_at=None, proposed_unit="", state=State.IN_FORCE)
                ),
            ),
            models.CheckConstraint(
                name="approved_by_comes_with_approved_at",
                condition=Q(approved_by=None, approved_at=None, approved_unit="")
                | (
                    MANUAL
                    & Q(state=State.IN_FORCE, approved_by__isnull=False, approved_at__isnull=False)
                    & ~Q(approved_unit="")
                ),
            ),
            models.CheckConstraint(
                name="manual_evidence_in_force_bears_a_second_office",
                condition=~MANUAL
                | ~Q(state=State.IN_FORCE)
                | (
                    Q(approved_by__isnull=False)
                    & ~Q(approved_by=F("proposed_by"))
                    & ~Q(approved_unit=F("proposed_unit"))
                ),
            ),
            models.CheckConstraint(
                name="a_rejection_says_who_when_and_why",
                condition=(
                    ~Q(state=State.REJECTED)
                    & Q(rejected_by=None, rejected_at=None, rejected_because="")
                )
                | (
                    Q(state=State.REJECTED, rejected_by__isnull=False, rejected_at__isnull=False)
                    & ~Q(rejected_because="")
                ),
            ),
            models.CheckConstraint(
                name="an_ending_says_when_and_why",
                condition=Q(ended_at=None, ended_by=None, end_noted_at=None, ended_because="")
                | (
                    _of(WITH_ENDING)
                    & Q(
                        state=State.IN_FORCE,
                        ended_at__isnull=False,
                        ended_at__gte=F("happened_at"),
                        end_noted_at__isnull=False,
                    )
                    & ~Q(ended_because="")
                    & (~MANUAL | Q(ended_by__isnull=False))
                ),
            ),
            models.CheckConstraint(
                name="a_withdrawal_says_when_and_why",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_because="")
                | (
                    Q(state=State.IN_FORCE, withdrawn_at__isnull=False)
                    & ~Q(withdrawn_because="")
                    # A contact goes with the case it rests on, whoever takes that back.
                    & (~MANUAL | Q(withdrawn_by__isnull=False) | Q(case__isnull=False))
                ),
            ),
            models.CheckConstraint(
                name="what_is_held_or_came_with_a_list_was_filed",
                condition=Q(batch=None, hold=None, held_at=None)
                | (
                    MANUAL
                    & (Q(hold=None, held_at=None) | Q(hold__isnull=False, held_at__isnull=False))
                ),
            ),
            # A register sends the same thing again; it is one piece, unless it was withdrawn.
            models.UniqueConstraint(
                name="a_source_says_a_thing_once",
                fields=["source", "source_reference", "citizen", "evidence_class"],
                condition=Q(
                    source__in=[Origin.REGISTRY, Origin.LABORATORY, Origin.PEER], withdrawn_at=None
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_class} {self.pk}"
