"""What is inside an area drawn in the plane of longitude and latitude, decided exactly.

All that is compared lies on a grid of 2**-40 degree (a tenth of a micrometre), fine enough not to
matter and coarse enough for GEOS's double-double arithmetic to decide every point without error.
A point exactly on an edge counts as if it lay a hair to the east, and a hair of that to the
north: each edge has one owner, so polygons that share one never both hold a point of it, and a
gapless map holds every point once.
"""

from __future__ import annotations

from operator import itemgetter

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import MultiPolygon

from core.cells.geojson import gridded
from core.cells.ranks import Bools, Ints
from core.cells.sphere import EARTH_RADIUS_M, Floats

Shapes = npt.NDArray[np.object_]

_SCALE = 2**40


class Plane:
    """An area, prepared for many questions; see `geojson.read_area` for how it is drawn."""

    def __init__(self, shape: MultiPolygon) -> None:
        """Index the area and its edges."""
        self._shape = shape
        shapely.prepare(shape)
        self._edges = _edges(shape)
        self._tree = shapely.STRtree(shapely.linestrings(self._edges))

    def inside(self, lat: Floats, lon: Floats) -> Bools:
        """Tell for each point whether it is in the area, one on an edge by the rule above."""
        x, y = gridded(np.where(lon >= 180, lon - 360, lon)), gridded(lat)
        found: Bools = shapely.contains_xy(self._shape, x, y)
        rest = np.flatnonzero(~found)
        for i in rest[shapely.intersects_xy(self._shape, x[rest], y[rest])]:
            found[i] = self._owns(int(x[i] * _SCALE), int(y[i] * _SCALE))
        return found

    def undecided(self, lat: Floats, lon: Floats, reach_m: float) -> Bools:
        """Tell for each point whether an edge may pass within reach of it."""
        boxes, owner = _boxes(lat, lon, reach_m / EARTH_RADIUS_M * 1.000001)
        met = np.zeros(len(lat), np.bool_)
        met[owner[self._tree.query(boxes, predicate="intersects")[0]]] = True
        return met

    def _owns(self, x: int, y: int) -> bool:
        """Decide a point on an edge: count the edges east of a point just to its north-east."""
        ends = (self._edges * _SCALE).astype(np.int64)
        low, high = ends.min(axis=1)[:, 1], ends.max(axis=1)[:, 1]
        crossed = ends[(low <= y) & (y < high)].tolist()
        return sum(_is_west(x, y, *edge) for edge in crossed) % 2 == 1


def _is_west(x: int, y: int, one: list[int], other: list[int]) -> bool:
    (ax, ay), (bx, by) = sorted((one, other), key=itemgetter(1))
    return (bx - ax) * (y - ay) > (x - ax) * (by - ay)


def _edges(shape: MultiPolygon) -> Floats:
    """Return all edges of all rings as an array of pairs of positions."""
    rings = shapely.get_rings(shapely.get_parts(shape))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    return np.stack((points[:-1][same], points[1:][same]), axis=1)


def _boxes(lat: Floats, lon: Floats, reach: float) -> tuple[Shapes, Ints]:
    """Return boxes that hold all within reach of each point, and whose they are.

    Near a pole a box is a whole band; across the antimeridian it is two.
    """
    phi = np.radians(lat)
    polar = np.abs(phi) + reach >= np.pi / 2
    half = np.degrees(np.arcsin(np.minimum(1.0, np.sin(reach) / np.where(polar, 1.0, np.cos(phi)))))
    west, east = np.where(polar, -180.0, lon - half), np.where(polar, 180.0, lon + half)
    south, north = lat - np.degrees(reach), lat + np.degrees(reach)
    over, under = np.flatnonzero(east > 180), np.flatnonzero(west < -180)
    owner = np.concatenate((np.arange(len(lat)), over, under))
    west = np.concatenate((west, west[over] - 360, west[under] + 360))
    east = np.concatenate((east, east[over] - 360, east[under] + 360))
    return shapely.box(west, south[owner], east, north[owner]), owner
