"""Sets of cells as outlines for a map. For the eye only: what is in a zone is told by its cells."""

from __future__ import annotations

from typing import Any

import h3.api.basic_int as h3
import numpy as np

from core.cells.lookup import centre_vectors
from core.cells.ranges import Ranges

# A larger set is drawn in coarser cells: the edge of a city needs no steps of 25 m.
MOST_CELLS = 20_000


def outline(cells: Ranges) -> dict[str, Any]:
    """Return the outline of a set of cells as a GeoJSON MultiPolygon, holes included."""
    drawn = _drawable(cells)
    shape = h3.cells_to_h3shape(drawn.to_array().tolist(), tight=False)
    return dict(shape.__geo_interface__)


def centre(cells: Ranges) -> tuple[float, float]:
    """Return the longitude and latitude of the middle of a set of cells."""
    x, y, z = centre_vectors(_drawable(cells).to_array()).mean(axis=0)
    return float(np.degrees(np.arctan2(y, x))), float(np.degrees(np.arctan2(z, np.hypot(x, y))))


def _drawable(cells: Ranges) -> Ranges:
    while cells.count() > MOST_CELLS and cells.resolution > 0:
        cells = cells.outer(cells.resolution - 1)
    return cells
