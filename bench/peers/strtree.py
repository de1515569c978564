"""shapely's STRtree, where PostGIS is not to be had: polygons in a tree, points looked up."""

from __future__ import annotations

import numpy as np
import shapely

from bench.peers.shapes import Shape
from core.cells import ranks
from core.cells.lookup import centres
from core.db.copying import Columns


class Tree:
    """A tree for each class."""

    def __init__(self, shapes: list[Shape]) -> None:
        self._shapes, self._trees = {}, {}
        for resolution in {shape.resolution for shape in shapes}:
            of_class = [shape for shape in shapes if shape.resolution == resolution]
            self._shapes[resolution] = of_class
            self._trees[resolution] = shapely.STRtree([shape.outline for shape in of_class])

    def match(self, stays: Columns) -> Columns:
        """Return the exposures of some stays."""
        parts = [self._of_class(stays, resolution) for resolution in self._trees]
        return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}

    def _of_class(self, stays: Columns, resolution: int) -> Columns:
        rows = np.flatnonzero(ranks.resolution_of(stays["cell"]) == resolution)
        distinct, place = np.unique(stays["cell"][rows], return_inverse=True)
        lat, lon = centres(distinct)
        points = shapely.points(lon, lat)[place]
        of_row, of_shape = self._trees[resolution].query(points, predicate="intersects")
        return self._clipped(stays, rows[of_row], of_shape, resolution)

    def _clipped(
        self, stays: Columns, row: np.ndarray, shape: np.ndarray, resolution: int
    ) -> Columns:
        of_class = self._shapes[resolution]
        starts, ends, zone, certain = (
            np.array([getattr(one, name) for one in of_class])[shape]
            for name in ("starts", "ends", "zone", "certain")
        )
        started = np.maximum(stays["started"][row], starts).astype(np.int32)
        ended = np.minimum(stays["ended"][row], ends).astype(np.int32)
        meets = started < ended
        found = {
            "cell": stays["cell"][row], "zone_id": zone.astype(np.int32),
            "citizen_id": stays["citizen_id"][row], "day": stays["day"][row],
            "started": started, "ended": ended, "certain": certain.astype(bool),
        }  # fmt: skip
        return {name: column[meets] for name, column in found.items()}
