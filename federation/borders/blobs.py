"""Sets of fine cells as the bytes of a blob: canonical JSON, equal bytes for equal sets."""

from __future__ import annotations

import json
import re
from typing import Any

from core.cells.classes import FINE
from core.cells.ranges import Ranges

# Ids of fine cells are 15 hexadecimal digits; JSON's numbers end before them.
HEX = re.compile(r"[0-9a-f]{15}")


class BadCells(ValueError):
    """Bytes that are no set of fine cells, or not in their canonical form."""


def packed(cells: Ranges) -> bytes:
    """Return the bytes that stand for a set of fine cells."""
    pairs = [[f"{lo:015x}", f"{hi:015x}"] for lo, hi in cells.to_pairs()]
    return _said({"ranges": pairs, "resolution": FINE})


def unpacked(data: bytes) -> Ranges:
    """Return the set that bytes stand for; raises BadCells for any other bytes than `packed`'s."""
    try:
        said = json.loads(data)
        cells = Ranges.from_pairs([_pair(each) for each in said["ranges"]], FINE)
    except (ValueError, TypeError, KeyError, RecursionError) as problem:
        raise BadCells(f"not a set of cells: {problem}") from problem
    if packed(cells) != data:
        raise BadCells("not in canonical form")
    return cells


def _pair(value: Any) -> tuple[int, int]:
    lo, hi = value
    if not (HEX.fullmatch(lo) and HEX.fullmatch(hi)):
        raise ValueError(f"{value!r} is no pair of ids")
    return int(lo, 16), int(hi, 16)


def _said(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
