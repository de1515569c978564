"""Entries of the own feed, published and sealed."""

from __future__ import annotations

from django.db import transaction

from provinces.ledger import sealing, services
from provinces.ledger.events import Event
from provinces.ledger.kinds import Kind
from tests.cast import NOW


def published(count: int = 3, *, start: int = 0, blobs: tuple[bytes, ...] = ()) -> None:
    """Publish figures that mean nothing, with blobs, record an event, and seal both logs."""
    bodies = [{"number": number} for number in range(start, start + count)]
    with transaction.atomic():
        services.publish_many(Kind.FIGURES_PUBLISHED, bodies, at=NOW, blobs=blobs)
        services.record(Event.PROVINCE_STARTED, by=None, about=None, at=NOW)
    sealing.seal(now=NOW)
