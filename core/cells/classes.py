"""How good a fix is decides how coarse a cell may stand for it."""

from __future__ import annotations

import math
from dataclasses import dataclass

FINE = 11
"""The resolution of zones and territories: cells of some 25 m from centre to corner."""

RADIUS_M = {11: 50.0, 10: 150.0, 9: 400.0, 8: 1000.0}
"""The accuracy classes, finest first: resolution of the cell, and the worst accuracy it takes."""

# A disc around a cell's centre with nine tenths of its fine cells in a zone is an exposure;
# with one tenth it is a question. What that comes to is measured by the accuracy battery.
CERTAIN = 0.9
POSSIBLE = 0.1


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The shares of a disc from which a match is certain, or possible."""

    certain: float = CERTAIN
    possible: float = POSSIBLE

    def __post_init__(self) -> None:
        if not 0 < self.possible <= self.certain <= 1:
            raise ValueError(f"0 < possible <= certain <= 1 does not hold for {self}")


def resolution_for(accuracy_m: float) -> int | None:
    """Return the resolution of the class a fix belongs to, or None if it is worse than 1 km.

    Raises ValueError for an accuracy that says nothing (zero, negative, not a number): devices
    write 0 for "unknown", and what an unknown accuracy is worth is the caller's to decide.
    """
    if math.isnan(accuracy_m) or accuracy_m <= 0:
        raise ValueError(f"accuracy {accuracy_m} m is unknown, not good: decide before asking")
    return next((r for r, radius in RADIUS_M.items() if accuracy_m <= radius), None)
