"""Whoever appealed does not want an answer any more: their appeal is over, and nobody looks at it.

queued for another province     taken from the queue
lying there                     not to be called back: provinces have no word for it
anywhere else                   withdrawn; relief until the answer ends, and the ground counts on
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from provinces.accounts.models import User
from provinces.appeals.models import Appeal, Channel, Forwarded, Outcome
from provinces.ledger import services as ledger
from provinces.ledger.events import Event

from .answering import AlreadyAnswered
from .closing import end, lock
from .telling import Step, tell


class LiesElsewhere(ValueError):
    """Another province was asked, and has not answered; from there nothing is called back."""


@transaction.atomic
def withdraw(appeal: Appeal, *, by: User, now: datetime, channel: Channel = Channel.SELF) -> Appeal:
    """Withdraw an appeal, or its second look; once more changes nothing.

    What was answered before, and what was found wrong, stays so. The person may appeal again.
    Raises AlreadyAnswered, and LiesElsewhere.
    """
    # In the order in which it is taken to another province.
    rows = Forwarded.objects.select_for_update(of=("self",))
    forwarded = rows.filter(appeal=appeal.pk).first()
    found: Appeal = lock(appeal.pk)
    if found.result == Outcome.WITHDRAWN:
        return found
    if not found.is_open:
        raise AlreadyAnswered(f"{found} is answered")
    if is_elsewhere(forwarded):
        raise LiesElsewhere(f"{found} lies with another province")
    if forwarded is not None and forwarded.taken_at is None and forwarded.returned_at is None:
        forwarded.returned_at, forwarded.returned_because = now, "withdrawn"
        forwarded.save(update_fields=["returned_at", "returned_because"])
    end(found, Outcome.WITHDRAWN, now=now)
    # Of the person, and so in their own history: others may have done it for them.
    body = {"appeal": ledger.name(found), "level": found.level, "channel": str(channel)}
    ledger.record(Event.APPEAL_WITHDRAWN, by=by, about=found.citizen, at=now, body=body)
    tell(found, Step.WITHDRAWN, now=now)
    return found


def is_elsewhere(forwarded: Forwarded | None) -> bool:
    """Tell whether another province was asked, and has not answered."""
    if forwarded is None:
        return False
    return forwarded.taken_at is not None and forwarded.answered_at is None
