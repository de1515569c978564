"""A zone, compiled for each accuracy class into where a match is certain, and where possible."""

from __future__ import annotations

from dataclasses import dataclass

import h3.api.basic_int as h3
import numpy as np

from core.cells.classes import FINE, RADIUS_M, Thresholds
from core.cells.lookup import centres
from core.cells.ranges import Ranges
from core.cells.sphere import chord, hops, reach_m, vectors

_DEFAULT = Thresholds()


@dataclass(frozen=True, slots=True)
class Compiled:
    """The cells of one class where a match is certain, and those where it is only possible."""

    certain: Ranges
    possible: Ranges


def compile_zone(zone: Ranges, thresholds: Thresholds = _DEFAULT) -> dict[int, Compiled]:
    """Return, for each class resolution, the certain and the possible cells of a zone."""
    return {r: _compile(zone, r, radius, thresholds) for r, radius in RADIUS_M.items()}


def _compile(zone: Ranges, resolution: int, radius_m: float, thresholds: Thresholds) -> Compiled:
    near = hops(radius_m + reach_m(resolution, FINE), resolution)
    candidates = {
        c for p in zone.outer(resolution).cells() for c in h3.grid_disk(p, near)
    }
    certain, possible = [], []
    for cell in candidates:
        around = np.array(
            h3.grid_disk(h3.cell_to_center_child(cell, FINE), hops(radius_m, FINE)), np.int64
        )
        middle = vectors(*centres(np.array([cell])))
        apart = np.linalg.norm(vectors(*centres(around)) - middle, axis=1)
        share = zone.contains(around[apart <= chord(radius_m)]).mean()
        if share >= thresholds.certain:
            certain.append(cell)
        elif share >= thresholds.possible:
            possible.append(cell)
    return Compiled(
        Ranges.from_cells(certain, resolution), Ranges.from_cells(possible, resolution)
    )
