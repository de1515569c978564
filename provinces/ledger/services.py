"""Recording: called inside the transaction of the change it records, or refused."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Any

import rfc8785
from django.db import connection, models

from .events import Event
from .models import Entry, Payload

Reference = models.Model | str | None


class NotInATransaction(RuntimeError):
    """An event may only be recorded together with the change it is about."""


def record(
    event: Event,
    *,
    by: Reference,
    about: Reference,
    at: datetime,
    body: dict[str, Any] | None = None,
) -> Entry:
    """Record an event in the transaction of its change.

    Raises NotInATransaction, ValueError for an event there is not, and CanonicalizationError
    (of rfc8785) for a body that is not plain JSON.
    """
    if not connection.in_atomic_block:
        raise NotInATransaction(f"{event} must be recorded inside its change's transaction")
    particulars: dict[str, Any] = {
        "event": str(Event(event)),
        "by": name(by),
        "about": name(about),
        "body": body or {},
    }
    salt = secrets.token_bytes(16)
    entry = Entry.objects.create(event=event, recorded_at=at, commitment=commit(salt, particulars))
    Payload.objects.create(
        entry=entry,
        salt=salt,
        by=particulars["by"],
        about=particulars["about"],
        body=particulars["body"],
    )
    return entry


def commit(salt: bytes, particulars: dict[str, Any]) -> bytes:
    """Return the commitment to an event's particulars (RFC 8785 canonical JSON, SHA-256)."""
    return hashlib.sha256(salt + rfc8785.dumps(particulars)).digest()


def name(reference: Reference) -> str:
    """Return the text by which the ledger refers to something: `label:key`, never a foreign key."""
    if reference is None:
        return ""
    if isinstance(reference, str):
        return reference
    return f"{reference._meta.label_lower}:{reference.pk}"
