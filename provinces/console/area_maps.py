"""Counts of people by area as a map drawn on the page: pattern and number, not shade alone.

    ┌───────┬─────┐
    │ 31 // │ ··· │      //  10 to 99      ··  fewer than 10, or not told
    └───────┴─────┘

The table beside it says the same, and has the areas as well whose ground is not known here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from provinces.tenancy import scope

from . import borders_drawn
from .drawing import Frame, Point

# So many people, and which of the patterns that is; below the first nothing is told.
STEPS = ((1000, 4), (100, 3), (10, 2))
FEWEST = 1
# A letter of the drawing is about so wide, and a line so high.
LETTER, LINE = 10, 18


@dataclass(frozen=True, slots=True)
class Count:
    """How many people of an area; None where it is not told, `is_least` where some are not."""

    code: str
    name: str
    number: int | None
    is_least: bool = False

    @property
    def pattern(self) -> int:
        """Return the number of the pattern that the count is drawn in."""
        number = self.number or 0
        return next((pattern for least, pattern in STEPS if number >= least), FEWEST)

    @property
    def label(self) -> str:
        """Return what is written on the area."""
        if self.number is None:
            return "–"
        return f"{self.number:,}{'+' if self.is_least else ''}"


@dataclass(frozen=True, slots=True)
class Shape:
    """An area as it is drawn: its outline, and where its number stands, if it has room for it."""

    count: Count
    outline: str
    middle: Point
    has_room: bool


@dataclass(frozen=True, slots=True)
class AreaMap:
    """Areas within the border of the province, and how many are not drawn."""

    shapes: tuple[Shape, ...]
    border: str
    width: int
    height: int
    undrawn: int


def of(counts: Sequence[Count]) -> AreaMap | None:
    """Return the map of counts; None where the ground of no area is known here."""
    slug = scope.current().slug
    known = borders_drawn.side_by_side([count.code for count in counts], slug)
    drawn = [(count, known[count.code]) for count in counts if count.code in known]
    if not drawn:
        return None
    frame = Frame.around([point for rings in known.values() for ring in rings for point in ring])
    return AreaMap(
        shapes=_labelled([_shape(count, rings, frame) for count, rings in drawn]),
        border=frame.path(known.get(slug, [])),
        width=frame.width,
        height=frame.height,
        undrawn=len(counts) - len(drawn),
    )


def _shape(count: Count, rings: Sequence[Sequence[Point]], frame: Frame) -> Shape:
    placed = [frame.place(point) for point in max(rings, key=len)]
    across, down = ([point[axis] for point in placed] for axis in (0, 1))
    width, height = max(across) - min(across), max(down) - min(down)
    middle = ((max(across) + min(across)) / 2, (max(down) + min(down)) / 2)
    has_room = width > LETTER * len(count.label) and height > LINE
    return Shape(count, frame.path(rings), middle, has_room)


def _labelled(shapes: Sequence[Shape]) -> tuple[Shape, ...]:
    """Leave out the numbers that would be written over that of a larger count."""
    told = sorted(
        (one for one in shapes if one.has_room), key=lambda one: one.count.number or 0, reverse=True
    )
    kept: list[Shape] = []
    for one in told:
        if not any(_touch(one, other) for other in kept):
            kept.append(one)
    return tuple(replace(one, has_room=one in kept) for one in shapes)


def _touch(one: Shape, other: Shape) -> bool:
    across, down = (abs(one.middle[axis] - other.middle[axis]) for axis in (0, 1))
    letters = (len(one.count.label) + len(other.count.label)) / 2
    return across < LETTER * (letters + 1) and down < LINE
