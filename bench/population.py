"""People for the benchmark: towns of clustered homes and workplaces, five stays a day.

Seeded, and equally dense whatever the number: twice the citizens live in twice the towns. A
stay's cell is as coarse as the phone that told of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.cells.lookup import cells_for
from core.db.days import Day

Columns = dict[str, NDArray]

# Shares of phones by the class of their fixes: 50 m, 150 m, 400 m, 1 km.
PHONES = {11: 0.6, 10: 0.25, 9: 0.1, 8: 0.05}
# Minutes of the day: home, work, lunch, somewhere else, home.
HOURS = [(0, 480), (540, 720), (730, 790), (800, 1080), (1140, 1440)]
CENTRE = (39.9, 116.4)
# A region has so many citizens, in towns whose sizes follow a power law.
REGION = 200_000
TOWNS = 60
REGIONS_APART = 2.5  # degrees of longitude
# So many citizens share a place: a building.
TO_A_PLACE = 8


@dataclass(frozen=True, slots=True)
class Places:
    """Points where people are, with their cell in each class; those of a region side by side."""

    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    region: NDArray[np.int64]
    cells: dict[int, NDArray[np.int64]]

    def near(self, place: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
        """Draw for each place another one of its region, some more frequented than others."""
        first = np.searchsorted(self.region, self.region[place])
        count = np.searchsorted(self.region, self.region[place], side="right") - first
        return first + (rng.random(len(place)) ** 1.5 * count).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who lives and works in which place, and the class of each phone."""

    home: NDArray[np.int64]
    work: NDArray[np.int64]
    phone: NDArray[np.int8]
    places: Places
    seed: int

    @property
    def citizens(self) -> int:
        return len(self.home)


def crowd(citizens: int, seed: int) -> Crowd:
    """Draw a population."""
    rng = np.random.default_rng(seed)
    places = _places(citizens, rng)
    home = rng.integers(0, len(places.lat), citizens)
    phone = rng.choice(list(PHONES), citizens, p=list(PHONES.values())).astype(np.int8)
    return Crowd(home, places.near(home, rng), phone, places, seed)


def _places(citizens: int, rng: np.random.Generator) -> Places:
    count = max(100, citizens // TO_A_PLACE)
    regions = max(1, round(citizens / REGION))
    region = np.arange(count) * regions // count
    weight = 1 / np.arange(1, TOWNS + 1)
    town = rng.choice(TOWNS, count, p=weight / weight.sum())
    middle_lat = CENTRE[0] + rng.normal(0, 0.35, (regions, TOWNS))
    middle_lon = CENTRE[1] + rng.normal(0, 0.35, (regions, TOWNS))
    lat = middle_lat[region, town] + rng.normal(0, 0.07, count)
    lon = middle_lon[region, town] + rng.normal(0, 0.09, count) + REGIONS_APART * region
    return Places(lat, lon, region, {of: cells_for(lat, lon, of) for of in PHONES})


def visits(people: Crowd, day: Day) -> Columns:
    """Return where everybody was on a day: five visits each, in no order, as they arrive."""
    rng = np.random.default_rng([people.seed, day.lo])
    lunch = people.places.near(people.work, rng)
    elsewhere = people.places.near(people.home, rng)
    spots = [people.home, people.work, lunch, elsewhere, people.home]
    each = [_visit(people, spot, hours, day, rng) for spot, hours in zip(spots, HOURS, strict=True)]
    order = rng.permutation(people.citizens * len(each))
    return {name: np.concatenate([visit[name] for visit in each])[order] for name in each[0]}


def _visit(
    people: Crowd, spot: NDArray, hours: tuple[int, int], day: Day, rng: np.random.Generator
) -> Columns:
    count = people.citizens
    cell = np.empty(count, np.int64)
    for resolution, cells in people.places.cells.items():
        chosen = people.phone == resolution
        cell[chosen] = cells[spot[chosen]]
    return {
        "cell": cell,
        "citizen_id": np.arange(1, count + 1, dtype=np.int32),
        "started": (day.lo + hours[0] + rng.integers(0, 15, count)).astype(np.int32),
        "ended": (day.lo + hours[1] - rng.integers(0, 15, count)).astype(np.int32),
    }


def stays(people: Crowd, days: list[Day]) -> Iterator[Columns]:
    """Yield each day's visits as columns of `presence_stay`."""
    for day in days:
        columns = visits(people, day)
        yield {**columns, "day": np.full(len(columns["cell"]), day.lo, np.int32)}
