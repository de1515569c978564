"""The outlines of provinces and areas for a drawing, kept: a border moves once in years."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from django.core.cache import cache

from core.cells.ranges import Ranges
from provinces.zones import outlines
from provinces.zones import queries as zones

from .drawing import Point, rings

KEEP_SECONDS = 3600
# For the eye: so many cells of all areas together make their edges smooth enough.
LIGHT = 8000
Rings = list[list[Point]]


def side_by_side(codes: Sequence[str], around: str) -> dict[str, Rings]:
    """Return the outlines of areas, by code, and of the province around them, by slug.

    They are drawn in cells of one size, of which none is in two areas. Those whose ground is not
    known here are missing.
    """
    names = [*sorted(codes), around]
    # The cache's key function puts the province into the key.
    key = f"console.drawn.{hashlib.sha256(' '.join(names).encode()).hexdigest()[:32]}"
    found: dict[str, Rings] | None = cache.get(key)
    if found is None:
        found = {name: rings(outlines.outline(cells)) for name, cells in _shared_out(names)}
        cache.set(key, found, KEEP_SECONDS)
    return found


def _shared_out(names: Sequence[str]) -> Iterator[tuple[str, Ranges]]:
    """Give each cell to one area, the smallest one first: it would lose itself in the others."""
    *areas, around = ((name, zones.territory(name)) for name in names)
    known = sorted(
        ((name, cells) for name, cells in areas if cells), key=lambda one: one[1].count()
    )
    whole = Ranges.union_of([cells for _name, cells in [*known, around] if cells])
    if not whole:
        return
    resolution = light(whole, LIGHT).resolution
    taken = Ranges.empty(resolution)
    for name, cells in known:
        own = cells.outer(resolution) - taken
        taken = taken | own
        if own:
            yield name, own
    if around[1]:
        yield around[0], around[1].outer(resolution) | taken


def light(cells: Ranges, most: int) -> Ranges:
    """Return a set of cells in coarser ones, so few that they are drawn at once."""
    while cells.count() > most and cells.resolution > 0:
        cells = cells.outer(cells.resolution - 1)
    return cells
