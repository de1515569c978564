"""What is held against somebody has no effect on them: until they are answered, or for good.

Nobody sets a status by it: the road leaves out what is suspended, and judges what is left. What is
not answered in time is suspended only where it is weak by its nature: what was concluded from a
location alone, and what another province says. A laboratory's positive never is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from provinces.citizens import services as citizens
from provinces.evidence.classes import INFECTIOUS, EvidenceClass
from provinces.evidence.models import Evidence, Origin, Suspension, Thing, Why
from provinces.evidence.models.suspensions import LONGEST
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy.tasks import nudge

from .effects import DRAIN

AT_ONCE = 1000


class NotSuspendable(ValueError):
    """The piece is not one that may go without an effect before anybody has looked at it."""


@dataclass(frozen=True, slots=True)
class Suspended:
    """What is to have no effect on whom, `[now, until)` at the longest; see `Suspension`."""

    citizen: int
    thing: Thing
    until: datetime
    piece: int | None = None
    place: str = ""
    observed_before: datetime | None = None


@transaction.atomic
def suspend(
    things: Sequence[Suspended], *, why: Why, because_of: str, now: datetime
) -> list[Suspension]:
    """Have things no effect on the people they are held against; return what is new of it.

    `because_of` is the appeal, or the reversal, as the ledger names it. What is over already, or
    suspended in that name, is passed over. Raises NotSuspendable.
    """
    wanted = [thing for thing in things if thing.until > now]
    if why == Why.UNANSWERED:
        _refuse_strong(wanted)
    known = _known(because_of, why)
    rows = [
        _row(thing, why, because_of, now)
        for thing in dict.fromkeys(wanted)
        if (thing.citizen, str(thing.thing), thing.piece, thing.place) not in known
    ]
    Suspension.objects.bulk_create(rows, AT_ONCE)
    _follow(rows, Event.EVIDENCE_SUSPENDED, because_of, now)
    return rows


def is_weak(piece: Evidence) -> bool:
    """Tell whether a piece may be suspended before anybody has looked at it.

    That is another province's word, where it does not say that somebody is infected.
    """
    return piece.source == Origin.PEER and EvidenceClass(piece.evidence_class) not in INFECTIOUS


@transaction.atomic
def end_suspensions(because_of: str, *, why: Why, now: datetime) -> int:
    """Have things that were suspended in a name count again; return how many."""
    standing = Suspension.objects.standing().filter(because_of=because_of, why=why)
    return _end(standing.select_for_update(of=("self",)).order_by("pk"), now)


@transaction.atomic
def end_due_suspensions(*, now: datetime) -> int:
    """End the suspensions whose time is over; return how many."""
    due = Suspension.objects.standing().filter(ends_at__lte=now)
    return _end(due.select_for_update(of=("self",), skip_locked=True).order_by("pk"), now)


def _end(found: Iterable[Suspension], now: datetime) -> int:
    rows = list(found)
    Suspension.objects.filter(pk__in=[row.pk for row in rows]).update(ended_at=now)
    for name in dict.fromkeys(row.because_of for row in rows):
        _follow([row for row in rows if row.because_of == name], Event.EVIDENCE_RESTORED, name, now)
    return len(rows)


def _refuse_strong(things: Sequence[Suspended]) -> None:
    pieces = [thing.piece for thing in things if thing.thing == Thing.PIECE]
    for piece in Evidence.objects.filter(pk__in=pieces):
        if not is_weak(piece):
            raise NotSuspendable(f"{piece} is not suspended before somebody has looked at it")


def _known(because_of: str, why: Why) -> set[tuple[int, str, int | None, str]]:
    standing = Suspension.objects.standing().filter(because_of=because_of, why=why)
    return set(standing.values_list("citizen", "thing", "piece", "place"))


def _row(thing: Suspended, why: Why, because_of: str, now: datetime) -> Suspension:
    return Suspension(
        citizen_id=thing.citizen,
        thing=thing.thing,
        piece=thing.piece,
        place=thing.place,
        observed_before=thing.observed_before,
        why=why,
        because_of=because_of,
        starts_at=now,
        ends_at=min(thing.until, now + LONGEST),
    )


def _follow(rows: Sequence[Suspension], event: Event, because_of: str, now: datetime) -> None:
    """Record what became of suspensions, and mark whoever they are of."""
    if not rows:
        return
    things = [
        {"thing": str(row.thing), "piece": row.piece, "place": row.place} for row in rows[:AT_ONCE]
    ]
    body = {"because_of": because_of, "count": len(rows), "things": things}
    ledger.record(event, by=None, about=because_of, at=now, body=body)
    citizens.mark_stale(sorted({row.citizen_id for row in rows}), because=event, at=now)
    nudge(DRAIN)
