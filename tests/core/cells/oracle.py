"""Slow and plain ways to the same answers: exact fractions, H3 and sets, cell by cell."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import pairwise
from operator import itemgetter
from typing import Any

import h3.api.basic_int as h3

from core.cells.classes import FINE, RADIUS_M, Thresholds
from core.cells.geojson import gridded

Point = tuple[float, float]

# More steps than any disc of the class takes; a third fewer than the shortest steps there are.
_STEPS = {resolution: int(radius / 25) + 3 for resolution, radius in RADIUS_M.items()}


def snapped(geometry: dict[str, Any], among: list[int]) -> set[int]:
    """Return those of some cells whose centres are inside; on an edge, as if to the north-east."""
    multi = geometry["type"] == "MultiPolygon"
    parts = geometry["coordinates"] if multi else [geometry["coordinates"]]
    middle = h3.cell_to_latlng(among[0])[1]
    edges = [
        sorted((_seen_from(middle, one), _seen_from(middle, other)), key=itemgetter(1))
        for rings in parts
        for ring in rings
        for one, other in pairwise(ring)
    ]
    points = {cell: _seen_from(middle, h3.cell_to_latlng(cell)[::-1]) for cell in among}
    return {
        cell for cell, point in points.items() if sum(_is_crossed(point, *e) for e in edges) % 2
    }


def _is_crossed(point: Point, low: Point, high: Point) -> bool:
    """Tell whether a ray going east from just north-east of a point crosses an edge."""
    if not low[1] <= point[1] < high[1]:
        return False
    (x, y), (ax, ay), (bx, by) = (map(Fraction, each) for each in (point, low, high))
    return ax + (bx - ax) * (y - ay) / (by - ay) > x


def _seen_from(lon: float, position: Any) -> Point:
    """Return a position with the longitude that is less than half a turn from another one."""
    turn = 360 if position[0] < lon - 180 else -360 if position[0] > lon + 180 else 0
    return float(gridded(position[0])) + turn, float(gridded(position[1]))


@cache
def disc(cell: int) -> frozenset[int]:
    """Return the fine cells of a class cell's disc."""
    resolution = h3.get_resolution(cell)
    centre = h3.cell_to_latlng(cell)
    around = h3.grid_disk(h3.cell_to_center_child(cell, FINE), _STEPS[resolution])
    return frozenset(
        fine
        for fine in around
        if h3.great_circle_distance(h3.cell_to_latlng(fine), centre, "m") <= RADIUS_M[resolution]
    )


def compiled(zone: set[int], resolution: int, thresholds: Thresholds) -> tuple[set[int], set[int]]:
    """Return the certain and the possible cells of one class, by counting every disc."""
    reach = {11: 2, 10: 3, 9: 4, 8: 4}[resolution]
    owners = {h3.cell_to_parent(cell, resolution) for cell in zone}
    near = {cell for owner in owners for cell in h3.grid_disk(owner, reach)}
    shares = {cell: len(disc(cell) & zone) / len(disc(cell)) for cell in near}
    certain = {cell for cell, share in shares.items() if share >= thresholds.certain}
    return certain, {c for c, share in shares.items() if share >= thresholds.possible} - certain
