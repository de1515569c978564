"""Whose each cell of a new province is: outlines become cells, and must agree with one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.cells.datum import geometry_to_wgs84
from core.cells.geojson import InvalidGeometry, read_area
from core.cells.ranges import Ranges
from core.cells.snapping import snap_shape
from provinces.jurisdictions.tree import AreaRow
from provinces.rules.shapes import Misshapen

# Outlines that were drawn apart differ by slivers; more than this part of a division is an error.
SLIVER = 100


@dataclass(frozen=True, slots=True)
class Division:
    """A division as the document has it: its row, its outline or none, and where that stands."""

    row: AreaRow
    geometry: Any
    path: str


def territories(
    divisions: Sequence[Division], datum: str, faults: list[Misshapen]
) -> dict[str, Ranges]:
    """Return the cells of each division that has an outline, by code.

    The province needs one. Others lie within it, and beside those of their own level, but for
    slivers, which the province's edge cuts off and the first in the order of codes keeps.
    """
    found = {each.row.code: _cells(each, datum, faults) for each in divisions}
    whole = next(found[each.row.code] for each in divisions if each.row.parent is None)
    if whole is None:
        return {}
    taken: defaultdict[int, Ranges] = defaultdict(Ranges.empty)
    kept: dict[str, Ranges] = {}
    for each in sorted(divisions, key=lambda division: division.row.code):
        cells = found[each.row.code]
        if cells is None:
            continue
        _agree(each, cells, cells - whole, "outside of the province", faults)
        others = taken[each.row.level]
        _agree(each, cells, cells & others, "in another division of its level", faults)
        kept[each.row.code] = (cells & whole) - others
        taken[each.row.level] = others | cells
    return kept


def _cells(division: Division, datum: str, faults: list[Misshapen]) -> Ranges | None:
    """Return the cells in an outline, None where there is none or it is no area."""
    at = f"{division.path}.geometry"
    if division.geometry is None:
        if division.row.parent is None:
            faults.append(Misshapen(at, "the province has an outline: a Polygon or MultiPolygon"))
        return None
    try:
        cells = snap_shape(read_area(geometry_to_wgs84(division.geometry, datum)))
    except InvalidGeometry as problem:
        faults.append(Misshapen(at, str(problem)))
        return None
    if not cells:
        faults.append(Misshapen(at, "it is smaller than a cell of 25 m"))
        return None
    return cells


def _agree(
    division: Division, cells: Ranges, wrong: Ranges, where: str, faults: list[Misshapen]
) -> None:
    if wrong.count() * SLIVER > cells.count():
        part = 100 * wrong.count() / cells.count()
        faults.append(Misshapen(f"{division.path}.geometry", f"{part:.0f}% of it lie {where}"))
