"""A zone drawn on the page itself: no map service learns what officials look at."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
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


@dataclass(frozen=True, slots=True)
class Frame:
    """Where points of the globe stand in a drawing: north up, with a margin around them."""

    west: float
    north: float
    squeeze: float
    scale: float
    left: float
    height: int
    width: int = WIDTH

    @classmethod
    def around(cls, points: Sequence[Point]) -> Frame:
        """Return the frame in which some points are drawn as large as there is room."""
        west, north = min(x for x, _ in points), max(y for _, y in points)
        east, south = max(x for x, _ in points), min(y for _, y in points)
        squeeze = math.cos(math.radians((north + south) / 2))
        across = max((east - west) * squeeze, 1e-6)
        scale = min((WIDTH - 2 * MARGIN) / across, TALLEST / max(north - south, 1e-6))
        left = (WIDTH - across * scale) / 2
        return cls(west, north, squeeze, scale, left, int((north - south) * scale) + 2 * MARGIN)

    def place(self, point: Point) -> Point:
        """Return where a point stands."""
        x = self.left + (point[0] - self.west) * self.squeeze * self.scale
        return x, MARGIN + (self.north - point[1]) * self.scale

    def path(self, outline: Iterable[Sequence[Point]]) -> str:
        """Return rings as the path of an SVG."""
        return "".join(f"M{'L'.join(map(self._written, ring))}Z" for ring in outline)

    def _written(self, point: Point) -> str:
        x, y = self.place(point)
        return f"{x:.1f} {y:.1f}"


def of(cells: Any, spill: Any, removed: Any = ()) -> Drawing | None:
    """Return the drawing of a zone's cells and of what it spills over the border, north up.

    `removed` are cells that it had before.
    """
    shapes = [_rings(cells), _rings(spill), _rings(removed)]
    points = [point for shape in shapes for ring in shape for point in ring]
    if not points:
        return None
    frame = Frame.around(points)
    zone, over, gone = map(frame.path, shapes)
    metres = _round_length(WIDTH / 4 / frame.scale * METRES_A_DEGREE)
    bar = round(metres * frame.scale / METRES_A_DEGREE, 1)
    return Drawing(WIDTH, frame.height + 40, zone, over, bar, metres, gone)


def of_difference(difference: Difference) -> Drawing | None:
    """Return the drawing of what was kept, with what was added in the place of the spill."""
    kept, added, removed = difference.kept, difference.added, difference.removed
    return of(kept.pieces, added.pieces, removed.pieces)


def _rings(pairs: Sequence[Any]) -> list[list[Point]]:
    return rings(outlines.outline(Ranges.from_pairs(pairs, FINE))) if len(pairs) else []


def rings(outline: dict[str, Any]) -> list[list[Point]]:
    """Return the rings of an outline, whichever of its polygons they are of."""
    return [ring for polygon in outline["coordinates"] for ring in polygon]


def _round_length(metres: float) -> int:
    """Return the longest of 1, 2, 5, 10, 20, 50 … that is not above a length."""
    ten = 10 ** math.floor(math.log10(max(metres, 1)))
    return int(max(ten * step for step in (1, 2, 5) if ten * step <= max(metres, 1)))
