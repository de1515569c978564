"""Where people live, work, shop and meet: towns in each county, and places in each town.

The number of places does not follow the number of people: more people are denser, as the sample
of a real population would be, so that a zone meets the same share of them at any size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from core.cells.classes import FINE
from core.cells.lookup import cells_for
from core.cells.ranges import Ranges
from sample.population.plane import Floats, Numbers, moved

# Of each county's people: those of its seat, and of three smaller towns, which are denser.
TOWNS = np.array([0.55, 0.2, 0.15, 0.1])
TOWN_SIZES = np.array([1.0, 0.5, 0.4, 0.3])
TOWN_APART_M = 9_000.0
TRIES = 12


@dataclass(frozen=True, slots=True)
class County:
    """A county to settle: its outline in WGS84, its seat, and how many live and work there.

    Its smallest town may be given a place, as one at a border.
    """

    code: str
    province: str
    shape: BaseGeometry
    seat: tuple[float, float]
    people: float
    jobs: float
    border_town: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """Places in columns of equal length; `county` is the row in the list of counties."""

    lat: Floats
    lon: Floats
    weight: Floats
    county: Numbers

    def __len__(self) -> int:
        return len(self.lat)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of place: how many a region has, and how it spreads around a town's middle.

    A border town has at least `at_border` of its county's.
    """

    places: int
    least: int
    spread_m: float
    inequality: float
    at_border: int = 0


HOMES = Kind(places=2000, least=4, spread_m=2_200.0, inequality=0.8, at_border=3)
WORKPLACES = Kind(places=900, least=2, spread_m=1_500.0, inequality=1.0)
SHOPS = Kind(places=1000, least=3, spread_m=1_600.0, inequality=0.8)
VENUES = Kind(places=400, least=1, spread_m=1_800.0, inequality=1.2)


@dataclass(frozen=True, slots=True)
class Region:
    """The places of several provinces together: people cross borders."""

    counties: tuple[County, ...]
    homes: Places
    workplaces: Places
    shops: Places
    venues: Places


def settle(counties: Sequence[County], territories: dict[str, Ranges], seed: int) -> Region:
    """Settle the counties; every place is inside its county, and its province's territory."""
    rng = np.random.default_rng([seed, 1])
    towns = _towns(counties, rng)
    people = np.array([county.people for county in counties])
    jobs = np.array([county.jobs for county in counties])
    return Region(
        tuple(counties),
        *(
            _places(kind, weights, towns, counties, territories, rng)
            for kind, weights in (
                (HOMES, people),
                (WORKPLACES, jobs),
                (SHOPS, people),
                (VENUES, jobs),
            )
        ),
    )


def _towns(counties: Sequence[County], rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Return the towns of each county, a row each: the seat first."""
    seats = np.array([county.seat for county in counties])
    lat, lon = (np.repeat(axis[:, None], len(TOWNS), axis=1) for axis in seats.T)
    for row, county in enumerate(counties):
        far = rng.normal(0.0, TOWN_APART_M, (2, TRIES * len(TOWNS)))
        tried = moved(lat[row, 0], lon[row, 0], far[0], far[1])
        inside = np.flatnonzero(shapely.contains_xy(county.shape, tried[1], tried[0]))
        found = inside[: len(TOWNS) - 1]
        lat[row, 1 : 1 + len(found)] = tried[0][found]
        lon[row, 1 : 1 + len(found)] = tried[1][found]
        if county.border_town is not None:
            lat[row, -1], lon[row, -1] = county.border_town
    return lat, lon


def _places(
    kind: Kind,
    weights: Floats,
    towns: tuple[Floats, Floats],
    counties: Sequence[County],
    territories: dict[str, Ranges],
    rng: np.random.Generator,
) -> Places:
    counts = np.maximum(kind.least, np.round(kind.places * weights / weights.sum())).astype(int)
    county = np.repeat(np.arange(len(counties)), counts)
    # A county's places share its weight, the larger more than the smaller.
    sizes = rng.lognormal(0.0, kind.inequality, len(county))
    weight = sizes * weights[county] / np.bincount(county, sizes)[county]
    town = rng.choice(len(TOWNS), len(county), p=TOWNS)
    rank = np.arange(len(county)) - np.searchsorted(county, county)
    at_border = np.array([c.border_town is not None for c in counties])[county]
    town[at_border & (rank < kind.at_border)] = len(TOWNS) - 1
    middle = towns[0][county, town], towns[1][county, town]
    lat, lon = middle[0].copy(), middle[1].copy()
    open_rows = np.arange(len(county))
    for _ in range(TRIES):
        spread = kind.spread_m * TOWN_SIZES[town[open_rows]]
        away = rng.normal(0.0, 1.0, (2, len(open_rows))) * spread
        lat[open_rows], lon[open_rows] = moved(
            middle[0][open_rows], middle[1][open_rows], away[0], away[1]
        )
        outside = ~_inside(lat, lon, county, open_rows, counties, territories)
        open_rows = open_rows[outside]
    lat[open_rows], lon[open_rows] = middle[0][open_rows], middle[1][open_rows]
    return Places(lat, lon, weight, county)


def _inside(
    lat: Floats,
    lon: Floats,
    county: Numbers,
    rows: Numbers,
    counties: Sequence[County],
    territories: dict[str, Ranges],
) -> NDArray[np.bool_]:
    shapes: NDArray[Any] = np.array([county.shape for county in counties], object)
    inside: NDArray[np.bool_] = shapely.contains_xy(shapes[county[rows]], lon[rows], lat[rows])
    cells = cells_for(lat[rows], lon[rows], FINE)
    owners = np.array([county.province for county in counties])[county[rows]]
    for province, territory in territories.items():
        of_province = owners == province
        inside[of_province] &= territory.contains(cells[of_province])
    return inside
