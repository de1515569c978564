"""A verified message is stored with its receipt, and what it says is done, all at once or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from federation.casework import envelope as envelopes
from federation.casework.classes import FACTS, MessageClass
from federation.casework.envelope import Envelope
from federation.casework.models import Incoming, Line, Outgoing
from federation.casework.refusals import BadEnvelope, Fault, Refused
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy import keys
from provinces.tenancy.keys import KeyRole

from . import contesting, desks, handing_over, naming, prompting, receiving
from .receiving import Taken

EQUIVOCATED = "equivocation"


def take_in(
    statement: dict[str, Any], envelope: Envelope, body: dict[str, Any], *, now: datetime
) -> dict[str, Any]:
    """Take a message in and return its receipt, signed; the same one again gets the same again.

    Raises BadEnvelope for a second message under the name, or the number, of another.
    """
    try:
        return _take_in(statement, envelope, body, now)
    except BadEnvelope as wrong:
        if wrong.code == EQUIVOCATED:
            _note_equivocation(envelope, wrong, now)
        raise


@transaction.atomic
def _take_in(
    statement: dict[str, Any], envelope: Envelope, body: dict[str, Any], now: datetime
) -> dict[str, Any]:
    _hold_line(envelope.sender)
    before = _before(envelope)
    if before is not None:
        return before.acknowledgement
    known = naming.known(envelope.sender, envelope.about, envelope.epoch)
    taken = Taken(envelope, body, None if known is None else known.citizen, now)
    faults = _do(taken)
    receipt = envelopes.acknowledgement(
        envelope, faults, at=now, key=keys.signing_key(KeyRole.LEDGER)
    )
    message = _store(statement, taken, receipt, is_refused=bool(faults))
    if envelope.in_reply_to is not None:
        Outgoing.objects.filter(
            pk=envelope.in_reply_to, peer=envelope.sender, answered_at=None
        ).update(answered_at=now)
    told = {"peer": envelope.sender, "class": str(envelope.of), "refused": bool(faults)}
    ledger.record(Event.NOTICE_RECEIVED, by=None, about=message, at=now, body=told)
    return receipt


def _hold_line(peer: str) -> None:
    """Take what a peer sends one after another, so that nothing is taken twice."""
    Line.objects.get_or_create(peer=peer)
    Line.objects.select_for_update().get(peer=peer)


def _before(envelope: Envelope) -> Incoming | None:
    """Return this very message if it came before; raises BadEnvelope."""
    same = Incoming.objects.filter(pk=envelope.id).first()
    if same is not None and same.digest == envelope.digest and same.peer == envelope.sender:
        return same
    if same is not None:
        raise BadEnvelope(EQUIVOCATED, f"{envelope.id} came before, and said something else")
    if Incoming.objects.filter(peer=envelope.sender, seq=envelope.seq).exists():
        raise BadEnvelope(EQUIVOCATED, f"number {envelope.seq} was another message's")
    return None


def _do(taken: Taken) -> Sequence[Fault]:
    """Do what a message asks for and return what is wrong with it; then nothing of it is done."""
    try:
        with transaction.atomic():
            HANDLERS[taken.envelope.of](taken)
    except Refused as refused:
        return refused.faults
    return ()


def _store(
    statement: dict[str, Any], taken: Taken, receipt: dict[str, Any], *, is_refused: bool
) -> Incoming:
    envelope = taken.envelope
    return Incoming.objects.create(
        id=envelope.id,
        peer=envelope.sender,
        seq=envelope.seq,
        message_class=envelope.of,
        about=envelope.about,
        epoch=envelope.epoch,
        citizen=taken.citizen,
        statement=statement,
        digest=envelope.digest,
        sent_at=envelope.sent_at,
        received_at=taken.now,
        answer_by=envelope.answer_by,
        in_reply_to=envelope.in_reply_to,
        is_refused=is_refused,
        acknowledgement=receipt,
        # The person is asked, not the desk.
        answered_at=taken.now if not is_refused and prompting.is_question(taken) else None,
    )


@transaction.atomic
def _note_equivocation(envelope: Envelope, wrong: BadEnvelope, now: datetime) -> None:
    body = {"code": wrong.code, "detail": wrong.detail, "digest": envelope.digest}
    about = f"peer:{envelope.sender}"
    ledger.record(Event.PEER_VIOLATED, by=None, about=about, at=now, body=body)


def _withdrawal(taken: Taken) -> None:
    if "handover" in taken.body:
        handing_over.take_withdrawal(taken)
    else:
        receiving.take_withdrawal(taken)


HANDLERS: dict[MessageClass, Callable[[Taken], None]] = {
    **dict.fromkeys(FACTS, receiving.take_fact),
    MessageClass.CHECKIN_PROMPT: prompting.take,
    MessageClass.APPEAL: desks.take,
    MessageClass.CORRECTION: desks.take,
    MessageClass.CONTEST: contesting.take_contest,
    MessageClass.ANSWER: contesting.take_answer,
    MessageClass.WITHDRAWAL: _withdrawal,
    MessageClass.HANDOVER_OFFER: handing_over.take_offer,
    MessageClass.HANDOVER_ACCEPT: handing_over.take_acceptance,
    MessageClass.HANDOVER_REFUSE: handing_over.take_refusal,
    MessageClass.HANDOVER_DONE: handing_over.take_record,
}
