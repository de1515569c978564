"""People: inside their province, the same for a seed, and some of them work beyond the border."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from core.cells.classes import FINE
from core.cells.lookup import cells_for
from sample.boundaries import territories
from sample.plan import BEIJING, HEBEI, PROVINCES, TIANJIN, SampleProvince
from sample.population.people import BLOCK, People
from sample.world import World, world


def owners_of_jobs(people: People, world: World) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    owners = np.array([county.province for county in world.region.counties])
    return owners[world.region.workplaces.county[people.job]]


def commuters(world: World, home: SampleProvince, work: SampleProvince) -> float:
    """Return the share of a province's people who work in another one."""
    people = world.settlers(home).block(0)
    return float(np.mean(people.employed & (owners_of_jobs(people, world) == work.code)))


class TestBlock:
    def test_is_the_same_for_a_seed(self, sample_world: World) -> None:
        first, again = (sample_world.settlers(HEBEI).block(3) for _ in range(2))

        assert all(
            np.array_equal(getattr(first, column.name), getattr(again, column.name))
            for column in fields(People)
        )

    def test_differs_from_the_next(self, sample_world: World) -> None:
        settlers = sample_world.settlers(HEBEI)

        assert not np.array_equal(settlers.block(0).home, settlers.block(1).home)
        assert settlers.block(1).number[0] == BLOCK

    def test_differs_for_another_seed(self, sample_world: World) -> None:
        other = world(sample_world.seed + 1).settlers(HEBEI).block(0)

        assert not np.array_equal(other.home_lat, sample_world.settlers(HEBEI).block(0).home_lat)

    def test_everybody_lives_in_their_province(self, sample_world: World) -> None:
        for province in PROVINCES:
            people = sample_world.settlers(province).block(0)

            cells = cells_for(people.home_lat, people.home_lon, FINE)

            assert territories()[province.code].contains(cells).all()

    def test_people_live_close_together(self, sample_world: World) -> None:
        people = sample_world.settlers(BEIJING).block(0)

        _, neighbours = np.unique(
            cells_for(people.home_lat, people.home_lon, 8), return_counts=True
        )

        # Spread evenly, a province of 16,000 km2 would have a quarter of a person in each cell.
        assert np.average(neighbours, weights=neighbours) > 10


class TestCommuters:
    def test_many_of_sanhe_work_in_beijing(self, sample_world: World) -> None:
        people = sample_world.settlers(HEBEI).block(0)
        counties = np.array([county.code for county in sample_world.region.counties])
        of_sanhe = counties[sample_world.region.homes.county[people.home]] == "131082"

        share = np.mean(owners_of_jobs(people, sample_world)[of_sanhe] == BEIJING.code)

        assert 0.25 < share < 0.75

    def test_they_cross_each_border_both_ways(self, sample_world: World) -> None:
        assert commuters(sample_world, HEBEI, BEIJING) > 0.02
        assert commuters(sample_world, BEIJING, HEBEI) > 0.002
        assert commuters(sample_world, HEBEI, TIANJIN) > 0.005
        assert commuters(sample_world, TIANJIN, HEBEI) > 0.005

    def test_most_people_work_not_far_from_home(self, sample_world: World) -> None:
        people = sample_world.settlers(TIANJIN).block(0)

        assert np.median(people.commute_m) < 15_000
        assert np.quantile(people.commute_m, 0.99) < 90_000
