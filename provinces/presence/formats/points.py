"""Points: plain JSON objects with a time, a latitude and a longitude, named as in `naming`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from provinces.presence.formats import naming
from provinces.presence.formats.fix import Fix, Reason, Refused
from provinces.presence.formats.values import number, seconds


def read(points: Iterable[object]) -> Iterator[Fix | Refused]:
    """Read points one by one; `line` counts them."""
    for count, point in enumerate(points, start=1):
        try:
            yield _fix(count, point)
        except ValueError:
            yield Refused(count, Reason.UNREADABLE)


def _fix(count: int, point: object) -> Fix | Refused:
    if not isinstance(point, dict):
        return Refused(count, Reason.UNREADABLE)
    lat = number(naming.first(naming.LATITUDE, point))
    lon = number(naming.first(naming.LONGITUDE, point))
    if lat is None or lon is None:
        return Refused(count, Reason.NO_POSITION)
    at = seconds(naming.first(naming.TIME, point))
    if at is None:
        return Refused(count, Reason.NO_TIME)
    return Fix(
        count,
        lat,
        lon,
        at,
        number(naming.first(naming.ACCURACY, point)),
        number(naming.first(naming.SPEED, point)),
        seconds(naming.first(naming.ENDED, point)),
    )
