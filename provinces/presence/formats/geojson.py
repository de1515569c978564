"""GeoJSON (RFC 7946): points in a FeatureCollection of any length, or Features line by line.

A feature is read if its geometry is a Point and its properties give the time; they may give
accuracy, speed and an end, under the names in `naming`. A line or an area is not a record of
where someone was at a time, and is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from provinces.presence.formats import naming
from provinces.presence.formats.fix import Fix, Reason, Refused
from provinces.presence.formats.objects import MALFORMED, objects
from provinces.presence.formats.values import number, seconds


def read(stream: BinaryIO) -> Iterator[Fix | Refused]:
    """Read features one by one; `line` counts them."""
    for count, feature in enumerate(objects(stream, inside="features"), start=1):
        try:
            yield _fix(count, feature)
        except (ValueError, TypeError):
            yield Refused(count, Reason.UNREADABLE)


def _fix(count: int, feature: object) -> Fix | Refused:
    if feature is MALFORMED:
        return Refused(count, Reason.UNREADABLE)
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return Refused(count, Reason.NOT_A_LOCATION)
    geometry = feature.get("geometry")
    if geometry is None:
        return Refused(count, Reason.NO_POSITION)
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return Refused(count, Reason.NOT_A_LOCATION)
    return _point(count, geometry.get("coordinates"), feature.get("properties") or {})


def _point(count: int, coordinates: object, properties: dict[str, object]) -> Fix | Refused:
    if not isinstance(coordinates, list) or not isinstance(properties, dict):
        return Refused(count, Reason.UNREADABLE)
    lon, lat = (number(part) for part in (*coordinates, None, None)[:2])
    if lat is None or lon is None:
        return Refused(count, Reason.NO_POSITION)
    at = seconds(naming.first(naming.TIME, properties))
    if at is None:
        return Refused(count, Reason.NO_TIME)
    return Fix(
        count,
        lat,
        lon,
        at,
        number(naming.first(naming.ACCURACY, properties)),
        number(naming.first(naming.SPEED, properties)),
        seconds(naming.first(naming.ENDED, properties)),
    )
