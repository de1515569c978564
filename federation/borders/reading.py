"""The body of an entry, read as the claim it makes; whatever is wrong with it is named."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from core.cells.ranges import Ranges
from core.periods import epoch_minute
from provinces.ledger.kinds import Kind

from .blobs import BadCells, unpacked
from .models import Held
from .resolution import Acceptance, Claim, Ended, ZoneClaim

KINDS = frozenset(
    {
        Kind.ZONE_EFFECTIVE,
        Kind.ZONE_ENDED,
        Kind.OFFER_ANSWERED,
        Kind.TREATY_PROPOSED,
        Kind.TREATY_SIGNED,
        Kind.TREATY_ENDED,
    }
)
"""What has a say about zones."""

# Each map is resolved from all claims anew: as many sets as a few provinces have zones.
KEPT_SETS = 32_768

_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


class BadBody(ValueError):
    """A body that says nothing the resolution could read; the message says what is wrong."""


def blob_of(body: Mapping[str, Any], name: str, blobs: Mapping[str, bytes]) -> bytes | None:
    """Return the blob that a member of a body refers to; None where it refers to none.

    Raises BadBody for a reference that is none, and for a blob that is not there.
    """
    reference = body.get(name)
    if reference is None:
        return None
    if not isinstance(reference, Mapping) or not isinstance(reference.get("sha256"), str):
        raise BadBody(f"{name} is no reference to a blob")
    data = blobs.get(reference["sha256"])
    if data is None or len(data) != reference.get("bytes"):
        raise BadBody(f"the blob of {name} is missing, or not as long as it says")
    return data


def require_keepable(body: Mapping[str, Any]) -> None:
    """Raise BadBody for a body with a character that the database keeps in no text: NUL."""
    if "\\u0000" in json.dumps(body):
        raise BadBody("holds a character that cannot be kept")


def claim_of_row(row: Held) -> Claim:
    """Return the claim an entry about a zone makes; raises BadBody.

    That its numbers make sense is for the resolution to say, which names what it ignores.
    """
    body, origin, index = row.body, row.origin, row.index
    try:
        if row.kind == Kind.ZONE_EFFECTIVE:
            return _zone(origin, index, body, _cells(row.cells), _cells(row.spill))
        if row.kind == Kind.ZONE_ENDED:
            return Ended(origin, index, _text(body, "reference"), _whole(body, "version"))
        if row.kind == Kind.OFFER_ANSWERED:
            return _answer(origin, index, body, _cells(row.cells))
    except BadCells as problem:
        raise BadBody(str(problem)) from problem
    raise BadBody(f"{row.kind} makes no claim")


def _zone(
    origin: str, index: int, body: Mapping[str, Any], cells: Ranges, spill: Ranges
) -> ZoneClaim:
    return ZoneClaim(
        origin=origin,
        index=index,
        reference=_text(body, "reference"),
        version=_whole(body, "version"),
        level=_whole(body, "level"),
        starts=_whole(body, "starts"),
        ends=_whole(body, "ends"),
        cells=cells,
        spill=spill,
        declared_at=epoch_minute(moment(body, "declared_at")),
        finest=_whole(body, "finest"),
    )


def _answer(origin: str, index: int, body: Mapping[str, Any], cells: Ranges) -> Acceptance:
    is_accepted = body.get("is_accepted")
    if not isinstance(is_accepted, bool):
        raise BadBody("is_accepted is neither true nor false")
    return Acceptance(
        origin=origin,
        index=index,
        of_origin=_text(body, "of"),
        reference=_text(body, "reference"),
        version=_whole(body, "version"),
        cells=cells,
        level=_whole(body, "level"),
        starts=_whole(body, "starts"),
        ends=_whole(body, "ends"),
        answered_at=epoch_minute(moment(body, "answered_at")),
        is_accepted=is_accepted,
        lowered_to=None if body.get("lowered_to") is None else _whole(body, "lowered_to"),
    )


def _cells(data: bytes | memoryview[int] | None) -> Ranges:
    return Ranges.empty() if data is None else known(bytes(data))


@lru_cache(KEPT_SETS)
def known(data: bytes) -> Ranges:
    """Return the set that a blob stands for, unpacked once in this process; raises BadCells."""
    return unpacked(data)


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise BadBody(f"{name} is not a text")
    return value


def _whole(body: Mapping[str, Any], name: str) -> int:
    value = body.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadBody(f"{name} is not a whole number")
    return value


def moment(body: Mapping[str, Any], name: str) -> datetime:
    """Return a member that is a moment, as RFC 3339 in UTC; raises BadBody."""
    try:
        return datetime.strptime(_text(body, name), _MOMENT).replace(tzinfo=UTC)
    except ValueError as problem:
        raise BadBody(f"{name} is not a moment like 2026-11-15T04:00:00Z") from problem


def said(at: datetime) -> str:
    """Return a moment as bodies say it."""
    return at.astimezone(UTC).strftime(_MOMENT)
