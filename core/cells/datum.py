"""Which datum coordinates are in, and how to make them WGS84.

Chinese maps are published in GCJ-02, which moves every point by 300 to 600 m. The shift has no
inverse in closed form, but it changes slowly from place to place (by less than a thousandth of
the way), so guessing the origin and correcting the guess by what it misses converges at once.

The published algorithm shifts only points inside one rectangle, latitudes 0.8293 to 55.8271 and
longitudes 72.004 to 137.8347, and is the identity outside; the rectangle reaches beyond China
(Mongolia, Korea, Kyushu), so coordinates there that were never GCJ-02 must not be declared so.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, overload

import numpy as np

from core.cells.geojson import InvalidGeometry
from core.cells.ranks import Bools
from core.cells.sphere import Floats


class UnknownDatum(ValueError):
    """Coordinates came without a datum, or with one we cannot convert."""


class Datum(StrEnum):
    """The datums an import may name."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"

    @classmethod
    def _missing_(cls, value: object) -> Datum:
        named = next((d for d in cls if isinstance(value, str) and d == value.lower()), None)
        if named is None:
            raise UnknownDatum(f"datum {value!r}: name one of {', '.join(cls)}")
        return named


_LATITUDES = (0.8293, 55.8271)
_LONGITUDES = (72.004, 137.8347)
# The ellipsoid of Krasovsky, 1940, as in the published algorithm.
_AXIS = 6378245.0
_FLAT = 0.00669342162296594323
# Each round leaves less than a hundredth of the error: 600 m is below 0.01 m after three.
_ROUNDS = 6


@overload
def wgs84_to_gcj02(lat: float, lon: float) -> tuple[float, float]: ...
@overload
def wgs84_to_gcj02(lat: Floats, lon: Floats) -> tuple[Floats, Floats]: ...
def wgs84_to_gcj02(lat: Any, lon: Any) -> tuple[Any, Any]:
    """Shift WGS84 latitudes and longitudes, one point or arrays of them, to GCJ-02."""
    given = np.asarray(lat, float), np.asarray(lon, float)
    north, east = _shift(*given, _inside(*given))
    return _like(lat, given[0] + north), _like(lon, given[1] + east)


@overload
def gcj02_to_wgs84(lat: float, lon: float) -> tuple[float, float]: ...
@overload
def gcj02_to_wgs84(lat: Floats, lon: Floats) -> tuple[Floats, Floats]: ...
def gcj02_to_wgs84(lat: Any, lon: Any) -> tuple[Any, Any]:
    """Undo the shift, to within 0.01 m, for one point or for arrays of them.

    A point whose GCJ-02 position is inside the rectangle is one that was shifted, but for the
    strip of some 600 m along the rectangle's own border.
    """
    given = np.asarray(lat, float), np.asarray(lon, float)
    inside = _inside(*given)
    origin = given
    for _ in range(_ROUNDS):
        north, east = _shift(*origin, inside)
        origin = given[0] - north, given[1] - east
    return _like(lat, origin[0]), _like(lon, origin[1])


def geometry_to_wgs84(geometry: Mapping[str, Any], datum: str) -> dict[str, Any]:
    """Return a GeoJSON geometry in WGS84, whatever datum it was declared in.

    Raises UnknownDatum for one that was not declared, or that we do not know; InvalidGeometry for
    what has no coordinates to convert.
    """
    declared = Datum(datum)
    try:
        if declared is Datum.WGS84:
            return dict(geometry)
        return {**geometry, "coordinates": _converted(geometry["coordinates"])}
    except (TypeError, ValueError, LookupError) as problem:
        raise InvalidGeometry("not a geometry with lists of positions") from problem


def _converted(coordinates: Any) -> Any:
    if not isinstance(coordinates, (list, tuple)):
        raise TypeError(f"{coordinates!r} is no list of positions")
    if _is_position(coordinates):
        lat, lon = gcj02_to_wgs84(float(coordinates[1]), float(coordinates[0]))
        return [lon, lat]
    if coordinates and _is_position(coordinates[0]):
        points = np.array([position[:2] for position in coordinates], np.float64)
        return np.stack(gcj02_to_wgs84(points[:, 1], points[:, 0])[::-1], axis=1).tolist()
    return [_converted(part) for part in coordinates]


def _is_position(coordinates: Any) -> bool:
    return isinstance(coordinates, (list, tuple)) and isinstance(coordinates[0], (int, float))


def _inside(lat: Floats, lon: Floats) -> Bools:
    south, north = _LATITUDES
    west, east = _LONGITUDES
    inside: Bools = (south <= lat) & (lat <= north) & (west <= lon) & (lon <= east)
    return inside


def _shift(lat: Floats, lon: Floats, moved: Bools) -> tuple[Floats, Floats]:
    """Return how many degrees north and east GCJ-02 moves each point that it moves."""
    with np.errstate(invalid="ignore"):  # infinity stays what it is, for a later check to refuse
        north, east = _metres(lon - 105.0, lat - 35.0)
    squash = 1 - _FLAT * np.sin(np.radians(lat)) ** 2
    north = np.degrees(north * squash * np.sqrt(squash) / (_AXIS * (1 - _FLAT)))
    east = np.degrees(east * np.sqrt(squash) / (_AXIS * np.cos(np.radians(lat))))
    return np.where(moved, north, 0.0), np.where(moved, east, 0.0)


def _metres(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    def waves(angle: Floats, *terms: tuple[float, float]) -> Floats:
        return sum((a * np.sin(np.pi * angle * b) for a, b in terms), np.zeros_like(angle)) * 2 / 3

    root = np.sqrt(np.abs(x))
    ripple = waves(x, (20, 6), (20, 2))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    north = north + ripple + waves(y, (20, 1), (40, 1 / 3), (160, 1 / 12), (320, 1 / 30))
    east = east + ripple + waves(x, (20, 1), (40, 1 / 3), (150, 1 / 12), (300, 1 / 30))
    return north, east


def _like(given: Any, result: Floats) -> Any:
    return result if isinstance(given, np.ndarray) else float(result)
