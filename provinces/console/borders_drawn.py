"""The outlines of provinces and areas for a drawing, kept: a border moves once in years."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.cache import cache

from core.cells.ranges import Ranges
from provinces.zones import outlines
from provinces.zones import queries as zones

from .drawing import Point, rings

KEEP_SECONDS = 3600
# For the eye, of many areas at once: as many cells as make their edges smooth enough.
LIGHT = 400
Rings = list[list[Point]]


def rings_of(names: Iterable[str]) -> dict[str, Rings]:
    """Return the outlines of those whose ground is known here, by slug or division code."""
    # The cache's key function puts the province into the key.
    keys = {f"console.drawn.{name}": name for name in names}
    kept = cache.get_many(keys)
    fresh = {key: _rings(name) for key, name in keys.items() if key not in kept}
    if fresh:
        cache.set_many(fresh, KEEP_SECONDS)
    return {keys[key]: found for key, found in {**kept, **fresh}.items() if found}


def _rings(name: str) -> Rings:
    cells = zones.territory(name)
    return rings(outlines.outline(light(cells))) if cells else []


def light(cells: Ranges, most: int = LIGHT) -> Ranges:
    """Return a set of cells in coarser ones, so few that they are drawn at once."""
    while cells.count() > most and cells.resolution > 0:
        cells = cells.outer(cells.resolution - 1)
    return cells
