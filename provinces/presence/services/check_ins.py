"""Check-ins at venues: a reason to ask whether somebody was there, and never a presence."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from core.cells.ranks import NotACell
from core.periods import epoch_minute
from provinces.citizens import services as citizens
from provinces.citizens.models import Citizen
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.presence import cells, minimising, queries, rotating
from provinces.presence.models import CheckIn, Venue
from provinces.tenancy.tasks import nudge

from .ingesting import DRAIN, oldest_kept

LONGEST = 80


class CodeOver(ValueError):
    """The code is of no venue, or was shown before, or is closed: all told alike."""


class NotCheckedIn(LookupError):
    """There is no such check-in of this person's, or they have left."""


class OutOfTime(ValueError):
    """A check-in in the future, or of a day that is not kept."""


@transaction.atomic
def check_in(
    citizen: Citizen, *, venue: str, cell: int | None, at: datetime, now: datetime
) -> CheckIn:
    """Keep that somebody checked in at a venue: a reason to ask, never a presence.

    `cell` is the venue's, in a resolution that presences have, or None where it is not known.
    Said again, it changes nothing. Raises NotACell, and OutOfTime.
    """
    if cell is not None and not cells.has_a_class(cell):
        raise NotACell(cell)
    if not oldest_kept(now) <= at <= now + minimising.TOLERANCE:
        raise OutOfTime(at)
    known, is_new = CheckIn.objects.get_or_create(
        citizen=citizen, venue=venue, at_minute=epoch_minute(at), defaults={"cell": cell}
    )
    if is_new:
        ledger.record(Event.CHECKED_IN, by=citizen, about=citizen, at=now)
        citizens.mark_stale([citizen.pk], because=Event.CHECKED_IN, at=now)
        nudge(DRAIN)
    return known


@transaction.atomic
def check_in_by_code(citizen: Citizen, said: str, *, now: datetime) -> CheckIn:
    """Keep that somebody checked in at the venue whose code they scanned or typed.

    Whoever is there already is not checked in again. Raises CodeOver, and writes nothing of it.
    """
    venue = Venue.objects.in_use(now).filter(reference=rotating.reference_in(said)).first()
    counts = rotating.counts(said, venue.key if venue else 0, now)
    if venue is None or not counts:
        raise CodeOver("this is no venue's code now")
    there = queries.there_now(citizen, now).filter(place=venue).first()
    if there is not None:
        return there
    kept = check_in(citizen, venue=_called(venue), cell=venue.cell, at=now, now=now)
    # Whoever has left and comes back within the minute is there.
    kept.place, kept.left_minute = venue, None
    kept.save(update_fields=["place", "left_minute"])
    return kept


@transaction.atomic
def check_out(citizen: Citizen, number: int, *, now: datetime) -> CheckIn:
    """Note that somebody has left the venue where they checked in; raises NotCheckedIn."""
    there = queries.there_now(citizen, now).select_for_update().filter(pk=number).first()
    if there is None:
        raise NotCheckedIn("they are not checked in there")
    there.left_minute = max(epoch_minute(now), there.at_minute)
    there.save(update_fields=["left_minute"])
    ledger.record(Event.CHECKED_OUT, by=citizen, about=citizen, at=now)
    return there


@transaction.atomic
def remove_check_in(citizen: Citizen, number: int, *, now: datetime) -> None:
    """Forget a check-in, as its person wishes, and what would be asked because of it.

    Raises NotCheckedIn.
    """
    if not CheckIn.objects.filter(citizen=citizen, pk=number).delete()[0]:
        raise NotCheckedIn("there is no such check-in")
    ledger.record(Event.CHECK_IN_REMOVED, by=citizen, about=citizen, at=now)
    citizens.mark_stale([citizen.pk], because=Event.CHECK_IN_REMOVED, at=now)
    nudge(DRAIN)


@transaction.atomic
def remove_check_ins(citizen: Citizen, *, now: datetime) -> int:
    """Forget all check-ins of a person, as they wish; return how many there were."""
    gone: int = CheckIn.objects.filter(citizen=citizen).delete()[0]
    if gone:
        citizens.mark_stale([citizen.pk], because=Event.CHECK_IN_REMOVED, at=now)
        nudge(DRAIN)
    return gone


def forget_check_ins(*, before: int) -> int:
    """Remove the check-ins before a minute; return how many there were."""
    return CheckIn.objects.filter(at_minute__lt=before).delete()[0]


def _called(venue: Venue) -> str:
    """Return what is kept of a venue's name, for when it is no longer registered."""
    return f"{venue.reference} {venue.name_zh} {venue.name_en}"[:LONGEST]
