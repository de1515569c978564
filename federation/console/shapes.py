"""Ground as officials write it down on these pages: four sides of a box, or a polygon."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.cells.ranges import Ranges
from core.cells.snapping import InvalidGeometry, snap

from .acting import Misread

SIDES = ("west", "south", "east", "north")
# A strip lies along a border; so many degrees are farther than anybody can look over.
LONGEST_SIDE = 0.5
# A polygon has three ends at least, and one who writes it down no more than these.
FEWEST_ENDS, MOST_ENDS = 3, 200


def box(west: float, south: float, east: float, north: float) -> Ranges:
    """Return the cells of a box on the globe, by its sides in degrees of WGS84; raises Misread."""
    return _snapped([(west, south), (east, south), (east, north), (west, north)])


def polygon(text: str) -> Ranges:
    """Return the cells of a polygon written down end by end: a longitude and latitude a line.

    In degrees of WGS84. Raises Misread.
    """
    try:
        ends = [_end(line) for line in text.splitlines() if line.strip()]
    except ValueError:
        raise Misread(
            _("Write one end of the polygon a line: longitude and latitude, such as 116.41 39.90.")
        ) from None
    if not FEWEST_ENDS <= len(ends) <= MOST_ENDS:
        raise Misread(_("A polygon has 3 to 200 ends."))
    return _snapped(ends)


def _end(line: str) -> tuple[float, float]:
    longitude, latitude = line.replace(",", " ").split()
    return float(longitude), float(latitude)


def _snapped(ends: list[tuple[float, float]]) -> Ranges:
    try:
        return snap({"type": "Polygon", "coordinates": [[*ends, ends[0]]]})
    except InvalidGeometry:
        raise Misread(_("These ends make no polygon on the globe.")) from None
