"""What a leaf of either log says: canonical JSON, the same bytes for whoever computes it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from core.signing.canonical import canonical

from .kinds import Kind

VERSION = 1


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
    """Return the leaf of an entry of the feed; raises NotCanonical (of core.signing.canonical)."""
    return canonical(
        {"at": second(at), "body": body, "kind": str(kind), "origin": origin, "v": VERSION}
    )


def second(at: datetime) -> str:
    """Return a moment as the feed writes it: RFC 3339, UTC, whole seconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
