"""The strip along the border with other provinces, on both of its sides."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from core.cells.classes import FINE, RADIUS_M
from core.cells.edges import edge, within
from core.cells.ranges import Ranges
from core.cells.ranks import Ints
from provinces.tenancy import scope

from . import queries
from .models import Territory

NEAR_M = 5000.0
# The coarsest accuracy class: whatever cell somebody stayed in lies in one of these.
RESOLUTION = min(RADIUS_M)
# The outlines of two maps leave slivers between them, which cells of this resolution bridge.
EDGE_RESOLUTION = 9
# Territories of provinces are kept by slug, those of areas by division code, which is a number.
SLUG = "^[a-z]"
# As many as a node's provinces need; Hebei's is 27,000 cells in 2,000 pieces.
KEPT_STRIPS = 64

Digests = tuple[tuple[str, str], ...]


def strip() -> Ranges:
    """Return the cells within 5 km of the edge of the own territory towards other provinces.

    A coast, or a border with somebody whose territory is not known, is none. Kept by this
    process, by the digests of the territories.
    """
    provinces = Territory.objects.filter(province__regex=SLUG).order_by("province")
    return _strip(scope.current().slug, tuple(provinces.values_list("province", "digest")))


def ranges() -> Ints:
    """Return the cells of every accuracy class in the strip, as rows `[lo, hi]` of ids in order."""
    found = strip()
    return np.concatenate([found.at(resolution).pieces for resolution in sorted(RADIUS_M)])


@lru_cache(KEPT_STRIPS)
def _strip(own: str, digests: Digests) -> Ranges:
    others = Ranges.union_of(_fine(name) for name, _ in digests if name != own)
    return within(edge(_fine(own), others, EDGE_RESOLUTION), NEAR_M, RESOLUTION)


def _fine(name: str) -> Ranges:
    cells = queries.territory(name)
    return Ranges.empty() if cells is None else cells.at(FINE)
