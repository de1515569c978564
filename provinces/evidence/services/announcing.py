"""That evidence is held, and what became of it, is for everybody to read: counts, and nobody."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from provinces.evidence.models import Hold
from provinces.ledger import services as ledger
from provinces.ledger.kinds import Kind


def held(hold: Hold, *, before: int, now: datetime) -> None:
    """Publish a hold when it is opened, and again each time that it has doubled.

    `before` is how many pieces were in it. What is filed one by one would else be told so, too.
    """
    if hold.count.bit_length() > before.bit_length():
        ledger.publish(Kind.EVIDENCE_HELD, _told(hold), at=now)


def decided(hold: Hold, *, now: datetime) -> None:
    """Publish what another body made of a hold."""
    outcome = {"outcome": str(hold.state), "second_office": hold.decided_unit}
    ledger.publish(Kind.EVIDENCE_DECIDED, {**_told(hold), **outcome}, at=now)


def _told(hold: Hold) -> dict[str, Any]:
    """Return what is published of a hold: nothing that says of whom, nor any paper of theirs."""
    return {
        "hold": hold.pk,
        "office": hold.unit,
        "area": hold.area.code,
        "why": list(hold.why),
        "count": _in_tens(hold.count),
        "pulled_back": _in_tens(hold.pulled_back),
        "opened_at": hold.opened_at.astimezone(UTC).isoformat(timespec="seconds"),
    }


def _in_tens(count: int) -> int | None:
    """Return how many tens there are in full; None of fewer than ten, none at all included."""
    return count // 10 * 10 or None
