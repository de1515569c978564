"""Bars for counts, drawn on the server; the table beside them says the same in numbers. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDTH = 640
ROW = 52
LONGEST = 520


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its words, how far down it stands, and how long it is; None where nobody is told."""

    words: str
    number: int | None
    down: int
    length: float

    @property
    def top(self) -> int:
        """Return how far down the bar itself begins, below its words."""
        return self.down + 8

    @property
    def beside(self) -> float:
        """Return where the number stands."""
        return self.length + 8


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars below each other, on a ground of a width and height."""

    bars: tuple[Bar, ...]
    width: int
    height: int


def bars(rows: Iterable[tuple[str, int | None]]) -> Chart | None:
    """Return a chart of counts; None where there is none to draw."""
    found: Sequence[tuple[str, int | None]] = list(rows)
    most = max((number or 0 for _words, number in found), default=0)
    if not most:
        return None
    drawn = tuple(
        Bar(words, number, 20 + place * ROW, round(LONGEST * (number or 0) / most, 1))
        for place, (words, number) in enumerate(found)
    )
    return Chart(drawn, WIDTH, len(drawn) * ROW + 8)
