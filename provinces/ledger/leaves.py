"""What a leaf of either log says: canonical JSON, the same bytes for whoever computes it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from core.signing import pointers
from core.signing.canonical import canonical

from .kinds import Kind

VERSION = 1
# A province decides colours for itself, and tells nobody one: no member of a body has such a name.
VERDICTS = frozenset({"colour", "color", "status"})


class Unreadable(ValueError):
    """A body that every other province would refuse, and with it all that is published later."""


def audit_leaf(number: int, event: str, at: datetime, commitment: bytes) -> bytes:
    """Return the leaf of an entry of the audit log.

    Written out by hand, as a million are made in one go; an event's name needs no escapes. The
    moment is given to the microsecond, as it is kept.
    """
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return (
        f'{{"at":"{moment}","commitment":"{commitment.hex()}","entry":{number},"event":"{event}"}}'
    ).encode()


def feed_leaf(kind: Kind, body: dict[str, Any], *, at: datetime, origin: str) -> bytes:
    """Return the leaf of an entry of the feed.

    Raises Unreadable for a verdict or a NUL in the body, and NotCanonical (of
    core.signing.canonical).
    """
    for pointer, text in pointers.texts(body):
        if "\0" in text:
            raise Unreadable(f"{kind} has a NUL at {pointer}")
    for pointer, name in pointers.members(body):
        if name.lower() in VERDICTS:
            raise Unreadable(f"{kind} has a verdict at {pointer}")
    return canonical(
        {"at": second(at), "body": body, "kind": str(kind), "origin": origin, "v": VERSION}
    )


def second(at: datetime) -> str:
    """Return a moment as the feed writes it: RFC 3339, UTC, whole seconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
