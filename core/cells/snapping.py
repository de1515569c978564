"""Areas become sets of fine cells; from there on geometry is sets of integers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from shapely.geometry import MultiPolygon

from core.cells.classes import FINE
from core.cells.descent import fill
from core.cells.geojson import InvalidGeometry, read_area
from core.cells.lookup import cell_for
from core.cells.plane import Plane
from core.cells.ranges import Ranges
from core.cells.ranks import Bools
from core.cells.sphere import EARTH_RADIUS_M, Floats, distances_m, vectors

__all__ = ["InvalidGeometry", "snap", "snap_circle", "snap_shape"]


def snap(geometry: Mapping[str, Any]) -> Ranges:
    """Return the fine cells of a GeoJSON Polygon or MultiPolygon in WGS84.

    A cell belongs if its centre is inside (on an edge: see `plane`). A shape so small that no
    centre is inside becomes the cell of its representative point; the result is never empty.
    Raises InvalidGeometry.
    """
    shape = read_area(geometry)
    cells = snap_shape(shape)
    if cells:
        return cells
    point = shape.representative_point()
    return Ranges.from_cells([cell_for(point.y, (point.x + 180) % 360 - 180, FINE)])


def snap_shape(shape: MultiPolygon) -> Ranges:
    """Return the fine cells whose centres are inside a shape of `read_area`; maybe none."""
    west, south, east, north = shape.bounds
    lat, lon = (south + north) / 2, (west + east) / 2
    corners = vectors(np.array([south, north, lat]), np.array([east, east, lon]))
    # From the middle of a box the corners are farthest, unless it spans half the globe.
    radius = distances_m(corners[:2], corners[2]).max() if east - west < 180 else np.inf
    return fill(Plane(shape), lat, (lon + 180) % 360 - 180, radius + 1)


def snap_circle(lat: float, lon: float, radius_m: float) -> Ranges:
    """Return the fine cells whose centres are within a great-circle distance of a point.

    Never empty: at least the cell of the point. Raises InvalidGeometry for no circle at all.
    """
    if not 0 < radius_m <= np.pi * EARTH_RADIUS_M:
        raise InvalidGeometry(f"a circle of {radius_m} m")
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise InvalidGeometry(f"a circle around {[lon, lat]}, off the globe")
    cells = fill(_Circle(lat, lon, radius_m), lat, lon, radius_m)
    return cells or Ranges.from_cells([cell_for(lat, lon, FINE)])


class _Circle:
    def __init__(self, lat: float, lon: float, radius_m: float) -> None:
        self._middle = vectors(np.array([lat]), np.array([lon]))[0]
        self._radius_m = radius_m

    def inside(self, lat: Floats, lon: Floats) -> Bools:
        return self._distances(lat, lon) <= self._radius_m

    def undecided(self, lat: Floats, lon: Floats, reach_m: float) -> Bools:
        return np.abs(self._distances(lat, lon) - self._radius_m) <= reach_m * 1.000001

    def _distances(self, lat: Floats, lon: Floats) -> Floats:
        return distances_m(vectors(lat, lon), self._middle)
