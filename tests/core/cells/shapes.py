"""Shapes the cells' tests share: squares, and real boundaries where they are at hand."""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from core.cells.sphere import EARTH_RADIUS_M

Geometry = dict[str, Any]

METRES_PER_DEGREE = EARTH_RADIUS_M * math.pi / 180
_BOUNDARIES = Path(__file__).parents[3].parent / "shared" / "data" / "boundaries"


def polygon(*rings: list[tuple[float, float]]) -> Geometry:
    """Return a polygon of rings of longitude and latitude, each closed here."""
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]] for ring in rings]}


def multipolygon(*polygons: Geometry) -> Geometry:
    """Return several polygons as one area."""
    return {"type": "MultiPolygon", "coordinates": [each["coordinates"] for each in polygons]}


def box(west: float, south: float, east: float, north: float) -> list[tuple[float, float]]:
    """Return the ring of a box."""
    return [(west, south), (east, south), (east, north), (west, north)]


def square(lat: float, lon: float, side_m: float) -> Geometry:
    """Return a square of so many metres around a point."""
    up = side_m / 2 / METRES_PER_DEGREE
    aside = up / math.cos(math.radians(lat))
    west, east = ((side + 180) % 360 - 180 for side in (lon - aside, lon + aside))
    return polygon(box(west, lat - up, east, lat + up))


@cache
def boundaries(name: str, key: str = "adcode") -> dict[str, Geometry]:
    """Return a file of real boundaries by code, or skip the test that asks for it."""
    path = _BOUNDARIES / f"{name}.geojson"
    if not path.exists():
        pytest.skip(f"real boundaries are not here: {path}")
    features = json.loads(path.read_text())["features"]
    return {feature["properties"][key]: feature["geometry"] for feature in features}
