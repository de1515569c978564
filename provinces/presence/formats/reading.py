"""One way into all formats: name the format, get batches."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import BinaryIO

from provinces.presence.formats import delimited, geojson, geolife, gpx, owntracks
from provinces.presence.formats.batch import BATCH_ROWS, Batch, gather
from provinces.presence.formats.fix import Fix, Refused


class Format(StrEnum):
    """What people bring their presences in."""

    OWNTRACKS = "owntracks"
    GPX = "gpx"
    GEOJSON = "geojson"
    CSV = "csv"
    GEOLIFE = "geolife"


class NoUsersInFormat(ValueError):
    """One person's records were asked for in a format that does not tell people apart."""


def read(
    stream: BinaryIO, form: Format, *, user: str | None = None, size: int = BATCH_ROWS
) -> Iterator[Batch]:
    """Read a stream in batches of at most `size` records, refused ones included.

    `user` picks one person's lines out of a table.

    Raises NoUsersInFormat if `user` is given for anything but CSV.
    """
    if user is not None and form is not Format.CSV:
        raise NoUsersInFormat(form)
    return gather(_records(stream, form, user), size=size)


def _records(stream: BinaryIO, form: Format, user: str | None) -> Iterator[Fix | Refused]:
    if form is Format.CSV:
        return delimited.read(stream, user=user)
    readers = {
        Format.OWNTRACKS: owntracks.read,
        Format.GPX: gpx.read,
        Format.GEOJSON: geojson.read,
        Format.GEOLIFE: geolife.read,
    }
    return readers[form](stream)
