"""Reading evidence: what waits for a signature, what counts, what rests on what, what is held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    When,
)
from django.db.models.functions import Least

from provinces.accounts.models import User
from provinces.citizens.models import Citizen, unguarded
from provinces.jurisdictions.powers import Power

from .classes import CASES, CONTACTS, ISOLATION, EvidenceClass, rests_on
from .models import Batch, Evidence, Hold, Origin, State, Suspension, Thing
from .signatures import issuing_units

# What the register tells of a case.
REGISTERED = (
    "evidence_class", "source", "happened_at", "state", "expires_at", "withdrawn_at", "ended_at",
    "proposed_unit", "citizen__reference", "citizen__area__name_zh", "citizen__area__name_en",
    "hold__state",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tally:
    """How many pieces of a list are of one class, one team, and one batch; `None`: of no batch."""

    evidence_class: str
    team: str
    batch: int | None
    number: int


def tally(pieces: QuerySet[Evidence]) -> list[Tally]:
    """Count pieces by class, team and batch, in one statement: a page needs all three."""
    columns = ("evidence_class", "proposed_unit", "batch")
    rows = pieces.order_by().values_list(*columns).annotate(number=Count("pk"))
    return [Tally(*row) for row in rows]


def awaiting_approval(user: User, at: datetime) -> QuerySet[Evidence]:
    """Return what waits for a second signature in a user's areas, oldest first.

    Not what the user has filed, nor what is about them, nor what has expired meanwhile, nor what
    is held; whether the office is another one is asked at signing.
    """
    waiting = Evidence.objects.visible_to(user, Power.APPROVE_EVIDENCE, at).free()
    waiting = waiting.filter(state=State.AWAITING, expires_at__gt=at)
    waiting = waiting.exclude(proposed_by=user).exclude(citizen__user=user)
    return waiting.select_related("citizen__area", "proposed_by", "case").order_by("proposed_at")


def filed_by(user: User) -> QuerySet[Evidence]:
    """Return what a user has filed, whatever became of it, the latest first."""
    found = Evidence.objects.filter(proposed_by=user)
    related = ("citizen__area", "approved_by", "rejected_by", "hold")
    return found.select_related(*related).order_by("-pk")


def rejected_of(user: User, since: datetime) -> QuerySet[Evidence]:
    """Return what a user has filed and others have rejected from a moment on, the latest first."""
    found = filed_by(user).filter(state=State.REJECTED, rejected_at__gte=since)
    return found.exclude(rejected_by=user)


def batches_of(tallies: Iterable[Tally], *, most: int) -> list[tuple[Batch, int]]:
    """Return the batches of which pieces were counted, oldest first, with how many of each."""
    numbers: Counter[int] = Counter()
    for each in tallies:
        if each.batch is not None:
            numbers[each.batch] += each.number
    found = Batch.objects.filter(pk__in=numbers).order_by("filed_at", "pk")
    return [(batch, numbers[batch.pk]) for batch in found[:most]]


def awaiting_list(user: User, at: datetime, batch: int) -> QuerySet[Evidence]:
    """Return what is left of a list to be signed in a user's areas, as it was filed.

    Held or not, and whoever filed it: why it cannot be signed is told at signing.
    """
    found = visible_to(user, Power.APPROVE_EVIDENCE, at).filter(batch=batch, state=State.AWAITING)
    return found.select_related("citizen__area", "case", "batch__filed_by", "hold").order_by("pk")


def open_to(user: User, at: datetime) -> QuerySet[Evidence]:
    """Return the evidence about the people on whom a user may file, the latest first.

    Not about the protected, but whom a second official let them open: whoever cannot open a record
    that a list has in their area knows of the mark.
    """
    found = visible_to(user, Power.PROPOSE_EVIDENCE, at)
    return found.filter(unguarded(user, at))


def bases(user: User, at: datetime, of: EvidenceClass) -> QuerySet[Evidence]:
    """Return on what a contact of a class may rest, in the areas in which a user may file."""
    found = open_to(user, at)
    classes = sorted(map(str, rests_on(of)))
    return found.filter(pk__in=Evidence.objects.bearing(at).filter(evidence_class__in=classes))


def contacts(user: User, at: datetime) -> QuerySet[Evidence]:
    """Return the contacts of the people on whom a user may file, the latest filed first."""
    found = open_to(user, at).filter(evidence_class__in=sorted(map(str, CONTACTS)))
    return found.select_related("citizen__area", "case", "investigator", "hold").order_by("-pk")


def register(user: User, at: datetime) -> QuerySet[Evidence]:
    """Return the cases of the people on whom a user may file evidence, the latest first."""
    found = open_to(user, at).filter(
        evidence_class__in=sorted(map(str, CASES)), state=State.IN_FORCE
    )
    # A case rests on nothing.
    return found.select_related(None).select_related("citizen__area", "hold").only(*REGISTERED)


def resting_on(cases: Iterable[int], at: datetime) -> QuerySet[Evidence]:
    """Return the contacts that rest on any of some cases and count, whosever they are."""
    return Evidence.objects.counting(at).filter(case__in=list(cases)).order_by("pk")


def holds(user: User, power: Power, at: datetime) -> QuerySet[Hold]:
    """Return what is or was held in a user's areas, what is open first, then the latest."""
    found = Hold.objects.visible_to(user, power, at).select_related("area", "decided_by")
    return found.order_by(Case(When(state=Hold.State.OPEN, then=0), default=1), "-pk")


