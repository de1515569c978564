"""A sample whose programme is over rests: what follows from that is done, and no story is told.

Officials who began it anew would have to wait until all is erased, and 48 hours; so nobody does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from provinces.ledger import sealing
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from provinces.retention import queries, services
from provinces.rules import services as rules
from provinces.tenancy import scope

AFRESH = """Its pages go on saying so. To start a fresh sample beside it:
  make stop; CONCORD_VAR=var/fresh make run"""


@dataclass(frozen=True, slots=True)
class Over:
    """Since when the programme of a province is over, and what became of its people's data."""

    province: str
    ended_at: datetime
    erases_at: datetime | None = None

    def __str__(self) -> str:
        what = (
            f"what is kept of them is erased on {self.erases_at:%Y-%m-%d}"
            if self.erases_at
            else "nothing is kept of them any more"
        )
        return (
            f"{self.province}: the programme ended on {self.ended_at:%Y-%m-%d} and was not renewed:"
            f" everybody is free, and {what}."
        )


def rest(*, now: datetime) -> Over | None:
    """Do what the end of the programme asks for in the province in scope, if it is over."""
    rules.keep_early_end(now=now)
    ending, slug = queries.ending(now), scope.current().slug
    if ending is None or not ending.is_over:
        # What its officials may have begun anew since then is theirs, and has nobody in it.
        former = Entry.objects.filter(event=Event.PROGRAMME_LAPSED).order_by("-pk").first()
        return Over(slug, former.recorded_at) if former else None
    services.keep_days(now=now)
    services.lapse(now=now)
    services.purge_all(now=now)
    sealing.seal(now=now)
    left = queries.ending(now)
    is_erased = left is not None and left.is_erased
    return Over(slug, ending.ends_at, None if is_erased else ending.erases_at)
