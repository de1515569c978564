"""Programs of others that learn something of a person: each look is told to them, by its key.

Of a look it is kept by which key, what for, and whose name stands behind the key; nothing of what
was asked or answered. Who looks again within half an hour, for the same, has looked once.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from provinces.citizens.models import Citizen
from provinces.citizens.queries.opening import A_LOOK
from provinces.ledger import queries as entries
from provinces.ledger import services as ledger
from provinces.ledger.events import Event

BY_PROGRAMS = (Event.TRIP_ASKED, Event.CHANNEL_USED)


@transaction.atomic
def note_program(
    citizen: Citizen, event: Event, *, by: str, name: str, what: str = "", now: datetime
) -> bool:
    """Have a person know that the program of a key looked; tell whether that was new to be told.

    `by` is the key as the ledger names it, `name` whose it is. Raises ValueError for an event that
    is no look of a program's.
    """
    if event not in BY_PROGRAMS:
        raise ValueError(f"{event} is no look of a program's")
    body = {"office": name, **({"scope": what} if what else {})}
    lately = entries.about(citizen).filter(
        by=by, body=body, entry__event=event, entry__recorded_at__gt=now - A_LOOK
    )
    if lately.exists():
        return False
    ledger.record(event, by=by, about=citizen, at=now, body=body)
    return True
