"""A guest checked in at a venue: their home is told, and asks them by its own rules.

host                                       home
prompt ─── venue, cell, time, sealed ────► a check-in ──► the road: in a zone then? ──► question
                                             └─ of who was never there: to the desk, asks nobody

It is never evidence: pictures of a venue's code are scanned from afar.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from core.cells.classes import RADIUS_M
from core.cells.ranges import Ranges
from core.cells.ranks import NotACell
from federation.casework import breaker, hands
from federation.casework.classes import MessageClass
from federation.casework.models import Outgoing
from federation.casework.refusals import refused
from federation.peers import instants
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.presence import services as presence
from provinces.presence import whereabouts
from provinces.zones import queries as zones

from . import asserting, desks
from .posting import post
from .receiving import Taken

if TYPE_CHECKING:
    from provinces.accounts.models import User

LONGEST_VENUE = 80
# As for signed requests: clocks differ by five minutes at most.
TOLERANCE = timedelta(minutes=5)


@transaction.atomic
def prompt(document: str, *, home: str, body: dict[str, Any], by: User, now: datetime) -> Outgoing:
    """Tell a guest's home that they checked in at a venue: `text`, `venue`, `cell` and `at`.

    Raises NotAllowed, NotADocument, and NotAMember.
    """
    unit = hands.unit(by, Power.PROPOSE_EVIDENCE, now)
    to = asserting.guest(document, home, now=now)
    message = post(to, of=MessageClass.CHECKIN_PROMPT, body=body, now=now)
    told = {"home": home, "office": unit}
    ledger.record(Event.GUEST_PROMPTED, by=by, about=message, at=now, body=told)
    return message


def take(taken: Taken) -> None:
    """Keep a check-in of somebody who was there, for the road to ask about; raises Refused.

    What names no cell, and what is of people who were not there, waits for the desk. Whether
    somebody is known here is not told.
    """
    desks.take(taken)
    if "cell" not in taken.body:
        return
    venue, cell, at = taken.text("venue", LONGEST_VENUE), _cell(taken), _at(taken)
    if is_question(taken) and taken.citizen is not None:
        presence.check_in(taken.citizen, venue=venue, cell=cell, at=at, now=taken.now)


def is_question(taken: Taken) -> bool:
    """Tell whether a prompt becomes a question, and does not wait for the desk."""
    if taken.envelope.of is not MessageClass.CHECKIN_PROMPT or "cell" not in taken.body:
        return False
    ground = zones.territory(taken.peer)
    if taken.citizen is None or ground is None:
        return False
    person, since = taken.citizen.pk, taken.now - breaker.LOOKBACK
    return person in whereabouts.was_in([person], ground, since=since)


def _cell(taken: Taken) -> int:
    """Return the venue's cell, which lies on the issuer's ground."""
    try:
        cell = int(taken.body["cell"], 16)
        place = Ranges.from_cells([cell])
    except (ValueError, TypeError, OverflowError, NotACell):
        raise refused("no-cell", "cell must be an H3 cell, in hexadecimals", "/cell") from None
    if place.resolution not in RADIUS_M:
        raise refused("no-cell", "its resolution is none of a presence's", "/cell")
    ground = zones.territory(taken.peer)
    if ground is None or not ground.at(max(RADIUS_M)) & place.at(max(RADIUS_M)):
        raise refused("foreign-ground", "the venue is not on your ground", "/cell")
    return cell


def _at(taken: Taken) -> datetime:
    try:
        at = instants.instant(taken.body.get("at", ""))
    except (ValueError, TypeError) as wrong:
        raise refused("no-moment", str(wrong), "/at") from None
    if not presence.oldest_kept(taken.now) <= at <= taken.now:
        raise refused("out-of-time", "it is too long ago, or yet to come", "/at")
    return at
