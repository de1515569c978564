"""A message of ours was taken, or refused: noted with its receipt, once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from federation.casework import envelope, parties
from federation.casework.classes import MessageClass
from federation.casework.models import Outgoing
from provinces.ledger import services as ledger
from provinces.ledger.events import Event

from . import handing_over

HANDOVERS = (MessageClass.HANDOVER_OFFER, MessageClass.HANDOVER_DONE)


@transaction.atomic
def acknowledged(message: Outgoing, receipt: Any, *, now: datetime) -> Outgoing:
    """Note the receipt of a message; raises BadEnvelope where it is none, or another's."""
    signers = parties.verifiers(message.peer, now)
    body = envelope.receipt(receipt, signers, of=message.statement["body"])
    held = Outgoing.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if held.acknowledged_at is not None:
        return held
    is_refused = body["outcome"] == "refused"
    held.state = Outgoing.State.REFUSED if is_refused else Outgoing.State.ACKNOWLEDGED
    held.acknowledged_at, held.acknowledgement, held.trouble = now, receipt, ""
    held.save(update_fields=["state", "acknowledged_at", "acknowledgement", "trouble"])
    has_arrived = not is_refused or _is_taken_already(body["problems"])
    if held.message_class == MessageClass.HANDOVER_DONE and has_arrived:
        handing_over.gone(held.id, now=now)
    elif is_refused and held.message_class in HANDOVERS:
        reasons = "; ".join(str(each) for each in body["problems"])
        handing_over.turned_away(held.id, reasons=reasons, now=now)
    told = {"peer": held.peer, "class": held.message_class, "refused": is_refused}
    ledger.record(Event.NOTICE_ACKNOWLEDGED, by=None, about=held, at=now, body=told)
    return held


def _is_taken_already(problems: Any) -> bool:
    """Tell whether a record was refused because it has come before: the person is there."""
    return any(
        isinstance(each, dict) and each.get("code") == handing_over.TAKEN_ALREADY
        for each in problems
    )
