"""Metres and degrees, near enough for towns and errors of phones."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.integer[Any]]

METRES_A_DEGREE = 111_195.0


def moved(lat: Floats, lon: Floats, east_m: Floats, north_m: Floats) -> tuple[Floats, Floats]:
    """Return points some metres east and north of the given ones."""
    return (
        lat + north_m / METRES_A_DEGREE,
        lon + east_m / (METRES_A_DEGREE * np.cos(np.radians(lat))),
    )


def distance_m(lat: Floats, lon: Floats, to_lat: Floats, to_lon: Floats) -> Floats:
    """Return the distances of points from others."""
    north = (to_lat - lat) * METRES_A_DEGREE
    east = (to_lon - lon) * METRES_A_DEGREE * np.cos(np.radians((lat + to_lat) / 2))
    return np.hypot(north, east)
