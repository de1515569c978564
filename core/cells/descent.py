"""Filling large areas from above: whole cells inside, refined only where the edge passes."""

from __future__ import annotations

import math
from typing import Protocol

import h3.api.basic_int as h3
import numpy as np

from core.cells import ranks
from core.cells.classes import FINE
from core.cells.lookup import centres
from core.cells.ranges import Ranges
from core.cells.ranks import Bools
from core.cells.sphere import Floats, hops, reach_m, spacing_m


class Region(Protocol):
    """Anything that knows which points are inside it, and which are near its edge."""

    def inside(self, lat: Floats, lon: Floats) -> Bools:
        """Tell for each point whether it is inside."""

    def undecided(self, lat: Floats, lon: Floats, reach_m: float) -> Bools:
        """Tell for each point whether some within reach may be inside and others not."""


def fill(region: Region, lat: float, lon: float, radius_m: float) -> Ranges:
    """Return the fine cells whose centres are inside a region.

    The region must lie within the radius of the given point. A cell whose descendants' centres
    are all on one side of the edge is decided whole, by its own centre.
    """
    resolution, cells = _top(lat, lon, radius_m)
    found = []
    while resolution < FINE:
        points = centres(cells)
        edge = region.undecided(*points, reach_m(resolution, FINE))
        whole = cells[~edge][region.inside(points[0][~edge], points[1][~edge])]
        found.append(Ranges.from_cells(whole, resolution).at(FINE))
        cells = ranks.children(cells[edge], resolution)
        resolution += 1
    found.append(Ranges.from_cells(cells[region.inside(*centres(cells))], FINE))
    return Ranges.union_of(found)


def _top(lat: float, lon: float, radius_m: float) -> tuple[int, ranks.Ints]:
    """Return few cells that are ancestors of every fine cell within the radius."""
    resolution = next((r for r in range(FINE, 0, -1) if reach_m(r, FINE) >= radius_m), 0)
    if reach_m(resolution, FINE) < radius_m:
        return 0, np.array(sorted(h3.get_res0_cells()), np.int64)
    middle = h3.latlng_to_cell(lat, lon, resolution)
    off_centre = spacing_m(resolution) / math.sqrt(3)
    away = hops(off_centre + radius_m + reach_m(resolution, FINE), resolution)
    return resolution, np.array(sorted(h3.grid_disk(middle, away)), np.int64)