def told_of_hold(hold: Hold) -> list[dict[str, Any]]:
    """Return what is in a hold, in groups alike but for whom it is about; nobody is named in it."""
    columns = (
        *("evidence_class", "source_reference", "authority", "legal_basis", "case"),
        *("case__evidence_class", "case__source", "case_reference", "batch", "state"),
        *("proposed_unit", "proposed_by__full_name", "proposed_by__username"),
    )
    found = Evidence.objects.filter(hold=hold).order_by().values(*columns)
    return list(found.annotate(count=Count("pk"), first=Min("proposed_at")).order_by("first"))


def has_hand_in(hold: Hold, user: User) -> bool:
    """Tell whether an official filed or signed something that is in a hold."""
    return hold.pieces.filter(Q(proposed_by=user) | Q(approved_by=user)).exists()


def visible_to(user: User, power: Power, at: datetime) -> QuerySet[Evidence]:
    """Return all evidence about the citizens on whom a user has a power, the latest first."""
    found = Evidence.objects.visible_to(user, power, at)
    return found.select_related("citizen__area", "case").order_by("-happened_at", "-pk")


def cases(user: User, power: Power, at: datetime) -> QuerySet[Evidence]:
    """Return the cases that contacts may rest on in a user's areas, the latest first."""
    return visible_to(user, power, at).filter(
        pk__in=Evidence.objects.bearing(at).filter(evidence_class__in=sorted(map(str, CASES)))
    )


def about(citizen: Citizen) -> QuerySet[Evidence]:
    """Return what is, or ever was, in force about a citizen and is still kept, the latest first."""
    found = Evidence.objects.filter(citizen=citizen, state=State.IN_FORCE)
    return found.order_by("-happened_at", "-pk")


def counting(citizen: Citizen, at: datetime) -> QuerySet[Evidence]:
    """Return what counts about a citizen at a moment, the latest first."""
    return Evidence.objects.counting(at).filter(citizen=citizen).order_by("-happened_at", "-pk")


def issued(user: User, at: datetime) -> QuerySet[Evidence]:
    """Return what counts and an office of a user's has filed or signed, of the people in reach.

    Orders past their planned end come first, then the latest. Not about the protected, as
    `open_to`.
    """
    units = issuing_units(user, at)
    within = Citizen.objects.visible_to(user, Power.PROPOSE_EVIDENCE, at)
    above = Citizen.objects.visible_to(user, Power.APPROVE_EVIDENCE, at)
    found = Evidence.objects.counting(at).filter(
        Q(proposed_unit__in=units) | Q(approved_unit__in=units),
        Q(citizen__in=within) | Q(citizen__in=above),
        source=Origin.MANUAL,
        citizen__in=Citizen.objects.unguarded(user, at),
    )
    late = When(ends_at__lte=at, ended_at=None, then="ends_at")
    return found.exclude(citizen__user=user).order_by(Case(late).asc(nulls_last=True), "-pk")


def power_over(piece: Evidence, user: User, at: datetime) -> Power:
    """Return by which power a user sees whom a piece is about: to file, or else to sign."""
    files = Evidence.objects.visible_to(user, Power.PROPOSE_EVIDENCE, at).filter(pk=piece.pk)
    return Power.PROPOSE_EVIDENCE if files.exists() else Power.APPROVE_EVIDENCE


def overdue_orders(user: User, at: datetime) -> QuerySet[Evidence]:
    """Return the orders of a user's office past their planned end that nobody has released.

    The longest past come first.
    """
    return issued(user, at).filter(ends_at__lte=at, ended_at=None).order_by(F("ends_at"), "pk")


def isolated_until(citizen: int, at: datetime) -> datetime | None:
    """Return until when an order has a citizen stay in isolation; None where none does.

    One that was released, is past its planned end, or is suspended for them holds nobody.
    """
    orders = Evidence.objects.counting(at).filter(
        citizen=citizen,
        evidence_class__in=sorted(map(str, ISOLATION)),
        happened_at__lte=at,
        ends_at__gt=at,
        ended_at=None,
    )
    suspended = Suspension.objects.standing().filter(
        citizen=citizen, thing=Thing.PIECE, piece=OuterRef("pk")
    )
    holding = orders.filter(~Exists(suspended))
    until: datetime | None = holding.aggregate(until=Max(Least("ends_at", "expires_at")))["until"]
    return until
