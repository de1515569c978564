"""Which cell a point is in, and where a cell's centre is: one at a time, or many."""

from __future__ import annotations

from itertools import chain, repeat

import h3.api.basic_int as h3
import numpy as np

from core.cells.classes import resolution_for
from core.cells.ranks import Ints
from core.cells.sphere import Floats, vectors


def cell_for(lat: float, lon: float, resolution: int) -> int:
    """Return the cell a WGS84 point is in; raises ValueError for a point off the globe."""
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(f"latitude {lat}, longitude {lon} is not a point on the globe")
    return int(h3.latlng_to_cell(lat, lon, resolution))


def cells_for(lat: Floats, lon: Floats, resolution: int) -> Ints:
    """Return the cell of each of many points, as `cell_for` does for one."""
    off = ~((np.abs(lat) <= 90) & (np.abs(lon) <= 180))
    if off.any():
        raise ValueError(f"{lat[off][0]}, {lon[off][0]} is not a point on the globe")
    cells = map(h3.latlng_to_cell, lat.tolist(), lon.tolist(), repeat(resolution))
    return np.fromiter(cells, np.int64, len(lat))


def cell_of_fix(lat: float, lon: float, accuracy_m: float) -> int | None:
    """Return the cell that stands for a fix: as coarse as its accuracy, None beyond 1 km.

    Raises ValueError for an unknown accuracy, as `resolution_for` does.
    """
    resolution = resolution_for(accuracy_m)
    return None if resolution is None else cell_for(lat, lon, resolution)


def centre(cell: int) -> tuple[float, float]:
    """Return the latitude and longitude of a cell's centre."""
    lat, lon = h3.cell_to_latlng(cell)
    return float(lat), float(lon)


def centres(cells: Ints) -> tuple[Floats, Floats]:
    """Return the latitudes and the longitudes of many cells' centres."""
    flat = chain.from_iterable(map(h3.cell_to_latlng, cells.tolist()))
    points = np.fromiter(flat, np.float64, 2 * len(cells)).reshape(-1, 2)
    return points[:, 0], points[:, 1]


def centre_vectors(cells: Ints) -> Floats:
    """Return many cells' centres as rows `(x, y, z)` on a ball of radius one."""
    return vectors(*centres(cells))
