"""Messages go into the outbox in the transaction of what they are about, and out of it later."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from federation.casework import envelope, parties
from federation.casework.classes import ANSWERED_WITHIN, VALID, MessageClass
from federation.casework.envelope import Envelope
from federation.casework.models import Line, Outgoing
from federation.peers import queries as peers
from provinces.ledger import noticing
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.ledger.purposes import Of
from provinces.tenancy import keys
from provinces.tenancy.keys import KeyRole
from provinces.tenancy.tasks import nudge

if TYPE_CHECKING:
    from provinces.citizens.models import Citizen

SEND = "federation.casework.tasks.send"
# A peer out of reach is tried again after 5 s, 10 s, 20 s … and at least hourly.
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Address:
    """To which province, and by which name it knows the person."""

    peer: str
    about: str
    epoch: str


@transaction.atomic
def post(  # noqa: PLR0913
    to: Address,
    *,
    of: MessageClass,
    body: dict[str, Any],
    now: datetime,
    id: uuid.UUID | None = None,  # noqa: A002
    citizen: Citizen | None = None,
    in_reply_to: uuid.UUID | None = None,
) -> Outgoing:
    """Put a message into the outbox, sealed; it is sent once this transaction is committed.

    Raises NotAMember and NoSealingKey where the peer has no key to seal to, and NotYetInUse (of
    provinces.ledger) for a class of messages that is new.
    """
    noticing.require(Of.SHARE, of, at=now)
    within = ANSWERED_WITHIN.get(of)
    now = now.replace(microsecond=0)
    header = Envelope(
        sender=parties.own(),
        receiver=to.peer,
        id=id or uuid.uuid4(),
        seq=_next(to.peer),
        of=of,
        about=to.about,
        epoch=to.epoch,
        sent_at=now,
        answer_by=None if within is None else now + within,
        in_reply_to=in_reply_to,
    )
    statement = envelope.written(
        header,
        body,
        to=peers.sealing_key(to.peer, now),
        key=keys.signing_key(KeyRole.LEDGER),
    )
    message = Outgoing.objects.create(
        id=header.id,
        peer=to.peer,
        seq=header.seq,
        message_class=of,
        about=to.about,
        epoch=to.epoch,
        citizen=citizen,
        statement=statement,
        sent_at=now,
        answer_by=header.answer_by,
        in_reply_to=in_reply_to,
        expires_at=now + VALID,
        next_try_at=now,
    )
    told = {"peer": to.peer, "class": str(of), "seq": header.seq}
    ledger.record(Event.NOTICE_SENT, by=None, about=message, at=now, body=told)
    nudge(SEND)
    return message


def _next(peer: str) -> int:
    """Return the next number to a peer; who else writes to it waits until this is committed."""
    Line.objects.get_or_create(peer=peer)
    line = Line.objects.select_for_update().get(peer=peer)
    line.sent += 1
    line.save(update_fields=["sent"])
    return line.sent


@transaction.atomic
def failed(message: Outgoing, *, trouble: str, now: datetime) -> None:
    """Note that a message did not get through; it is tried again, ever later, until it expires."""
    held = Outgoing.objects.select_for_update().get(pk=message.pk)
    if held.state != Outgoing.State.WAITING:
        return
    held.tries += 1
    held.trouble = trouble[:300]
    held.next_try_at = now + min(FIRST_WAIT * 2 ** min(held.tries - 1, 20), LONGEST_WAIT)
    held.save(update_fields=["tries", "trouble", "next_try_at"])


@transaction.atomic
def expire(*, now: datetime) -> list[Outgoing]:
    """Give up messages whose time is over; it is recorded that their peer never took them.

    Returns them.
    """
    over = Outgoing.objects.select_for_update().filter(
        state=Outgoing.State.WAITING, expires_at__lte=now
    )
    gone = list(over)
    for message in gone:
        message.state = Outgoing.State.EXPIRED
        message.save(update_fields=["state"])
        body = {"peer": message.peer, "class": message.message_class, "tries": message.tries}
        ledger.record(Event.NOTICE_OVERDUE, by=None, about=message, at=now, body=body)
    return gone
