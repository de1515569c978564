"""A zone drawn on the page itself: no map service learns what officials look at."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from core.cells.classes import FINE
from core.cells.ranges import Ranges
from provinces.zones import outlines
from provinces.zones.comparing import Difference

METRES_A_DEGREE = 111_320.0
WIDTH = 640
MARGIN = 24
TALLEST = 480
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Paths for an SVG of a width and height, and how long its scale bar is."""

    width: int
    height: int
    zone: str
    spill: str
    bar: float
    bar_metres: int
    removed: str = ""

    @property
    def bar_at(self) -> int:
        """Return how far down the scale bar stands."""
        return self.height - 34

    @property
    def words_at(self) -> int:
        """Return how far down its words stand."""
        return self.height - 8


def of(cells: Any, spill: Any, removed: Any = ()) -> Drawing | None:
    """Return the drawing of a zone's cells and of what it spills over the border, north up.

    `removed` are cells that it had before.
    """
    shapes = [_rings(cells), _rings(spill), _rings(removed)]
    points = [point for rings in shapes for ring in rings for point in ring]
    if not points:
        return None
    west, north = min(x for x, _ in points), max(y for _, y in points)
    east, south = max(x for x, _ in points), min(y for _, y in points)
    squeeze = math.cos(math.radians((north + south) / 2))
    across = max((east - west) * squeeze, 1e-6)
    scale = min((WIDTH - 2 * MARGIN) / across, TALLEST / max(north - south, 1e-6))
    left = (WIDTH - across * scale) / 2

    def place(point: Point) -> str:
        x = left + (point[0] - west) * squeeze * scale
        return f"{x:.1f} {MARGIN + (north - point[1]) * scale:.1f}"

    zone, over, gone = ("".join(f"M{'L'.join(map(place, r))}Z" for r in rings) for rings in shapes)
    metres = _round_length(WIDTH / 4 / scale * METRES_A_DEGREE)
    height = int((north - south) * scale) + 2 * MARGIN + 40
    bar = round(metres * scale / METRES_A_DEGREE, 1)
    return Drawing(WIDTH, height, zone, over, bar, metres, gone)


def of_difference(difference: Difference) -> Drawing | None:
    """Return the drawing of what was kept, with what was added in the place of the spill."""
    kept, added, removed = difference.kept, difference.added, difference.removed
    return of(kept.pieces, added.pieces, removed.pieces)


def _rings(pairs: Sequence[Any]) -> list[list[Point]]:
    return list(_walk(outlines.outline(Ranges.from_pairs(pairs, FINE)))) if len(pairs) else []


def _walk(outline: dict[str, Any]) -> Iterator[list[Point]]:
    for polygon in outline["coordinates"]:
        yield from polygon


def _round_length(metres: float) -> int:
    """Return the longest of 1, 2, 5, 10, 20, 50 … that is not above a length."""
    ten = 10 ** math.floor(math.log10(max(metres, 1)))
    return int(max(ten * step for step in (1, 2, 5) if ten * step <= max(metres, 1)))
