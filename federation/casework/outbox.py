"""Messages of ours are sent, outside any transaction, until they are acknowledged."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.signing.canonical import canonical
from federation.peers import transport as roads
from federation.peers.transport import Transport

from . import queries, services
from .models import Outgoing
from .refusals import BadEnvelope

Roads = Callable[[str], Transport]
PATH = "v1/notices"
HEADERS = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Sent:
    """How many messages were acknowledged, and how many are tried again later."""

    acknowledged: int
    failed: int


def send_due(now: datetime, transport: Roads = roads.to) -> Sent:
    """Send what is due, to each peer in order; a peer out of reach is left for this round."""
    services.give_up(now=now)
    acknowledged = failed = 0
    silent: set[str] = set()
    for message in queries.due(now):
        if message.peer in silent:
            continue
        if trouble := _send(message, transport, now):
            services.failed(message, trouble=trouble, now=now)
            silent.add(message.peer)
            failed += 1
        else:
            acknowledged += 1
    return Sent(acknowledged, failed)


def _send(message: Outgoing, transport: Roads, now: datetime) -> str:
    """Send a message and note its receipt; return what went wrong, or nothing."""
    try:
        answer = transport(message.peer).post(PATH, canonical(message.statement), HEADERS)
    except (roads.Unreachable, roads.TooLarge, OSError) as problem:
        return str(problem) or type(problem).__name__
    if answer.status != 200:
        return f"answered {answer.status}: {answer.body[:200]!r}"
    try:
        services.acknowledged(message, _read(answer.body), now=now)
    except (BadEnvelope, ValueError) as wrong:
        return str(wrong)
    return ""


def _read(body: bytes) -> Any:
    return json.loads(body)
