"""Check-ins at venues: a reason to ask whether somebody was there, and never a presence."""

from __future__ import annotations

from datetime import datetime

import h3.api.basic_int as h3
from django.db import transaction

from core.cells.classes import RADIUS_M
from core.cells.ranks import NotACell
from core.periods import epoch_minute
from provinces.citizens import services as citizens
from provinces.citizens.models import Citizen
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.presence import minimising
from provinces.presence.models import CheckIn
from provinces.tenancy.tasks import nudge

from .ingesting import DRAIN, oldest_kept


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
    if cell is not None and not _has_a_class(cell):
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


def forget_check_ins(*, before: int) -> int:
    """Remove the check-ins before a minute; return how many there were."""
    return CheckIn.objects.filter(at_minute__lt=before).delete()[0]


def _has_a_class(cell: int) -> bool:
    is_cell = 0 < cell < 1 << 63 and h3.is_valid_cell(cell)
    return is_cell and h3.get_resolution(cell) in RADIUS_M
