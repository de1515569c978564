"""Whose ground a zone lies on: a province zones its own, and offers the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.cells.classes import FINE
from core.cells.ranges import Ranges
from federation.borders import blobs, reading

from .violations import Violated, Violation


def cells(blob: bytes, *, index: int) -> Ranges:
    """Return the cells of a zone's blob; raises Violated for what is none."""
    try:
        return reading.known(blob)
    except blobs.BadCells as problem:
        detail = f"the cells of entry {index} cannot be read: {problem}"
        raise Violated(Violation.BAD_BLOB, detail, {"index": index}) from None


def check_own(zoned: Ranges, *, index: int, origin: str, territories: Mapping[str, Ranges]) -> None:
    """Check that a zone lies on no ground that is another province's alone; raises Violated.

    Ground of nobody, and ground that the origin shares by a disputed border, may be zoned: what
    stands there is for `borders.resolution` to say.
    """
    own = territories.get(origin, Ranges.empty(FINE))
    for other, territory in territories.items():
        # Nearly every zone meets no ground of others: what the own one leaves is asked last.
        if other != origin and (met := zoned & territory) and (foreign := met - own):
            detail = f"entry {index} zones {foreign.count()} cells of {other}"
            raise Violated(Violation.FOREIGN_ZONE, detail, {"index": index})


def cells_reference(body: Mapping[str, Any]) -> str | None:
    """Return the SHA-256 of a zone's own cells, None where the body names none."""
    reference = body.get("cells")
    return reference.get("sha256") if isinstance(reference, dict) else None
