"""Exposures worked out the long way: naive loops over fixes, minutes and fine cells.

Nothing here is shared with what it is compared with, but H3 and the numbers that define a match.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

import h3.api.basic_int as h3

ZONE = ZoneInfo("Asia/Shanghai")
# H3's own ball.
EARTH_M = 6371007.180918475
# Resolution: the worst accuracy, and the shortest stay in minutes.
CLASSES = {11: (50.0, 3), 10: (150.0, 3), 9: (400.0, 5), 8: (1000.0, 9)}
UNSTATED_M = 100.0
BRIDGED_MINUTES = 10
MOVING_MPS = 2.8
CERTAIN, POSSIBLE = 0.9, 0.1
# Centres of neighbouring fine cells are nowhere closer than this, nor are two rings of them.
STEP_M = 30.0

Stay = tuple[str, int, int, int]
Row = tuple[str, int, str, int, int, bool]


@dataclass(frozen=True)
class Sighting:
    """A record of a person, in seconds since the epoch and WGS84."""

    who: str
    at: int
    lat: float
    lon: float
    accuracy_m: float | None = None
    speed_mps: float | None = None


@dataclass(frozen=True)
class Circle:
    """A zone: what of a circle lies on the ground of who declared it, for `[starts, ends)`."""

    name: str
    declarer: str
    lat: float
    lon: float
    radius_m: float
    starts: int
    ends: int


Grounds = dict[str, Callable[[float, float], bool]]


def distance_m(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the great-circle distance of two points, by the haversine formula."""
    (lat, lon), (to_lat, to_lon) = (map(math.radians, point) for point in (one, other))
    up = math.sin((to_lat - lat) / 2) ** 2
    across = math.cos(lat) * math.cos(to_lat) * math.sin((to_lon - lon) / 2) ** 2
    return 2 * EARTH_M * math.asin(math.sqrt(up + across))


def stays(sightings: Iterable[Sighting]) -> set[Stay]:
    """Return who stayed in which cell for which minutes `[started, ended)`."""
    seen: dict[tuple[str, int, int], set[int]] = defaultdict(set)
    for each in sightings:
        accuracy = each.accuracy_m or UNSTATED_M
        fitting = [r for r, (worst, _) in sorted(CLASSES.items()) if accuracy <= worst]
        if fitting and not (each.speed_mps or 0) > MOVING_MPS:
            cell = h3.latlng_to_cell(each.lat, each.lon, fitting[-1])
            day = datetime.fromtimestamp(each.at, ZONE).toordinal()
            seen[each.who, cell, day].add(each.at // 60)
    return {
        (who, cell, started, ended)
        for (who, cell, _), minutes in seen.items()
        for started, ended in _runs(sorted(minutes))
        if ended - started >= CLASSES[h3.get_resolution(cell)][1]
    }


def _runs(minutes: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for minute in minutes:
        if runs and minute <= runs[-1][1] + BRIDGED_MINUTES:
            runs[-1] = (runs[-1][0], minute + 1)
        else:
            runs.append((minute, minute + 1))
    return runs


def exposures(stays: Iterable[Stay], zones: Iterable[Circle], grounds: Grounds) -> set[Row]:
    """Return who met which zone, in which cell and minutes, and whether it is certain."""
    found: set[Row] = set()
    zones = list(zones)
    for who, cell, started, ended in stays:
        for zone in zones:
            first, last = max(started, zone.starts), min(ended, zone.ends)
            if first < last and (share := _share(cell, zone, grounds)) >= POSSIBLE:
                found.add((who, cell, zone.name, first, last, share >= CERTAIN))
    return found


def _share(cell: int, zone: Circle, grounds: Grounds) -> float:
    radius = CLASSES[h3.get_resolution(cell)][0]
    middle = (zone.lat, zone.lon)
    if distance_m(h3.cell_to_latlng(cell), middle) > radius + zone.radius_m:
        return 0.0
    own = grounds[zone.declarer]
    disc = _disc(cell)
    inside = [p for p in disc if distance_m(p, middle) <= zone.radius_m and own(*p)]
    return len(inside) / len(disc)


@cache
def _disc(cell: int) -> list[tuple[float, float]]:
    """Return the centres of the fine cells within the class's radius of the cell's centre."""
    centre = h3.cell_to_latlng(cell)
    radius = CLASSES[h3.get_resolution(cell)][0]
    rings = math.ceil(radius / STEP_M) + 1
    around = h3.grid_disk(h3.cell_to_center_child(cell, 11), rings)
    return [p for p in map(h3.cell_to_latlng, around) if distance_m(p, centre) <= radius]
