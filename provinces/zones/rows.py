"""The rows of a zone in effect: ranges of cells of every class, written and compared as sets."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from core.cells.compiling import Compiled
from core.db import copying

from .models import EffectiveZone, ZoneRange

TABLE = ZoneRange._meta.db_table

# What `Rows.digest` computes, as computed by the database over the rows it has.
DIGESTS = f"""
SELECT z.id, encode(sha256(coalesce(
    string_agg(int8send(r.lo) || int8send(r.hi) || boolsend(r.certain), '' ORDER BY r.lo),
    '')), 'hex')
FROM zones_effectivezone z LEFT JOIN {TABLE} r ON r.zone_id = z.id
WHERE z.id = ANY(%s) GROUP BY z.id
"""


@dataclass(frozen=True, slots=True)
class Rows:
    """Ranges `[lo, hi]` of ids in order, none of which share a cell; certain ones, or possible."""

    lo: NDArray[np.int64]
    hi: NDArray[np.int64]
    certain: NDArray[np.bool_]

    @classmethod
    def of(cls, compiled: Mapping[int, Compiled]) -> Rows:
        """Return a compiled zone as rows; the resolution is in the ids."""
        parts = [
            (ranges.pieces, is_certain)
            for of_class in compiled.values()
            for ranges, is_certain in ((of_class.certain, True), (of_class.possible, False))
        ]
        pieces = np.concatenate([np.empty((0, 2), np.int64), *(piece for piece, _ in parts)])
        certain = np.repeat([flag for _, flag in parts], [len(piece) for piece, _ in parts])
        order = np.argsort(pieces[:, 0])
        return cls(pieces[order, 0], pieces[order, 1], certain[order].astype(bool))

    def digest(self) -> str:
        """Return a digest that equal sets of rows share."""
        layout: list[tuple[str, Any]] = [("lo", ">i8"), ("hi", ">i8"), ("certain", "?")]
        packed = np.empty(len(self.lo), np.dtype(layout))
        packed["lo"], packed["hi"], packed["certain"] = self.lo, self.hi, self.certain
        return hashlib.sha256(packed.tobytes()).hexdigest()


def write(zones: Sequence[tuple[EffectiveZone, Rows]]) -> int:
    """Add the rows of zones in effect, all by one COPY; return how many."""
    if not zones:
        return 0
    sizes = [len(rows.lo) for _, rows in zones]

    def repeated(values: Iterable[int]) -> NDArray[np.int32]:
        return np.repeat(np.fromiter(values, np.int32, len(sizes)), sizes)

    columns: copying.Columns = {
        "lo": np.concatenate([rows.lo for _, rows in zones]),
        "hi": np.concatenate([rows.hi for _, rows in zones]),
        "certain": np.concatenate([rows.certain for _, rows in zones]),
        "zone_id": repeated(zone.pk for zone, _ in zones),
        "starts": repeated(zone.starts for zone, _ in zones),
        "ends": repeated(zone.ends for zone, _ in zones),
    }
    return copying.copy_in(TABLE, columns)


def digests(zones: Iterable[int]) -> dict[int, str]:
    """Return the digest of the rows of some zones in effect, by their keys."""
    with connection.cursor() as cursor:
        cursor.execute(DIGESTS, [list(zones)])
        return dict(cursor.fetchall())
