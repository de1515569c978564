"""Entries of both logs, sealed or not, and an owner who tampers with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from provinces.ledger import sealing, services
from provinces.ledger.events import Event
from provinces.ledger.kinds import Kind
from provinces.ledger.models import Entry, FeedEntry, Unsealed
from provinces.tenancy.addresses import as_owner
from tests import cast

BLOB = b'{"ranges":[],"resolution":11}'


@transaction.atomic
def recorded(count: int = 1) -> list[Entry]:
    """Record events, one by one."""
    return [
        services.record(
            Event.OFFICE_GRANTED,
            by=None,
            about=f"accounts.user:{place}",
            at=cast.NOW,
            body=body(place),
        )
        for place in range(count)
    ]


@transaction.atomic
def recorded_in_bulk(count: int) -> None:
    """Record many events without their payloads, as if those had been erased."""
    Entry.objects.bulk_create(
        Entry(
            event=Event.DECISION_MADE,
            recorded_at=cast.NOW,
            commitment=place.to_bytes(32, "big"),
        )
        for place in range(count)
    )


@transaction.atomic
def published(count: int = 1, *, blobs: Iterable[bytes] = ()) -> list[FeedEntry]:
    """Publish entries of the feed; with blobs, the first of them refers to the first one."""
    blobs = list(blobs)
    bodies = [body(place) for place in range(count)]
    if blobs:
        bodies[0]["cells"] = services.reference_to(blobs[0])
    return services.publish_many(Kind.FIGURES_PUBLISHED, bodies, at=cast.NOW, blobs=blobs)


def body(place: int = 0) -> dict[str, Any]:
    """Return what an entry says."""
    return {"people": place, "note": "体检", "list": ["a", 1]}


def seal(now: datetime = cast.NOW) -> dict[str, int]:
    """Seal whatever is queued."""
    return sealing.seal(now=now)


@contextmanager
def tampering() -> Iterator[None]:
    """Change what must not be changed, as the owner and with all triggers off, meanwhile."""
    with as_owner():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = origin")


def tampered(statement: str, *values: Any) -> int:
    """Change what must not be changed: as the owner, and with all triggers off.

    Returns how many rows were hit.
    """
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        hit = int(cursor.rowcount)
        cursor.execute("SET LOCAL session_replication_role = origin")
    return hit


def waits(since: datetime) -> None:
    """Have everything queued wait since a moment."""
    Unsealed.objects.update(queued_at=since)
