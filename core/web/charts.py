"""Lines over days as an SVG: where each point lies, and how lines are told apart. Pure.

A number that is not told leaves a gap. What a chart shows stands in a table beside it as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 64, 8, 10, 26
# Lines are told apart by their dashes, too; concord.css has a stroke for each.
DASHES = 4


@dataclass(frozen=True, slots=True)
class Series:
    """A line: its name, the number of its dashes, and its pieces as points of the SVG."""

    name: str
    words: object
    dashes: int
    pieces: tuple[str, ...]
    last: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A line of the grid: where it lies, and what is written at it."""

    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """All that the template needs to draw lines over days."""

    series: tuple[Series, ...]
    levels: tuple[Mark, ...]
    days: tuple[Mark, ...]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def left(self) -> int:
        """Where the lines begin."""
        return LEFT

    @property
    def right(self) -> int:
        """Where the lines end."""
        return WIDTH - RIGHT

    @property
    def bottom(self) -> int:
        """Where nothing is."""
        return HEIGHT - BOTTOM


def lines(
    days: Sequence[str], series: Mapping[str, tuple[object, Sequence[int | None]]]
) -> Chart | None:
    """Return lines over days; a series has its words, and a number or None for each day.

    None where there is not a day with a number.
    """
    told = [value for _words, values in series.values() for value in values if value is not None]
    if not days or not told:
        return None
    most = _ceiling(max(told))
    across = [
        LEFT + place * (WIDTH - LEFT - RIGHT) / max(1, len(days) - 1) for place in range(len(days))
    ]
    made = [
        _series(name, words, values, across, most, number % DASHES)
        for number, (name, (words, values)) in enumerate(series.items())
    ]
    levels = [Mark(_height(most * part // 4, most), f"{most * part // 4:,}") for part in (0, 2, 4)]
    ends = dict.fromkeys((0, len(days) - 1))
    return Chart(tuple(made), tuple(levels), tuple(Mark(across[at], days[at]) for at in ends))


def _series(
    name: str,
    words: object,
    values: Sequence[int | None],
    across: Sequence[float],
    most: int,
    dashes: int,
) -> Series:
    pieces: list[list[tuple[float, float]]] = [[]]
    for at, value in zip(across, values, strict=True):
        if value is None:
            pieces.append([])
        else:
            pieces[-1].append((round(at, 1), _height(value, most)))
    drawn = [piece for piece in pieces if piece]
    last = drawn[-1][-1] if drawn else None
    # A single point is drawn as a short stroke.
    whole = [
        piece if len(piece) > 1 else [*piece, (piece[0][0] + 3, piece[0][1])] for piece in drawn
    ]
    return Series(name, words, dashes, tuple(_points(piece) for piece in whole), last)


def _points(piece: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in piece)


def _height(value: int, most: int) -> float:
    return round(HEIGHT - BOTTOM - value * (HEIGHT - BOTTOM - TOP) / most, 1)


def _ceiling(most: int) -> int:
    """Return the next of 4, 8, 20, 40, 80, 200 …: a quarter of each is whole."""
    step = 4
    while True:
        for times in (1, 2, 5):
            if step * times >= most:
                return step * times
        step *= 10
