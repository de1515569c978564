"""GeoLife PLT: six lines of heading, then one fix a line, in Greenwich time.

Latitude, longitude, 0, altitude in feet, days since 1899-12-30, date, time. The date and the
time are read; the days say the same again, rounded. The loggers recorded no accuracy.
Format: the user guide of GeoLife 1.3, Microsoft Research.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

from provinces.presence.formats.fix import Fix, Reason, Refused
from provinces.presence.formats.lines import numbered
from provinces.presence.formats.values import number, seconds

_HEADING: Final = "Geolife trajectory"
_HEADING_LINES: Final = 6
_FIELDS: Final = 7


def read(stream: BinaryIO) -> Iterator[Fix | Refused]:
    """Read a track line by line."""
    for line, text in numbered(stream):
        if line == 1 and (text or "").lstrip("\ufeff").strip() != _HEADING:
            yield Refused(line, Reason.NO_HEADER)
            return
        if line > _HEADING_LINES and text != "":
            yield _fix(line, text)


def _fix(line: int, text: str | None) -> Fix | Refused:
    fields = (text or "").split(",")
    if len(fields) != _FIELDS:
        return Refused(line, Reason.UNREADABLE)
    try:
        lat, lon = number(fields[0]), number(fields[1])
        at = seconds(f"{fields[5]}T{fields[6]}Z")
    except ValueError:
        return Refused(line, Reason.UNREADABLE)
    if lat is None or lon is None:
        return Refused(line, Reason.NO_POSITION)
    return Fix(line, lat, lon, at) if at is not None else Refused(line, Reason.NO_TIME)
