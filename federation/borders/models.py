"""Claims held, offers, treaties, conflict cases, maps resolved, and policies of entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from federation.peers import queries as peers

if TYPE_CHECKING:
    from provinces.accounts.models import User


def _official() -> models.ForeignKey[User | None, User | None]:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")


class Counting(models.Manager["Held"]):
    """Entries of the histories that count; those of one that was given up are kept, unsaid."""

    def get_queryset(self) -> models.QuerySet[Held]:
        return super().get_queryset().exclude(peers.is_given_up("origin"))


class Held(models.Model):
    """One entry of a feed, the own one too, that has a say about zones; as it was signed.

    `cells` and `spill` are the bytes of the blobs its body refers to. Never changed: what counts
    of it is for the resolution to say. `flaw` names what made it unreadable.
    """

    id = models.BigAutoField(primary_key=True)
    origin = models.CharField(max_length=31)
    index = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    body = models.JSONField()
    cells = models.BinaryField(null=True)
    spill = models.BinaryField(null=True)
    flaw = models.CharField(max_length=200, blank=True)
    # Of the feed's histories, the one it is from.
    history = models.PositiveSmallIntegerField(db_default=0, default=0)

    append_only = True
    objects = Counting()
    with_given_up = models.Manager["Held"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="an_entry_is_held_once", fields=["origin", "index", "history"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.origin} #{self.index} {self.kind}"


class OfferState(models.TextChoices):
    """What became of an offer."""

    OPEN = "open"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    LAPSED = "lapsed"


class Offer(models.Model):
    """The part of another province's zone that lies on this one's ground: it may be accepted.

    `cells` are the part offered, `answered` what is accepted of it, as `[lo, hi]` pairs of fine
    cells; accepted as less grave than it is offered, it is `lowered_to` that level. Without
    effect until two officials of different offices have accepted it in time.
    """

    id = models.BigAutoField(primary_key=True)
    origin = models.CharField(max_length=31)
    reference = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField()
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    authority = models.CharField(max_length=120)
    case_evidence = models.CharField(max_length=200)
    starts = models.IntegerField()
    ends = models.IntegerField()
    cells = models.JSONField()
    fine_cells = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=OfferState.choices, default=OfferState.OPEN)
    answered = models.JSONField(default=list)
    lowered_to = models.PositiveSmallIntegerField(null=True)

    proposed_by = _official()
    proposed_at = models.DateTimeField(null=True)
    proposed_unit = models.CharField(max_length=80, blank=True)
    area_code = models.CharField(max_length=12, blank=True)
    signed_by = _official()
    signed_at = models.DateTimeField(null=True)
    signed_unit = models.CharField(max_length=80, blank=True)
    refused_by = _official()
    refused_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(name="offers_by_state", fields=["state", "lapses_at"])]
        constraints = [
            models.UniqueConstraint(
                name="a_version_is_offered_once", fields=["origin", "reference", "version"]
            ),
            models.CheckConstraint(
                name="an_offer_is_accepted_as_no_graver",
                condition=Q(lowered_to=None) | Q(lowered_to__gte=1, lowered_to__lt=F("level")),
            ),
            models.CheckConstraint(
                name="a_proposal_says_who_when_and_where",
                condition=Q(proposed_by=None, proposed_at=None, proposed_unit="")
                | (Q(proposed_by__isnull=False, proposed_at__isnull=False) & ~Q(proposed_unit="")),
            ),
            models.CheckConstraint(
                name="an_accepted_offer_bears_a_second_office",
                condition=~Q(state=OfferState.ACCEPTED)
                | (
                    Q(signed_by__isnull=False, signed_at__isnull=False)
                    & Q(proposed_by__isnull=False)
                    & ~Q(signed_by=F("proposed_by"))
                    & ~Q(signed_unit="")
                    & ~Q(signed_unit=F("proposed_unit"))
                    & Q(signed_at__lte=F("lapses_at"))
                ),
            ),
            models.CheckConstraint(
                name="a_refused_offer_says_who_when_and_why",
                condition=(
                    ~Q(state=OfferState.REFUSED) & Q(refused_by=None, refused_at=None, reason="")
                )
                | (
                    Q(state=OfferState.REFUSED, refused_by__isnull=False)
                    & Q(refused_at__isnull=False)
                    & ~Q(reason="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin}/{self.reference} v{self.version}"


class Treaty(models.Model):
    """Terms that two provinces may sign; `id` is the digest of the terms, so they never change.

    `signed_here` is this province's hand under them, of another office than the drafter's, and
    `signed_there` the other's as its feed tells. Either may end it for the time to come.
    """

    id = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=12)
    partner = models.CharField(max_length=31)
    decider = models.CharField(max_length=31, blank=True)
    starts = models.IntegerField()
    ends = models.IntegerField()
    terms = models.JSONField()
    strip = models.JSONField(default=list)
    text_zh = models.CharField(max_length=2000)
    text_en = models.CharField(max_length=2000)
    proposed_from = models.CharField(max_length=31)
    proposed_at = models.DateTimeField()
    proposed_by = _official()
    proposed_unit = models.CharField(max_length=80, blank=True)
    signed_by = _official()
    signed_at = models.DateTimeField(null=True)
    signed_unit = models.CharField(max_length=80, blank=True)
    partner_signed_at = models.DateTimeField(null=True)
    ended_by = _official()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)
    ended_minute = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_treaty_does_not_end_before_it_starts", condition=Q(ends__gt=F("starts"))
            ),
            models.CheckConstraint(
                name="a_treaty_bears_a_second_office",
                condition=Q(signed_by=None, signed_at=None, signed_unit="")
                | (
                    Q(signed_by__isnull=False, signed_at__isnull=False)
                    & ~Q(signed_unit="")
                    & (Q(proposed_by=None) | ~Q(signed_by=F("proposed_by")))
                    & ~Q(signed_unit=F("proposed_unit"))
                ),
            ),
            models.CheckConstraint(
                name="a_treatys_end_says_who_when_and_why",
                condition=Q(ended_by=None, ended_at=None, end_reason="")
                | (
                    Q(ended_by__isnull=False, ended_at__isnull=False, ended_minute__isnull=False)
                    & ~Q(end_reason="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} with {self.partner} {self.id[:12]}"


class ConflictState(models.TextChoices):
    """Where a case stands."""

    OPEN = "open"
    ESCALATED = "escalated"
    SETTLED = "settled"


# Nothing but a treaty of both settles a case, whoever has it.
UNSETTLED = (ConflictState.OPEN, ConflictState.ESCALATED)


class Conflict(models.Model):
    """Claims that only leniency parts; both provinces' desks have the same case, by `digest`.

    The clock runs to `clock_at`; the less restrictive claim is in effect meanwhile, and after.
    Then it is escalated: it goes from the federation officers to those who sign for each province,
    and before all members. `escalated_there_at` is when another party said so.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    claims = models.JSONField()
    chosen = models.JSONField()
    parties = models.JSONField()
    cells = models.JSONField()
    fine_cells = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    clock_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=ConflictState.choices, default=ConflictState.OPEN
    )
    escalated_at = models.DateTimeField(null=True)
    escalated_there_at = models.DateTimeField(null=True)
    treaty = models.ForeignKey(Treaty, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_settled_conflict_has_its_treaty",
                condition=Q(state__in=UNSETTLED, treaty=None, settled_at=None)
                | Q(
                    state=ConflictState.SETTLED,
                    treaty__isnull=False,
                    settled_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="an_escalated_conflict_says_since_when",
                condition=~Q(state=ConflictState.ESCALATED) | Q(escalated_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_conflict_is_not_escalated_before_its_clock",
                condition=Q(escalated_at=None) | Q(escalated_at__gte=F("clock_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.digest[:12]


class ResolvedMap(models.Model):
    """A map as it was resolved: its digest, and the logs' sizes it was computed from."""

    id = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=64)
    sizes = models.JSONField()
    as_of = models.DateTimeField()
    counts = models.JSONField()
    contests = models.JSONField()

    append_only = True

    def __str__(self) -> str:
        return f"{self.digest[:12]} as of {self.as_of:%Y-%m-%d %H:%M}"


class PeerMap(models.Model):
    """What another province says it resolved; equal sizes and another digest is a discrepancy."""

    id = models.BigAutoField(primary_key=True)
    origin = models.CharField(max_length=31)
    digest = models.CharField(max_length=64)
    sizes = models.JSONField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_peers_map_is_kept_once", fields=["origin", "digest", "told_at"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.origin} {self.digest[:12]}"


class HandedDown(models.Model):
    """What was last handed down for a province: its zones as resolved, by digest."""

    source = models.CharField(max_length=31, primary_key=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.source


class HandedPart(models.Model):
    """One zone, or part of one, as it was last handed down for a province, by digest."""

    id = models.BigAutoField(primary_key=True)
    source = models.CharField(max_length=31)
    reference = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_part_is_handed_down_once", fields=["source", "reference", "version"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}/{self.reference} v{self.version}"


class OwnOutcome(models.Model):
    """What the resolution last left of an own zone, where it is not all of it, by digest."""

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="an_own_zone_has_one_outcome", fields=["reference", "version"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference} v{self.version}"


class CompiledZone(models.Model):
    """The ranges a set of cells compiles to at the thresholds asked for; a cache, by digest."""

    key = models.CharField(max_length=64, primary_key=True)
    packed = models.BinaryField()

    def __str__(self) -> str:
        return self.key[:12]


class PolicyState(models.TextChoices):
    """What became of a policy: one of another province's is always published."""

    AWAITING = "awaiting"
    PUBLISHED = "published"


class EntryPolicy(models.Model):
    """A province's policy for entering it, own or another's, version by version.

    In force from its moment until the next one's; never beyond `until`.
    """

    id = models.BigAutoField(primary_key=True)
    host = models.CharField(max_length=31)
    version = models.PositiveIntegerField()
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    in_force_from = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=10, choices=PolicyState.choices)
    drafted_by = _official()
    drafted_at = models.DateTimeField(null=True)
    drafted_unit = models.CharField(max_length=80, blank=True)
    signed_by = _official()
    signed_unit = models.CharField(max_length=80, blank=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_policys_version_is_kept_once", fields=["host", "version"]
            ),
            models.CheckConstraint(
                name="a_policy_is_in_force_for_some_time",
                condition=Q(until__gt=F("in_force_from")),
            ),
            models.CheckConstraint(
                name="a_published_policy_says_when",
                condition=Q(state=PolicyState.AWAITING, published_at=None)
                | Q(state=PolicyState.PUBLISHED, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="an_own_policy_bears_two_offices",
                condition=Q(state=PolicyState.AWAITING)
                | Q(drafted_by=None, signed_by=None)
                | (
                    Q(drafted_by__isnull=False, signed_by__isnull=False)
                    & ~Q(signed_by=F("drafted_by"))
                    & ~Q(signed_unit=F("drafted_unit"))
                    & ~Q(signed_unit="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.host} v{self.version}"
