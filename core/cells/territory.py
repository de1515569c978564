"""Territories: a map of provinces, or of any areas, divided among its fine cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon

from core.cells.classes import FINE
from core.cells.geojson import InvalidGeometry, read_area
from core.cells.nearby import spans
from core.cells.ranges import Ranges
from core.cells.ranks import Bools, Ints
from core.cells.snapping import snap_shape

Geometry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Division:
    """A map divided: whose each cell is, and where the map's outlines disagreed.

    An overlap is a cell inside more than one outline. A gap is a cell that outlines surround
    and none holds.
    """

    territories: dict[str, Ranges]
    overlaps: Ranges
    gaps: Ranges


def partition(named_geometries: Mapping[str, Geometry]) -> dict[str, Ranges]:
    """Return the fine cells of each named area, no cell in two; see `divide`."""
    return divide(named_geometries).territories


def divide(named_geometries: Mapping[str, Geometry]) -> Division:
    """Divide the cells of a map among its areas, by cell centre.

    Outlines that share an edge exactly never share a cell. Where outlines overlap by mistake,
    the first name in sorted order keeps the cells, whatever the order they are given in.
    Raises InvalidGeometry, with the area's name.
    """
    shapes = {name: _read(name, named_geometries[name]) for name in sorted(named_geometries)}
    claims = [snap_shape(shape) for shape in shapes.values()]
    kept, overlaps = _settled(claims)
    gaps = _surrounded(list(shapes.values())) - Ranges.union_of(kept, FINE)
    return Division(dict(zip(shapes, kept, strict=True)), overlaps, gaps)


def _read(name: str, geometry: Geometry) -> MultiPolygon:
    try:
        return read_area(geometry)
    except InvalidGeometry as problem:
        raise InvalidGeometry(f"{name}: {problem}") from problem


def _settled(claims: list[Ranges]) -> tuple[list[Ranges], Ranges]:
    """Return each claim less the cells of earlier ones, and the cells claimed more than once.

    All claims are cut at one another's ends; then a stretch has one first claimant.

        first     [-----]               a a a
        second       [------]    cut at    b b b      kept   a a a b b
        cuts      |  |  |   |             . ab .      overlap    x
    """
    lo, hi = (np.concatenate(ends) for ends in zip(*(claim.ranks for claim in claims), strict=True))
    cuts = np.unique(np.concatenate((lo, hi + 1)))
    start = np.searchsorted(cuts, lo)
    length = np.searchsorted(cuts, hi + 1) - start
    stretch = spans(start, length)
    claimant = np.repeat(np.arange(len(claims)), [len(claim.ranks[0]) for claim in claims])
    first = np.full(len(cuts), len(claims))
    np.minimum.at(first, stretch, np.repeat(claimant, length))
    often = np.bincount(stretch, minlength=len(cuts)) > 1
    kept = [_stretches(cuts, first == number) for number in range(len(claims))]
    return kept, _stretches(cuts, often)


def _stretches(cuts: Ints, chosen: Bools) -> Ranges:
    place = np.flatnonzero(chosen)
    return Ranges.from_ranks(cuts[place], cuts[place + 1] - 1, FINE)


def _surrounded(shapes: list[MultiPolygon]) -> Ranges:
    """Return the cells in the holes of all shapes together."""
    together = shapely.get_parts(shapely.union_all(shapes))
    holes = [Polygon(ring) for part in together for ring in part.interiors]
    return Ranges.union_of((snap_shape(MultiPolygon([hole])) for hole in holes), FINE)
