"""Instants in JSON: RFC 3339, UTC, whole seconds."""

from __future__ import annotations

from datetime import UTC, datetime

FORMAT = "%Y-%m-%dT%H:%M:%SZ"


def text(at: datetime) -> str:
    """Return an instant as JSON holds it; fractions of a second are cut off."""
    return at.astimezone(UTC).strftime(FORMAT)


def instant(written: str) -> datetime:
    """Return the instant that a text names; raises ValueError for any other form."""
    return datetime.strptime(written, FORMAT).replace(tzinfo=UTC)


def whole(at: datetime) -> datetime:
    """Return an instant as it will be read back."""
    return at.astimezone(UTC).replace(microsecond=0)
