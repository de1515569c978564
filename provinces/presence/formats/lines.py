"""Numbered lines of text out of a stream of bytes, however long the stream or a line is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

_CHUNK: Final = 1 << 20

# No record of a place needs more; a longer line would only fill our memory.
LONGEST: Final = 1 << 16


def numbered(stream: BinaryIO) -> Iterator[tuple[int, str | None]]:
    """Yield each line with its number, from 1 on; None for one of more than LONGEST bytes.

    Bytes that are not UTF-8 become replacement characters: whoever reads the line refuses it.
    """
    yield from enumerate(_lines(stream), start=1)


def _lines(stream: BinaryIO) -> Iterator[str | None]:
    rest = b""
    while chunk := stream.read(_CHUNK):
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield _text(line)
        # What is overlong already stays so, whatever follows: no need to keep all of it.
        rest = rest[: LONGEST + 1]
    if rest:
        yield _text(rest)


def _text(line: bytes) -> str | None:
    return line.decode(errors="replace").rstrip("\r") if len(line) <= LONGEST else None
