"""People for the benchmark: clustered homes and workplaces, five stays a day, honest accuracies.

Seeded; columns ready for the tables. A stay's cell is as coarse as the phone that told it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import h3.api.basic_int as h3
import numpy as np
from numpy.typing import NDArray

from core.db.days import Day

# Shares of phones by the class of their fixes: 50 m, 150 m, 400 m, 1 km.
CLASSES = {11: 0.6, 10: 0.25, 9: 0.1, 8: 0.05}
CENTRE = (39.9, 116.4)
# Starts, in minutes of the day, of home, work, lunch, third place, home.
HOURS = [(0, 480), (540, 720), (730, 790), (800, 1080), (1140, 1440)]


@dataclass(frozen=True, slots=True)
class Places:
    """Points where people are, and their cell in each class."""

    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    cells: dict[int, NDArray[np.int64]]


def places(count: int, rng: np.random.Generator) -> Places:
    """Draw places in towns whose sizes follow a power law."""
    towns = 60
    weight = 1 / np.arange(1, towns + 1)
    town = rng.choice(towns, count, p=weight / weight.sum())
    middle_lat = CENTRE[0] + rng.normal(0, 0.35, towns)
    middle_lon = CENTRE[1] + rng.normal(0, 0.45, towns)
    lat = middle_lat[town] + rng.normal(0, 0.03, count)
    lon = middle_lon[town] + rng.normal(0, 0.04, count)
    cells = {
        r: np.array([h3.latlng_to_cell(a, o, r) for a, o in zip(lat, lon, strict=True)], np.int64)
        for r in CLASSES
    }
    return Places(lat, lon, cells)


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who lives and works where, and how good their phones are."""

    citizens: int
    home: NDArray[np.int64]
    work: NDArray[np.int64]
    phone: NDArray[np.int8]
    where: Places


def crowd(citizens: int, rng: np.random.Generator) -> Crowd:
    """Draw a population; a place has about eight residents."""
    where = places(max(1000, citizens // 8), rng)
    count = len(where.lat)
    popular = rng.zipf(1.6, citizens * 2) % count  # few places have many workers
    return Crowd(
        citizens=citizens,
        home=rng.integers(0, count, citizens),
        work=popular[:citizens],
        phone=rng.choice(list(CLASSES), citizens, p=list(CLASSES.values())).astype(np.int8),
        where=where,
    )


def stays(people: Crowd, days: list[Day], seed: int) -> Iterator[dict[str, NDArray]]:
    """Yield each day's stays as columns of `presence_stay`."""
    for number, day in enumerate(days):
        rng = np.random.default_rng([seed, number])
        yield _one_day(people, day, rng)


def _one_day(people: Crowd, day: Day, rng: np.random.Generator) -> dict[str, NDArray]:
    count, spots = people.citizens, len(people.where.lat)
    lunch = rng.integers(0, spots, count)
    third = rng.zipf(1.6, count) % spots
    visited = [people.home, people.work, lunch, third, people.home]
    columns = [_visit(people, spot, hours, day, rng) for spot, hours in zip(visited, HOURS, strict=True)]
    merged = {key: np.concatenate([c[key] for c in columns]) for key in columns[0]}
    order = rng.permutation(len(merged["cell"]))  # as they arrive, not as they lie
    return {key: column[order] for key, column in merged.items()}


def _visit(
    people: Crowd, spot: NDArray, hours: tuple[int, int], day: Day, rng: np.random.Generator
) -> dict[str, NDArray]:
    count = people.citizens
    cell = np.empty(count, np.int64)
    for resolution, cells in people.where.cells.items():
        chosen = people.phone == resolution
        cell[chosen] = cells[spot[chosen]]
    late = rng.integers(0, 15, count)
    early = rng.integers(0, 15, count)
    return {
        "cell": cell,
        "citizen_id": np.arange(1, count + 1, dtype=np.int32),
        "day": np.full(count, day.lo, np.int32),
        "started": (day.lo + hours[0] + late).astype(np.int32),
        "ended": (day.lo + hours[1] - early).astype(np.int32),
    }
