"""People for the benchmark: towns of clustered homes and workplaces, five stays a day.

Seeded, and of the same density whatever the number: twice the citizens live in twice the towns.
A stay's cell is as coarse as the phone that told of it.
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
# A region is as many towns as so many citizens live in; their sizes follow a power law.
REGION = 200_000
TOWNS = 60
# So many citizens share a place: a building.
TO_A_PLACE = 8


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who lives and works where, and how good their phones are; places by their number."""

    home: NDArray[np.int64]
    work: NDArray[np.int64]
    phone: NDArray[np.int8]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    region: NDArray[np.int64]
    cells: dict[int, NDArray[np.int64]]

    @property
    def citizens(self) -> int:
        return len(self.home)

    def near(self, place: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
        """Draw for each place another one of its region, some much more frequented."""
        first = np.searchsorted(self.region, self.region[place])
        count = np.searchsorted(self.region, self.region[place], side="right") - first
        return first + (rng.random(len(place)) ** 1.5 * count).astype(np.int64)


def crowd(citizens: int, seed: int) -> Crowd:
    """Draw a population."""
    rng = np.random.default_rng(seed)
    lat, lon, region = _places(max(100, citizens // TO_A_PLACE), citizens, rng)
    people = Crowd(
        home=rng.integers(0, len(lat), citizens),
        work=np.empty(0, np.int64),
        phone=rng.choice(list(PHONES), citizens, p=list(PHONES.values())).astype(np.int8),
        lat=lat,
        lon=lon,
        region=region,
        cells={resolution: cells_for(lat, lon, resolution) for resolution in PHONES},
    )
    return _employed(people, rng)


def _places(
    count: int, citizens: int, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    regions = max(1, round(citizens / REGION))
    region = np.arange(count) * regions // count
    weight = 1 / np.arange(1, TOWNS + 1)
    town = rng.choice(TOWNS, count, p=weight / weight.sum())
    # Regions lie side by side, a degree and a half of longitude each.
    middle_lat = CENTRE[0] + rng.normal(0, 0.35, (regions, TOWNS))
    middle_lon = CENTRE[1] + rng.normal(0, 0.35, (regions, TOWNS))
    lat = middle_lat[region, town] + rng.normal(0, 0.03, count)
    lon = middle_lon[region, town] + rng.normal(0, 0.04, count) + 1.5 * region
    return lat, lon, region


def _employed(people: Crowd, rng: np.random.Generator) -> Crowd:
    from dataclasses import replace

    return replace(people, work=people.near(people.home, rng))


def visits(people: Crowd, day: Day, seed: int) -> Columns:
    """Return where everybody was on a day: five visits each, in the order of citizens."""
    rng = np.random.default_rng([seed, day.lo])
    lunch = people.near(people.work, rng)
    elsewhere = people.near(people.home, rng)
    places = [people.home, people.work, lunch, elsewhere, people.home]
    several = [
        _visit(people, place, hours, day, rng) for place, hours in zip(places, HOURS, strict=True)
    ]
    return {name: np.stack([v[name] for v in several], axis=1).ravel() for name in several[0]}


def _visit(
    people: Crowd, place: NDArray, hours: tuple[int, int], day: Day, rng: np.random.Generator
) -> Columns:
    count = people.citizens
    cell = np.empty(count, np.int64)
    for resolution, cells in people.cells.items():
        chosen = people.phone == resolution
        cell[chosen] = cells[place[chosen]]
    return {
        "cell": cell,
        "citizen_id": np.arange(1, count + 1, dtype=np.int32),
        "started": (day.lo + hours[0] + rng.integers(0, 15, count)).astype(np.int32),
        "ended": (day.lo + hours[1] - rng.integers(0, 15, count)).astype(np.int32),
    }


def stays(people: Crowd, days: list[Day], seed: int) -> Iterator[Columns]:
    """Yield each day's stays as columns of `presence_stay`, in no order: as they arrive."""
    for day in days:
        columns = visits(people, day, seed)
        columns["day"] = np.full(len(columns["cell"]), day.lo, np.int32)
        order = np.random.default_rng([seed, day.lo, 1]).permutation(len(columns["cell"]))
        yield {name: column[order] for name, column in columns.items()}
