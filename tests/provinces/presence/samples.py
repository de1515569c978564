"""Streams and records to read from, and the real files where they are at hand."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from provinces.presence.formats.fix import Fix, Reason, Refused

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"

NOON = int(datetime(2022, 5, 1, 12, tzinfo=UTC).timestamp())


def real(folder: str) -> list[Path]:
    """Return the real files in a folder of the shared data, or the one of that name; or skip."""
    files = sorted(path for path in (DATA / folder).rglob("*") if path.is_file())
    files = files or [path for path in [DATA / folder] if path.is_file()]
    return files or pytest.skip(f"the real data is not here: {DATA / folder}")


def reasons(records: Iterable[Fix | Refused]) -> list[Reason | None]:
    """Tell what became of each record: None for a fix."""
    return [record.reason if isinstance(record, Refused) else None for record in records]


class Endless(io.RawIOBase):
    """A stream made as it is read: a beginning, pieces, an end. It is nowhere whole."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._rest = self._rest or next(self._pieces, b"")
        taken = self._rest[: len(buffer)]
        buffer[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)


class Trickle(io.BytesIO):
    """A stream that gives a few bytes at a time, as a slow connection does."""

    def __init__(self, content: bytes, most: int) -> None:
        super().__init__(content)
        self._most = most

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(self._most, size if size and size > 0 else self._most))


def repeated(beginning: bytes, piece: bytes, end: bytes, *, length: int) -> Iterator[bytes]:
    """Yield a file of some `length` bytes, piece by piece."""
    times = length // len(piece)
    return itertools.chain([beginning], itertools.repeat(piece, times), [end])
