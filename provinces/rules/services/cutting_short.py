"""An operator who is told to stop names an earlier end of the programme; once named it is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from core.db import locks
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.ledger.kinds import Kind
from provinces.ledger.leaves import second
from provinces.rules import sunset
from provinces.rules.models import EarlyEnd, ProgrammeTerm


@transaction.atomic
def keep_early_end(*, now: datetime) -> EarlyEnd | None:
    """Keep the earlier end that a setting names for the programme that runs; return it, if new.

    From then on it stands without the setting, for everybody to read. One of the past is kept as
    of now: nobody was free before.
    """
    if sunset.unkept(now) is None:
        return None
    locks.hold("programme", [0])
    named = sunset.unkept(now)
    if named is None:
        return None
    ends_at = max(named, now)
    term = ProgrammeTerm.objects.filter(begins_at__lte=ends_at).latest("number")
    made = EarlyEnd.objects.create(term=term, ends_at=ends_at, kept_at=now)
    sunset.forget()
    ledger.record(Event.PROGRAMME_CUT_SHORT, by=None, about=made, at=now, body=announcement(made))
    ledger.publish(Kind.PROGRAMME_END, announcement(made), at=now)
    return made


def announcement(made: EarlyEnd) -> dict[str, Any]:
    """Return what the feed says of an early end, and the ledger commits to."""
    return {"number": made.term.number, "ends": second(made.ends_at)}
