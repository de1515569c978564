"""Areas as GeoJSON, read with suspicion: every refusal says what is wrong, and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import MultiPolygon, Polygon

from core.cells.ranks import Bools
from core.cells.sphere import Floats

_GRID = 2.0**40


class InvalidGeometry(ValueError):
    """A geometry that is no area on the globe; the message says what is wrong, and where."""


def gridded(degrees: npt.ArrayLike) -> Floats:
    """Put degrees on a grid of 2**-40, where adding 360 and comparing edges are exact."""
    return np.round(np.asarray(degrees, np.float64) * _GRID) / _GRID


def read_area(geometry: Mapping[str, Any]) -> MultiPolygon:
    """Return a GeoJSON Polygon or MultiPolygon as shapes in the plane of longitude and latitude.

    A part that crosses the antimeridian (an edge spans more than 180 degrees, and is read the
    short way round) is drawn twice, once beyond each end of the plane:

        -180                                180
          |##                             ##|##     170 .. 190
        ##|##                             ##|       the same, 360 to the west

    Raises InvalidGeometry.
    """
    polygons = [polygon for where, rings in _parts(geometry) for polygon in _drawn(rings, where)]
    shape = MultiPolygon(polygons)
    if not shape.is_valid:
        raise InvalidGeometry(f"not an area: {shapely.is_valid_reason(shape)} (longitude latitude)")
    return shape


def _parts(geometry: Mapping[str, Any]) -> list[tuple[str, Any]]:
    kind = geometry.get("type") if isinstance(geometry, Mapping) else type(geometry).__name__
    if kind not in {"Polygon", "MultiPolygon"}:
        raise InvalidGeometry(f"a Polygon or MultiPolygon is needed, not {kind}")
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, (list, tuple)) or not coordinates:
        raise InvalidGeometry(f"the {kind} is empty")
    if kind == "Polygon":
        return [("", coordinates)]
    return [(f"part {number}, ", part) for number, part in enumerate(coordinates)]


def _drawn(rings: Any, where: str) -> list[Polygon]:
    if not isinstance(rings, (list, tuple)) or not rings:
        raise InvalidGeometry(f"{where}no rings")
    points = [_ring(ring, f"{where}ring {number}") for number, ring in enumerate(rings)]
    if not any(_jumps(ring).any() for ring in points):
        return [Polygon(points[0], points[1:])]
    east = [_eastern(ring, f"{where}ring {number}") for number, ring in enumerate(points)]
    west = [ring - (360.0, 0.0) for ring in east]
    return [Polygon(ring[0], ring[1:]) for ring in (east, west)]


def _ring(ring: Any, where: str) -> Floats:
    try:
        points = np.array([(position[0], position[1]) for position in ring], np.float64)
    except (TypeError, ValueError, IndexError, KeyError) as error:
        raise InvalidGeometry(f"{where}: not a list of positions") from error
    if len(points) < 4:
        raise InvalidGeometry(f"{where}: {len(points)} positions, at least 4 are needed")
    off = ~((np.abs(points[:, 0]) <= 180) & (np.abs(points[:, 1]) <= 90))
    if off.any():
        first = int(np.argmax(off))
        raise InvalidGeometry(f"{where}, position {first}: {points[first].tolist()} off the globe")
    if (points[0] != points[-1]).any():
        raise InvalidGeometry(f"{where}: not closed, {points[0].tolist()} to {points[-1].tolist()}")
    return gridded(points)


def _jumps(ring: Floats) -> Bools:
    """Tell which edges cross the antimeridian; one of exactly 360 runs along a parallel."""
    step = np.abs(np.diff(ring[:, 0]))
    return (step > 180) & (step < 360)


def _eastern(ring: Floats, where: str) -> Floats:
    shifted = np.where([[True, False]] & (ring < 0), ring + 360, ring)
    if _jumps(shifted).any():
        raise InvalidGeometry(f"{where}: goes round the globe; cut it at longitude 180")
    return shifted
