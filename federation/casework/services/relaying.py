"""What was said of a person too late to go with their record is told on to their new home.

    word comes in ──► waits, or is held ──┐
    record is packed and sent             ├──► told on, once the new home has them
    word comes in while it is under way ──┘

The old home tells it as its own word: it answers for it, and takes it back when its issuer does.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from federation.casework.classes import MessageClass
from federation.casework.models import Assertion, Issued, Outgoing
from federation.casework.refusals import Refused
from federation.casework.words import class_of, read

from . import asserting, effects
from .posting import Address, post

if TYPE_CHECKING:
    from provinces.citizens.models import Citizen

State = Assertion.State


def tell_on(citizen: Citizen, to: Address, *, record: Outgoing, now: datetime) -> int:
    """Tell the new home of a person what did not go with their record; return how much it was.

    For the caller's transaction. Each goes the way of any other word there, and counts here no
    more.
    """
    told = 0
    for each in _late(citizen, record, now):
        of = MessageClass(class_of(each.fact))
        try:
            word = read(each.body, of=of, now=now)
        except Refused:
            continue  # over by now
        message = post(to, of=of, body=each.body, now=now)
        Issued.objects.create(
            id=message.id,
            home=to.peer,
            about=to.about,
            epoch=to.epoch,
            fact=word.fact,
            body=each.body,
            issued_at=now,
            expires_at=word.expires_at,
        )
        each.told_on_as = message.id
        each.save(update_fields=["told_on_as"])
        effects.end(each, State.WITHDRAWN, because="told on to their new home", now=now)
        told += 1
    return told


def _late(citizen: Citizen, record: Outgoing, now: datetime) -> QuerySet[Assertion]:
    standing = Assertion.objects.select_for_update(of=("self",)).filter(
        citizen=citizen, ended_at=None, expires_at__gt=now
    )
    unjudged = Q(state__in=[State.WAITING, State.HELD])
    return standing.filter(unjudged | Q(received_at__gte=record.sent_at)).order_by("received_at")


def take_back(assertion: Assertion, *, because: str, now: datetime) -> None:
    """Take back what was told on of a word that its issuer takes back."""
    if assertion.told_on_as is None:
        return
    issued = Issued.objects.filter(pk=assertion.told_on_as, withdrawn_at=None).first()
    if issued is not None:
        asserting.take_back(issued.pk, because=because, now=now)
