"""The sample's region and its people, worked out once for a seed and only when asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sample.boundaries import territories
from sample.counties import counties
from sample.plan import SampleProvince
from sample.population.people import Settlers, Ways
from sample.population.settlements import Region, settle
from sample.story import Stage


@dataclass(frozen=True, slots=True)
class World:
    """The places of the three provinces, and where people go."""

    seed: int
    region: Region
    ways: Ways

    def settlers(self, province: SampleProvince) -> Settlers:
        """Return who settles a province."""
        return Settlers(
            self.region,
            self.ways,
            province=province.code,
            territory=territories()[province.code],
            seed=[self.seed, int(province.code)],
        )

    def stage(self) -> Stage:
        """Return where stories of zones can be told."""
        return Stage(self.region, territories(), self.seed)


@cache
def world(seed: int) -> World:
    """Return the world of a seed."""
    region = settle(counties(), territories(), seed)
    return World(seed, region, Ways(region))
