"""Drawn shapes become cells, clipped to the ground an official answers for.

             the neighbour's
drawn:   ┌─────────┬ ─ ─ ─ ┐
         │  cells  │ spill       effect here | offered there, no effect until accepted
         └─────────┴ ─ ─ ─ ┘
                the border
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from core.cells.datum import Datum, geometry_to_wgs84
from core.cells.ranges import Ranges
from core.cells.snapping import InvalidGeometry, snap, snap_circle
from provinces.jurisdictions.models import Area
from provinces.tenancy import scope

from . import queries

CIRCLE = "Circle"
DIVISION = "Division"
_MEMBERS = ("type", "coordinates", "radius_m")


class NoTerritory(LookupError):
    """The province's own territory has not been set, so nothing can be clipped to it."""


class OutsideTerritory(ValueError):
    """A zone wholly on the ground of others."""


class OutsideArea(ValueError):
    """A zone reaches beyond the area its declarer answers for."""


@dataclass(frozen=True, slots=True)
class Snapped:
    """A drawn shape in WGS84, its cells on the province's own ground, and those beyond."""

    drawn: dict[str, Any]
    cells: Ranges
    spill: Ranges

    @property
    def is_large(self) -> bool:
        """Tell whether a county's signature is not enough for so many cells."""
        return self.cells.count() > settings.ZONES_MAX_FINE_CELLS


@dataclass(frozen=True, slots=True)
class Ground:
    """The territory of the province and, where its cells are known, the area within it."""

    territory: Ranges
    area: Ranges | None = None

    def clip(self, drawn: dict[str, Any], cells: Ranges) -> Snapped:
        """Part cells into the province's own and the spill.

        Raises OutsideTerritory if none are its own, OutsideArea if any of those is another
        area's: who answers for both has to declare such a zone.
        """
        own = cells & self.territory
        if not own:
            raise OutsideTerritory("no cell of the zone is in the province's own territory")
        if self.area is not None and (beyond := own - self.area):
            raise OutsideArea(f"{beyond.count()} of {own.count()} cells are beyond the area")
        return Snapped(drawn, own, cells - own)


def ground_of(area: Area | None = None) -> Ground:
    """Return the ground of the province in scope; with an area, of the area as well.

    An area without cells of its own keeps to those of the next one above that has some. Raises
    NoTerritory.
    """
    own = scope.current().slug
    territory = queries.territory(own)
    if territory is None:
        raise NoTerritory(f"the territory of {own} has not been set")
    codes = area.path.rstrip(".").split(".") if area else []
    known = (queries.territory(code) for code in reversed(codes))
    return Ground(territory, next((cells for cells in known if cells is not None), None))


def in_wgs84(geometry: Mapping[str, Any], datum: str) -> dict[str, Any]:
    """Return a drawn shape in WGS84, without members that are no part of it.

    A division is named by its code, and has no positions. Raises UnknownDatum for an undeclared
    datum, InvalidGeometry for no geometry.
    """
    named = Datum(datum)
    if isinstance(geometry, Mapping) and geometry.get("type") == DIVISION:
        return {"type": DIVISION, "code": str(geometry.get("code"))}
    if not isinstance(geometry, Mapping) or not isinstance(
        geometry.get("coordinates"), (list, tuple)
    ):
        raise InvalidGeometry("a geometry has a type and coordinates")
    bare = {name: geometry[name] for name in _MEMBERS if name in geometry}
    try:
        return geometry_to_wgs84(bare, named)
    except (TypeError, ValueError, IndexError, RecursionError) as problem:
        raise InvalidGeometry(f"not a list of positions: {problem}") from problem


def cells_of(drawn: Mapping[str, Any]) -> Ranges:
    """Return the fine cells of a shape in WGS84: an area, a circle, or a whole division.

    Raises InvalidGeometry.
    """
    if drawn.get("type") == DIVISION:
        return _cells_of_division(drawn["code"])
    if drawn.get("type") != CIRCLE:
        return snap(drawn)
    numbers = [*drawn["coordinates"][:2], drawn.get("radius_m")]
    if len(numbers) < 3 or not all(map(_is_number, numbers)):
        raise InvalidGeometry("a circle has coordinates [longitude, latitude] and a radius_m")
    lon, lat, radius_m = numbers
    return snap_circle(lat, lon, radius_m)


def _cells_of_division(code: str) -> Ranges:
    # A province is held by its slug, and no province is a zone.
    cells = queries.territory(code) if code.isdigit() else None
    if not cells:
        raise InvalidGeometry(f"the cells of {code} are not known")
    return cells


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
