"""Asking a peer which versions it speaks, and settling on one."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from . import services, transport, versions
from .transport import Transport, Unreachable

MOST_BYTES = 4096


def negotiate(peer: str, *, now: datetime, road: Callable[[str], Transport] = transport.to) -> int:
    """Return the highest version that both speak, and note it of the peer.

    Raises NoCommonVersion, NotAMember, and Unreachable for a peer that does not say.
    """
    answer = road(peer).get("", most=MOST_BYTES)
    if answer.status != 200:
        raise Unreachable(f"{peer} answers {answer.status} when asked for its versions")
    version = versions.common(_versions(peer, answer.body))
    services.speaks(peer, version=version, now=now)
    return version


def _versions(peer: str, body: bytes) -> list[int]:
    try:
        told: Any = json.loads(body)
        found = told["versions"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Unreachable(f"{peer} does not say which versions it speaks") from None
    if not isinstance(found, list):
        raise Unreachable(f"{peer} does not say which versions it speaks")
    return [each for each in found if type(each) is int]
