"""What a purge certificate says, and what is wrong with one that does not hold.

rows that are erased ──► SHA-256 over their commitments, which stay ──┐
                                                                      ├──► statement, signed
class, period, moment before which, count, which rows ────────────────┘        │
                                               entry of the ledger ◄── SHA-256 ┘
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

VERSION = 1


class Over(StrEnum):
    """What a certificate's digest is over."""

    COMMITMENTS = "commitments"
    KEYS = "keys"
    LOT = "lot"


@dataclass(frozen=True, slots=True)
class Gone:
    """What was erased: of which class and tables, before which moment, which rows.

    `keys` are the numbers of rows, in order; `commitments` what stays of each, in the same order.
    Of a lot that goes at once, as a day does, there is its name and how many rows it had.
    """

    kind: str
    table: str
    before: datetime
    keys: Sequence[int] = ()
    commitments: Sequence[bytes] = ()
    lot: str = ""
    rows: int = 0

    @property
    def over(self) -> Over:
        """What its digest is over."""
        if self.lot:
            return Over.LOT
        return Over.COMMITMENTS if self.commitments else Over.KEYS

    @property
    def digest(self) -> str:
        """The SHA-256 over that."""
        if self.lot:
            return digest_of_lot(self.lot, self.rows)
        return digest_of(self.commitments) if self.commitments else digest_of_keys(self.keys)


def body_of(gone: Gone, *, province: str, period: int | None, at: datetime) -> dict[str, Any]:
    """Return what is signed: plain JSON without fractions; `period` is in seconds."""
    return {
        "v": VERSION,
        "type": "purge",
        "province": province,
        "class": gone.kind,
        "table": gone.table,
        "period_seconds": period,
        "before": gone.before.isoformat(),
        "count": gone.rows if gone.lot else len(gone.keys),
        "ranges": ranges(gone.keys),
        "lot": gone.lot,
        "over": str(gone.over),
        "digest": gone.digest,
        "at": at.isoformat(),
    }


def ranges(keys: Iterable[int]) -> list[list[int]]:
    """Return rising numbers as ranges, first and last of each included."""
    found: list[list[int]] = []
    for key in keys:
        if found and key == found[-1][1] + 1:
            found[-1][1] = key
        else:
            found.append([key, key])
    return found


def numbers(of: Iterable[Sequence[int]]) -> list[int]:
    """Return the numbers in ranges."""
    return [number for first, last in of for number in range(first, last + 1)]


def digest_of(commitments: Iterable[bytes]) -> str:
    """Return the SHA-256 over commitments, one after the other."""
    made = hashlib.sha256()
    for each in commitments:
        made.update(bytes(each))
    return made.hexdigest()


def digest_of_keys(keys: Iterable[int]) -> str:
    """Return the SHA-256 over numbers of rows, in decimal, a line each."""
    return hashlib.sha256("".join(f"{key}\n" for key in keys).encode()).hexdigest()


def digest_of_lot(lot: str, rows: int) -> str:
    """Return the SHA-256 over the name of a lot, and how many rows it had."""
    return hashlib.sha256(f"{lot} {rows}\n".encode()).hexdigest()


def faults_of(body: dict[str, Any]) -> list[str]:
    """Return what in a certificate does not fit together, by itself."""
    if body["over"] == Over.LOT:
        fits = digest_of_lot(body["lot"], body["count"]) == body["digest"]
        return [] if fits else ["its digest is not over the lot it names"]
    count = sum(last - first + 1 for first, last in body["ranges"])
    if count != body["count"]:
        return [f"it counts {body['count']} rows, and names {count}"]
    if body["over"] == Over.KEYS and digest_of_keys(numbers(body["ranges"])) != body["digest"]:
        return ["its digest is not over the rows it names"]
    return []
