"""Reading appeals: one's own, an official's, all of one cause; and figures for everybody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from provinces.accounts.models import User
from provinces.citizens import queries as citizens
from provinces.citizens.fields import Field
from provinces.citizens.models import Citizen, reached
from provinces.citizens.purposes import Purpose
from provinces.jurisdictions import scoping
from provinces.jurisdictions.models import Area, Office
from provinces.jurisdictions.powers import Power

from . import causes, sealing
from .holding import Contestable, contestable
from .models import (
    Appeal,
    AppealQuerySet,
    Attachment,
    Basis,
    Forwarded,
    Letter,
    Outcome,
    Reversal,
    Review,
    Statement,
)
from .models.appeals import OPEN, WAITING, is_late
from .models.reviews import LYING
from .services.asking_again import may_ask_again
from .services.closing import waits_for_laboratory
from .services.withdrawing import is_elsewhere

# What a list tells of an appeal; with whom it lies comes last.
LISTED = (
    "reference", "answer_by", "again_answer_by",
    "citizen__area__name_zh", "citizen__area__name_en",
)  # fmt: skip

SOONEST_DUE = ("answer_by", "pk")

__all__ = ["Contestable", "contestable", "is_elsewhere", "may_ask_again", "waits_for_laboratory"]


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said and brought, in the clear."""

    statement: Statement
    text: str
    files: tuple[tuple[Attachment, str], ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """An appeal as a list tells it; its area by name, and the units with whom it lies now.

    `again_answer_by` is of the second level, None where the first is to answer.
    """

    reference: str
    answer_by: datetime
    again_answer_by: datetime | None
    name_zh: str
    name_en: str
    lying: list[str]

    @property
    def is_again(self) -> bool:
        """Whether it is the second level that has to answer."""
        return self.again_answer_by is not None

    @property
    def clock(self) -> datetime:
        """When the level that answers has to have answered."""
        return self.again_answer_by or self.answer_by


@dataclass(frozen=True, slots=True)
class Tally:
    """How many appeals there are, and of how many the clock is missed."""

    number: int
    late: int


@dataclass(frozen=True, slots=True)
class Today:
    """How many appeals are open, how many of them late, and how many were answered today."""

    open: int
    late: int
    answered: int


@dataclass(frozen=True, slots=True)
class Group:
    """Appeals of one cause: how many, how many are open, and whether one was upheld."""

    cause: str
    appeals: int
    open: int
    overturned: int
    reversal: Reversal | None
    is_reversible: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """What became of the appeals filed in some days; None where so few are not told."""

    filed: int | None
    answered: int | None
    upheld: int | None
    late: int | None
    median_hours: float | None


def mine(citizen: Citizen) -> AppealQuerySet:
    """Return a citizen's appeals, the latest first."""
    return Appeal.objects.of(citizen)


def my_appeal(citizen: Citizen, reference: str) -> Appeal | None:
    """Return a citizen's appeal of a reference, None where they have none of it."""
    return mine(citizen).select_related("citizen__area").filter(reference=reference).first()


def letters_of(citizen: Citizen) -> QuerySet[Letter]:
    """Return the letters that a citizen was given, the latest first."""
    found = Letter.objects.filter(citizen=citizen).select_related("appeal", "reversal")
    return found.order_by("-issued_at", "-pk")


def void_decisions(citizen: Citizen) -> frozenset[int]:
    """Return the decisions about a citizen of which a letter says that they were wrong."""
    listed = Letter.objects.filter(citizen=citizen).values_list("decisions", flat=True)
    return frozenset(number for numbers in listed for number in numbers)


def said(appeal: Appeal) -> list[Said]:
    """Return what was said and brought with an appeal, in its order, unsealed.

    For the person, whoever filed for them, and its reviewer: callers see to that.
    """
    statements = appeal.statements.prefetch_related("attachments").order_by("said_at", "pk")
    return [_said(appeal, statement) for statement in statements]


def _said(appeal: Appeal, statement: Statement) -> Said:
    of = appeal.reference
    files = [
        (each, sealing.unseal(each.name, of=of).decode(errors="replace"))
        for each in statement.attachments.all()
    ]
    return Said(statement, sealing.unseal(statement.sealed, of=of).decode(), tuple(files))


def content_of(appeal: Appeal, key: int) -> tuple[Attachment, bytes] | None:
    """Return a file of an appeal, unsealed, None where it has none of that key."""
    found = Attachment.objects.filter(statement__appeal=appeal, pk=key).first()
    if found is None:
        return None
    return found, sealing.unseal(found.sealed, of=appeal.reference)


def bases_of(appeal: Appeal) -> QuerySet[Basis]:
    """Return what the ground of an appeal rests on."""
    return appeal.bases.select_related("laboratory_query").order_by("pk")


def reviews_of(appeal: Appeal) -> QuerySet[Review]:
    """Return with whom an appeal lay, and lies, in order."""
    return appeal.reviews.select_related("reviewer", "area").order_by("pk")


def forwarded_of(appeal: Appeal) -> Forwarded | None:
    """Return what became of an appeal in another province, if it went there."""
    return Forwarded.objects.filter(appeal=appeal).first()


def to_forward() -> list[tuple[Forwarded, str]]:
    """Return what waits to be brought to other provinces, with what the person says."""
    waiting = Forwarded.objects.filter(taken_at=None, returned_at=None, answered_at=None)
    found = waiting.filter(appeal__answered_at=None).select_related("appeal__citizen")
    return [(each, said(each.appeal)[0].text) for each in found.order_by("queued_at", "pk")]


def answers_awaited() -> QuerySet[Forwarded]:
    """Return what other provinces were asked, and have not answered as far as we were told."""
    asked = Forwarded.objects.exclude(taken_at=None).filter(answered_at=None)
    return asked.select_related("appeal").order_by("taken_at", "pk")


def lying_with(user: User) -> AppealQuerySet:
    """Return the appeals that lie with an official, the soonest due first."""
    lying = Appeal.objects.open().filter(pk__in=_lying_with(user))
    return lying.order_by(*SOONEST_DUE)


def lying_with_others(user: User, at: datetime) -> AppealQuerySet:
    """Return what of the queue does not lie with an official, the soonest due first."""
    own = _lying_with(user).filter(appeal=OuterRef("pk"))
    return queue(user, at).filter(~Exists(own))


def _lying_with(user: User) -> QuerySet[Any, Any]:
    own = Review.objects.filter(LYING, reviewer=user)
    return own.values("appeal")


def tally(found: AppealQuerySet, at: datetime) -> Tally:
    """Count some appeals, and those of them whose clock is missed, in one statement."""
    plain = found.order_by()
    return Tally(**plain.aggregate(number=Count("pk"), late=Count("pk", filter=is_late(at))))


def today(areas: QuerySet[Area], *, since: datetime, at: datetime) -> Today:
    """Count the appeals of some areas' people: open, late, answered from a moment on.

    Of an appeal asked about again, either answer counts, and it counts once; what was withdrawn
    was not answered. Exact, and for officials.
    """
    first = Q(answered_at__gte=since) & ~Q(outcome=Outcome.WITHDRAWN)
    second = Q(again_answered_at__gte=since) & ~Q(again_outcome=Outcome.WITHDRAWN)
    answered = first | second
    found = Appeal.objects.filter(OPEN | answered, citizen__area__in=areas)
    return Today(
        **found.aggregate(
            open=Count("pk", filter=OPEN),
            late=Count("pk", filter=is_late(at)),
            answered=Count("pk", filter=answered),
        )
    )


def queue(user: User, at: datetime) -> AppealQuerySet:
    """Return the open appeals of the people over whom a user answers appeals, soonest due first."""
    waiting = Appeal.objects.open().visible_to(user, Power.REVIEW_APPEAL, at)
    return waiting.order_by(*SOONEST_DUE)


def listed(found: AppealQuerySet) -> list[Listed]:
    """Return appeals as a list tells them, in their order, in one statement."""
    lying = Review.objects.filter(LYING, appeal=OuterRef("pk")).order_by("pk").values("unit")
    return [Listed(*row) for row in found.values_list(*LISTED, ArraySubquery(lying))]


def late(user: User, at: datetime) -> AppealQuerySet:
    """Return those of the queue whose clock is missed."""
    return queue(user, at).late(at)


def within_reach(reference: str, *, by: User, at: datetime) -> Appeal | None:
    """Return the appeal of a reference that an official may look at, None where there is none.

    Whoever is concerned by it may not: neither they nor their office look over a reviewer's hands.
    """
    found = Appeal.objects.visible_to(by, Power.REVIEW_APPEAL, at).filter(reference=reference)
    return found.select_related("citizen__area").first()


def open_for_review(appeal: Appeal, fields: Iterable[Field], *, by: User, at: datetime) -> None:
    """Have the person know that an official reads their appeal; raises as `note_reading`."""
    citizens.note_reading(appeal.citizen, fields, by=by, purpose=Purpose.APPEAL, at=at)


def lies_with(appeal: Appeal, user: User) -> Review | None:
    """Return the review by which an appeal lies with an official, None where it does not."""
    own = appeal.reviews.filter(LYING, reviewer=user)
    return own.filter(level=appeal.level).first()


def groups(user: User, at: datetime) -> list[Group]:
    """Return the causes of the appeals within reach, those with most open appeals first."""
    return _groups(Basis.objects.all(), user, at)


def _groups(bases: QuerySet[Basis], user: User, at: datetime) -> list[Group]:
    rows = (
        bases.filter(reached(user, Power.REVIEW_APPEAL, at, by="appeal__citizen"))
        .values("cause")
        .annotate(
            appeals=Count("appeal", distinct=True),
            open=Count("appeal", distinct=True, filter=WAITING),
            overturned=Count("appeal", distinct=True, filter=~Q(overturned_at=None)),
        )
        .order_by("-open", "-appeals", "cause")
    )
    found = list(rows)
    reversals = _reversals([row["cause"] for row in found])
    return [
        Group(
            reversal=reversals.get(row["cause"]),
            is_reversible=causes.is_reversible(row["cause"]),
            **row,
        )
        for row in found
    ]


def group(cause: str, *, user: User, at: datetime) -> Group | None:
    """Return the group of one cause, None where no appeal within reach has it."""
    return next(iter(_groups(Basis.objects.filter(cause=cause), user, at)), None)


def appeals_of(cause: str, *, user: User, at: datetime) -> QuerySet[Appeal]:
    """Return the appeals within reach that have a cause, the latest first."""
    reach = Appeal.objects.visible_to(user, Power.REVIEW_APPEAL, at)
    found = reach.filter(Exists(Basis.objects.filter(appeal=OuterRef("pk"), cause=cause)))
    return found.select_related("citizen__area").order_by("-filed_at", "-pk")


def concerned(cause: str, at: datetime) -> int:
    """Return how many people a cause touches now."""
    return len({touch.citizen for touch in causes.touched(cause, now=at)})


def reversals_to_sign(user: User, at: datetime) -> QuerySet[Reversal]:
    """Return the reversals that an official may sign or turn down, the oldest first.

    Of each an appeal is within reach, and all that are open; so was, when it was proposed, whoever
    else it concerns. That is looked at again by whoever decides. Neither the official nor an office
    of theirs is concerned by the cause, or has proposed it.
    """
    undecided = Reversal.objects.filter(signed_at=None, refused_at=None)
    if not undecided.exists():
        return undecided.none()  # as most days; what follows takes longer to say than to answer
    own = Office.objects.filter(user=user, period__contains=at).values("unit")
    theirs = Office.objects.filter(user=OuterRef("proposed_by"), period__contains=at, unit__in=own)
    of_cause = Basis.objects.filter(cause=OuterRef("cause"))
    is_reached = reached(user, Power.REVIEW_APPEAL, at, by="appeal__citizen")
    within = scoping.below(scoping.roots(user, Power.REVIEW_APPEAL, at), path="area__path")
    waiting = undecided.filter(
        Q(area=None) | within,
        Exists(of_cause.filter(is_reached)),
        ~Exists(of_cause.filter(WAITING, ~is_reached, overturned_at=None)),
        ~Exists(of_cause.filter(Q(officials__contains=[user.pk]) | Q(units__overlap=own))),
        ~Exists(theirs),
    )
    return waiting.exclude(proposed_by=user).exclude(proposed_unit__in=own).order_by("proposed_at")


def reversal(key: int) -> Reversal | None:
    """Return a reversal."""
    return Reversal.objects.filter(pk=key).first()


def _reversals(of: Sequence[str]) -> dict[str, Reversal]:
    """Return the reversal of each cause that has one, proposed or signed."""
    found = Reversal.objects.filter(cause__in=of, refused_at=None)
    return {one.cause: one for one in found}


def figures(*, since: datetime, until: datetime, at: datetime, k: int = 10) -> Figures:
    """Return what became of the appeals filed in `[since, until)`, for the public.

    Where fewer than `k` were filed nothing is told; a number between 0 and `k` is not told, nor
    one that would be found by subtracting.
    """
    filed = Appeal.objects.filter(filed_at__gte=since, filed_at__lt=until)
    rows = list(filed.values_list("filed_at", "answered_at", "answer_by", "outcome"))
    if len(rows) < k:
        return Figures(None, None, None, None, None)
    hours = [
        (answered_at - filed_at) / timedelta(hours=1)
        for filed_at, answered_at, _by, outcome in rows
        if answered_at is not None and outcome != Outcome.WITHDRAWN
    ]
    upheld = sum(row[3] in (Outcome.UPHELD, Outcome.PARTLY) for row in rows)
    is_late = sum((row[1] or at) > row[2] for row in rows)
    return Figures(
        filed=len(rows),
        answered=_told(len(hours), len(rows), k),
        upheld=_told(upheld, len(hours), k),
        late=_told(is_late, len(rows), k),
        median_hours=round(median(hours), 1) if len(hours) >= k else None,
    )


def _told(number: int, of: int, k: int) -> int | None:
    """Return a number, None where it or its complement is small and not nothing."""
    return None if 0 < number < k or 0 < of - number < k else number
