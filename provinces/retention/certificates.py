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
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Gone:
    """What was erased: of which class and tables, before which moment, which rows.

    `keys` are the numbers of rows, in order; `commitments` what stays of each, in the same order.
    Of a whole day, dropped at once, there is its name and how many rows it had.
    """

    kind: str
    table: str
    before: datetime
    keys: Sequence[int] = ()
    commitments: Sequence[bytes] = ()
    day: str = ""
    rows: int = 0

    @property
    def over(self) -> Over:
        """What its digest is over."""
        if self.day:
            return Over.DAYS
        return Over.COMMITMENTS if self.commitments else Over.KEYS

    @property
    def digest(self) -> str:
        """The SHA-256 over that."""
        if self.day:
            return digest_of_day(self.day, self.rows)
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
        "count": gone.rows if gone.day else len(gone.keys),
        "ranges": ranges(gone.keys),
        "day": gone.day,
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


def digest_of_day(day: str, rows: int) -> str:
    """Return the SHA-256 over the name of a day's partition, and how many rows it had."""
    return hashlib.sha256(f"{day} {rows}\n".encode()).hexdigest()


def faults_of(body: dict[str, Any]) -> list[str]:
    """Return what in a certificate does not fit together, by itself."""
    if body["over"] == Over.DAYS:
        fits = digest_of_day(body["day"], body["count"]) == body["digest"]
        return [] if fits else ["its digest is not over the day it names"]
    count = sum(last - first + 1 for first, last in body["ranges"])
    if count != body["count"]:
        return [f"it counts {body['count']} rows, and names {count}"]
    if body["over"] == Over.KEYS and digest_of_keys(numbers(body["ranges"])) != body["digest"]:
        return ["its digest is not over the rows it names"]
    return []
