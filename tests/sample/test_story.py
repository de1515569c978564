"""The story's zones: in their county, where people live, and some across a border."""

from __future__ import annotations

from collections import Counter

import pytest

from core.cells.snapping import snap
from provinces.zones.places import cut_to_building
from sample.boundaries import territories
from sample.divisions import counties_of
from sample.plan import PROVINCES, SampleProvince
from sample.story import SET_IN, Fate, Stage, scenes_of
from sample.world import World

by_province = pytest.mark.parametrize("province", PROVINCES, ids=lambda each: each.slug)


@by_province
class TestScenesOf:
    def test_every_fate_is_told(self, province: SampleProvince) -> None:
        fates = Counter(scene.fate for scene in scenes_of(province.code))

        assert set(fates) == set(Fate)
        assert sum(fates.values()) == 12

    def test_names_reach_no_household(self, province: SampleProvince) -> None:
        names = {county.code: county.name_zh for county in counties_of(province.code)}

        for scene in scenes_of(province.code):
            name = names[scene.place] + scene.name_zh
            assert cut_to_building(name) == name


@by_province
class TestOutline:
    def test_every_zone_lies_on_own_ground_or_crosses_as_told(
        self, province: SampleProvince, sample_world: World
    ) -> None:
        stage = sample_world.stage()
        own = territories()[province.code]

        for scene in scenes_of(province.code):
            cells = snap(stage.outline(scene))
            assert cells & own
            spilt = cells - own
            assert bool(spilt) == bool(scene.crosses)
            assert not scene.crosses or spilt & territories()[scene.crosses]

    def test_is_the_same_for_a_seed(self, province: SampleProvince, sample_world: World) -> None:
        drawn = [
            [stage.outline(scene) for scene in scenes_of(province.code)]
            for stage in (
                Stage(sample_world.region, territories(), sample_world.seed),
                Stage(sample_world.region, territories(), sample_world.seed),
            )
        ]

        assert drawn[0] == drawn[1]


class TestSetIn:
    def test_counties_are_of_their_province(self) -> None:
        for province in PROVINCES:
            counties = SET_IN[province.code]
            codes = {county.code for county in counties_of(province.code)}
            places = (
                counties.main,
                counties.second,
                counties.border,
                counties.far_border,
                counties.remote,
            )
            assert len(set(places)) == len(places)
            assert codes.issuperset(places)
