"""People: where they live, where they work, and what phone they carry."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.cells.classes import FINE
from core.cells.lookup import cells_for
from core.cells.ranges import Ranges
from sample.population.gravity import Gravity
from sample.population.plane import Floats, Numbers, distance_m, moved
from sample.population.settlements import Region

# People come in blocks with a seed of their own, so that any part can be made alone.
BLOCK = 5_000

HOME_JITTER_M = 60.0
WORK_JITTER_M = 35.0
EMPLOYED = 0.62
# How far people go: most to work near home, a few an hour away.
COMMUTE_SCALE_M = 9_000.0
SHOPPING_SCALE_M = 900.0
LUNCH_SCALE_M = 500.0
OUTING_SCALE_M = 6_000.0
WORKS_WEEKENDS = 0.14
OLD_PHONES = 0.12


@dataclass(frozen=True, slots=True)
class People:
    """People in columns of equal length; `number` counts those of a province from 0.

    `home` and `job` are rows of the region's homes and workplaces; `early` is by how many
    minutes somebody's day runs ahead of others'.
    """

    number: Numbers
    home: Numbers
    home_lat: Floats
    home_lon: Floats
    employed: NDArray[np.bool_]
    job: Numbers
    job_lat: Floats
    job_lon: Floats
    commute_m: Floats
    works_weekends: NDArray[np.bool_]
    early: Floats
    old_phone: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.number)

    def take(self, chosen: NDArray[Any]) -> People:
        """Return the chosen people."""
        return People(*(getattr(self, column.name)[chosen] for column in fields(self)))


class Ways:
    """Where people of a region go to from where they are."""

    def __init__(self, region: Region) -> None:
        self.to_work = Gravity(region.homes, region.workplaces, COMMUTE_SCALE_M)
        self.to_shop = Gravity(region.homes, region.shops, SHOPPING_SCALE_M)
        self.to_lunch = Gravity(region.workplaces, region.shops, LUNCH_SCALE_M)
        self.to_venue = Gravity(region.homes, region.venues, OUTING_SCALE_M)


class Settlers:
    """Makes the people of one province of a region, always the same for a seed."""

    def __init__(
        self, region: Region, ways: Ways, *, province: str, territory: Ranges, seed: list[int]
    ) -> None:
        self.region = region
        self.ways = ways
        self.seed = seed
        self._territory = territory
        of_province = np.array([county.province == province for county in region.counties])
        weight = np.where(of_province[region.homes.county], region.homes.weight, 0.0)
        self._homes = np.cumsum(weight) / weight.sum()

    def block(self, index: int) -> People:
        """Return a block of BLOCK people."""
        rng = np.random.default_rng([*self.seed, index])
        homes, workplaces = self.region.homes, self.region.workplaces
        home = np.searchsorted(self._homes, rng.random(BLOCK), side="right")
        home_lat, home_lon = self._house(home, rng)
        job = self.ways.to_work.pick(home, rng.random(BLOCK))
        away = rng.normal(0.0, WORK_JITTER_M, (2, BLOCK))
        job_lat, job_lon = moved(workplaces.lat[job], workplaces.lon[job], away[0], away[1])
        return People(
            number=np.arange(index * BLOCK, (index + 1) * BLOCK),
            home=home,
            home_lat=home_lat,
            home_lon=home_lon,
            employed=rng.random(BLOCK) < EMPLOYED,
            job=job,
            job_lat=job_lat,
            job_lon=job_lon,
            commute_m=distance_m(homes.lat[home], homes.lon[home], job_lat, job_lon),
            works_weekends=rng.random(BLOCK) < WORKS_WEEKENDS,
            early=np.clip(rng.normal(0.0, 45.0, BLOCK), -110.0, 110.0),
            old_phone=rng.random(BLOCK) < OLD_PHONES,
        )

    def _house(self, home: Numbers, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Return where in its compound each home is; never beyond the province's border."""
        homes = self.region.homes
        away = rng.normal(0.0, HOME_JITTER_M, (2, len(home)))
        lat, lon = moved(homes.lat[home], homes.lon[home], away[0], away[1])
        beyond = ~self._territory.contains(cells_for(lat, lon, FINE))
        lat[beyond], lon[beyond] = homes.lat[home[beyond]], homes.lon[home[beyond]]
        return lat, lon
