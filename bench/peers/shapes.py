"""Cells as shapes: what a user without cells would have had, a polygon a zone and class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import h3.api.basic_int as h3
import numpy as np
from h3 import LatLngMultiPoly, LatLngPoly
from shapely import Geometry, MultiPolygon, Polygon

from core.cells import ranks
from core.db.copying import Columns


@dataclass(frozen=True, slots=True)
class Shape:
    """The union of a zone's cells of one class: those that are certain, or those possible."""

    zone: int
    resolution: int
    certain: bool
    starts: int
    ends: int
    outline: Geometry


def shapes(cells: Columns) -> Iterator[Shape]:
    """Yield the shapes of zones' cells; a cell's centre is in a shape if the cell is one of it."""
    resolution = ranks.resolution_of(cells["cell"])
    order = np.lexsort((cells["certain"], resolution, cells["zone_id"]))
    keys = np.stack([cells["zone_id"][order], resolution[order], cells["certain"][order]])
    cuts = np.flatnonzero((keys[:, 1:] != keys[:, :-1]).any(axis=0)) + 1
    for members in np.split(order, cuts):
        first = members[0]
        yield Shape(
            zone=int(cells["zone_id"][first]),
            resolution=int(resolution[first]),
            certain=bool(cells["certain"][first]),
            starts=int(cells["starts"][first]),
            ends=int(cells["ends"][first]),
            outline=_union(cells["cell"][members].tolist()),
        )


def _union(cells: list[int]) -> Geometry:
    found = h3.cells_to_h3shape(cells)
    parts = found.polys if isinstance(found, LatLngMultiPoly) else [found]
    return MultiPolygon([_polygon(part) for part in parts])


def _polygon(part: LatLngPoly) -> Polygon:
    rings = [[(lon, lat) for lat, lon in ring] for ring in (part.outer, *part.holes)]
    return Polygon(rings[0], rings[1:])
