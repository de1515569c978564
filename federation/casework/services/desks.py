"""Appeals, corrections and prompts between provinces: opened at a desk, and answered from it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from federation.casework import envelope, hands, verdicts
from federation.casework.classes import MessageClass
from federation.casework.models import Incoming, Outgoing
from federation.casework.refusals import Fault, Refused
from provinces.citizens import queries as citizens
from provinces.citizens.fields import Field
from provinces.citizens.purposes import Purpose
from provinces.jurisdictions.powers import Power
from provinces.tenancy import keys

from .posting import Address, post
from .receiving import Taken

if TYPE_CHECKING:
    from provinces.accounts.models import User

PURPOSES = {
    MessageClass.APPEAL: Purpose.APPEAL,
    MessageClass.CORRECTION: Purpose.CORRECTION,
    MessageClass.CHECKIN_PROMPT: Purpose.TRACING,
}
# Of the person a message tells this.
FIELDS = {
    MessageClass.APPEAL: Field.APPEALS,
    MessageClass.CORRECTION: Field.EVIDENCE,
    MessageClass.CHECKIN_PROMPT: Field.PLACES,
}


class AboutNobody(LookupError):
    """The message is about nobody this province knows."""


class AlreadyAnswered(ValueError):
    """The message was answered."""


def take(taken: Taken) -> None:
    """Take a message for a desk; raises Refused where it says nothing, or a verdict."""
    taken.text("text")
    if found := list(verdicts.find(taken.body)):
        raise Refused(Fault(each, "verdict-in-payload", "facts travel") for each in found)


@transaction.atomic
def read(message: Incoming, *, by: User, now: datetime) -> dict[str, Any]:
    """Open a message at the desk; its person sees that it was read, and what for.

    Raises OutOfReach, AboutNobody, and BadEnvelope where the key it was sealed for is gone.
    """
    if message.citizen is None:
        raise AboutNobody(str(message))
    of = MessageClass(message.message_class)
    citizens.note_reading(message.citizen, [FIELDS[of]], by=by, purpose=PURPOSES[of], at=now)
    return envelope.opened(envelope.stored(message.statement), keys.sealing_keys())


@transaction.atomic
def answer(message: Incoming, *, text: str, by: User, now: datetime) -> Outgoing:
    """Answer a message from the desk; raises NotAllowed, AboutNobody, and AlreadyAnswered."""
    unit = hands.unit(by, Power.ANSWER_CONTEST, now)
    held = Incoming.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if held.citizen is None:
        raise AboutNobody(str(held))
    if held.answered_at is not None:
        raise AlreadyAnswered(str(held))
    held.answered_at = now
    held.save(update_fields=["answered_at"])
    to = Address(held.peer, held.about, held.epoch)
    body = {"text": text, "office": unit}
    return post(
        to, of=MessageClass.ANSWER, body=body, now=now, in_reply_to=held.id, citizen=held.citizen
    )
