"""Territories: a map of provinces, or of any areas, divided among its fine cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Polygon

from core.cells.classes import FINE
from core.cells.geojson import read_area
from core.cells.ranges import Ranges
from core.cells.snapping import snap_shape

Geometry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Division:
    """A map divided: whose each cell is, and where the map's outlines disagreed.

    An overlap is a cell inside more than one outline. A gap is a cell that outlines surround
    and none holds.
    """

    territories: dict[str, Ranges]
    overlaps: Ranges
    gaps: Ranges


def partition(named_geometries: Mapping[str, Geometry]) -> dict[str, Ranges]:
    """Return the fine cells of each named area, no cell in two; see `divide`."""
    return divide(named_geometries).territories


def divide(named_geometries: Mapping[str, Geometry]) -> Division:
    """Divide the cells of a map among its areas, by cell centre.

    Outlines that share an edge exactly never share a cell. Where outlines overlap by mistake,
    the first name in sorted order keeps the cells, whatever the order they are given in.
    Raises InvalidGeometry, with the area's name.
    """
    shapes = {name: read_area(named_geometries[name]) for name in sorted(named_geometries)}
    territories: dict[str, Ranges] = {}
    taken, overlaps = Ranges.empty(FINE), Ranges.empty(FINE)
    for name, shape in shapes.items():
        cells = snap_shape(shape)
        overlaps |= cells & taken
        territories[name] = cells - taken
        taken |= cells
    return Division(territories, overlaps, _surrounded(list(shapes.values())) - taken)


def _surrounded(shapes: list[MultiPolygon]) -> Ranges:
    """Return the cells in the holes of all shapes together."""
    together = shapely.get_parts(shapely.union_all(shapes))
    holes = [Polygon(ring) for part in together for ring in part.interiors]
    return Ranges.union_of((snap_shape(MultiPolygon([hole])) for hole in holes), FINE)
