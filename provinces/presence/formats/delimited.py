"""Tables: a first line that names the columns, then one fix a line; comma, semicolon or tab.

Needed are a time, a latitude and a longitude; accuracy, speed and an end are taken where they
are named, under the names in `naming`, and other columns are ignored. A line must have as many
fields as the first. A quoted field may hold the separator but not a line break: so a stray
quotation mark spoils its own line, and not the rest of the file.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from provinces.presence.formats import naming
from provinces.presence.formats.fix import Fix, Reason, Refused
from provinces.presence.formats.lines import numbered
from provinces.presence.formats.values import number, seconds

_SEPARATORS: Final = ",;\t"


class SeveralUsers(ValueError):
    """A table holds several users' lines, and nobody said whose to take; the line is the first
    of another user's.
    """


class _NoSuchColumn(ValueError):
    """The first line does not name what is needed."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which field of a line holds what; -1 for what the table does not have."""

    separator: str
    fields: int
    time: int
    lat: int
    lon: int
    accuracy: int
    speed: int
    ended: int
    user: int


def read(stream: BinaryIO, *, user: str | None = None) -> Iterator[Fix | Refused]:
    """Read a table line by line, or only the lines whose column `user` says so.

    Raises SeveralUsers where that column says so and nobody is named: several people's presences
    must not become one person's.
    """
    lines = ((line, text) for line, text in numbered(stream) if text is None or text.strip())
    for line, heading in lines:
        try:
            layout = _layout(heading or "", needs_user=user is not None)
        except _NoSuchColumn:
            yield Refused(line, Reason.NO_HEADER)
            return
        yield from _records(lines, layout, user)


def _layout(heading: str, *, needs_user: bool) -> _Layout:
    separator = max(_SEPARATORS, key=heading.count)
    names = [name.strip().lower() for name in _split(heading.lstrip("\ufeff"), separator)]
    places = {name: place for place, name in reversed(list(enumerate(names)))}

    def place(wanted: tuple[str, ...], *, is_needed: bool = False) -> int:
        found = naming.first(wanted, places)
        if is_needed and found is None:
            raise _NoSuchColumn(wanted[0])
        return found if isinstance(found, int) else -1

    return _Layout(
        separator=separator,
        fields=len(names),
        time=place(naming.TIME, is_needed=True),
        lat=place(naming.LATITUDE, is_needed=True),
        lon=place(naming.LONGITUDE, is_needed=True),
        accuracy=place(naming.ACCURACY),
        speed=place(naming.SPEED),
        ended=place(naming.ENDED),
        user=place(("user",), is_needed=needs_user),
    )


def _records(
    lines: Iterator[tuple[int, str | None]], layout: _Layout, user: str | None
) -> Iterator[Fix | Refused]:
    only: str | None = None
    for line, text in lines:
        fields = _split(text, layout.separator) if text is not None else []
        if len(fields) != layout.fields:
            yield Refused(line, Reason.UNREADABLE)
            continue
        named = fields[layout.user].strip() if layout.user >= 0 else None
        only = named if only is None else only
        if user is None and named != only:
            raise SeveralUsers(line)
        if user is None or named == user:
            fields.append("")  # what the table does not have is found at -1, empty
            try:
                yield _fix(line, fields, layout)
            except ValueError:
                yield Refused(line, Reason.UNREADABLE)


def _split(text: str, separator: str) -> list[str]:
    if '"' not in text:
        return text.split(separator)
    try:
        return next(csv.reader([text], delimiter=separator, strict=True))
    except csv.Error:
        return []


def _fix(line: int, fields: list[str], layout: _Layout) -> Fix | Refused:
    lat, lon = number(fields[layout.lat]), number(fields[layout.lon])
    if lat is None or lon is None:
        return Refused(line, Reason.NO_POSITION)
    at = seconds(fields[layout.time])
    if at is None:
        return Refused(line, Reason.NO_TIME)
    return Fix(
        line,
        lat,
        lon,
        at,
        number(fields[layout.accuracy]),
        number(fields[layout.speed]),
        seconds(fields[layout.ended]),
    )
