"""What peers send about people is verified, opened, taken in, and acknowledged at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from provinces.tenancy import keys

from . import envelope, parties, services
from .classes import VALID, MessageClass
from .envelope import Envelope
from .refusals import BadEnvelope

# As for signed requests: clocks differ by five minutes at most.
TOLERANCE = timedelta(minutes=5)


def take(statement: dict[str, Any], *, peer: str, now: datetime) -> dict[str, Any]:
    """Take in a message of a peer and return its receipt, a signed statement.

    The same message again has the same receipt and no other effect. What is wrong with what it
    says is listed in the receipt. Raises BadEnvelope where it is no message to us, of theirs.
    """
    sent_at = envelope.claimed_at(statement)
    if sent_at > now + TOLERANCE:
        raise BadEnvelope("from-the-future", f"it was sent at {sent_at.isoformat()}")
    if sent_at < now - VALID:
        raise BadEnvelope("too-old", f"it was sent at {sent_at.isoformat()}")
    found = envelope.read(statement, parties.verifiers(peer, sent_at))
    _check_ends(found, peer)
    body = envelope.opened(found, keys.sealing_keys())
    return services.take_in(statement, found, body, now=now)


def _check_ends(found: Envelope, peer: str) -> None:
    if found.sender != peer:
        raise BadEnvelope("forged-origin", f"{peer} speaks for {found.sender}")
    if found.receiver != parties.own():
        raise BadEnvelope("misdirected", f"it is for {found.receiver}")
    if found.of is MessageClass.ACKNOWLEDGEMENT:
        raise BadEnvelope("bad-envelope", "an acknowledgement is an answer, not a message")
