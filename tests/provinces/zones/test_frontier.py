"""Who is near the border with another province, and who only near some other edge."""

from __future__ import annotations

import h3.api.basic_int as h3
import pytest

from core.cells import ranks
from core.cells.classes import RADIUS_M
from core.cells.ranges import Ranges
from provinces.tenancy import scope
from provinces.zones import frontier, services
from tests import cast
from tests.factories import zones

# The border is at 116.50° E: 4 km of longitude there are 0.047°.
NEAR, FAR = 0.047, 0.07
LAT = 39.90


def is_near(lon: float, lat: float = LAT) -> bool:
    return h3.latlng_to_cell(lat, lon, frontier.RESOLUTION) in frontier.strip()


class TestStrip:
    @pytest.fixture(autouse=True)
    def territories(self, north: object) -> None:
        zones.ground()
        zones.ground(cast.SOUTH, zones.SOUTH_BOX)

    @pytest.mark.parametrize("side", [-1, 1])
    def test_reaches_5_km_to_either_side_of_the_border(self, side: int) -> None:
        assert is_near(116.50 + side * NEAR)
        assert not is_near(116.50 + side * FAR)

    def test_is_the_same_seen_from_the_other_side(self) -> None:
        from_here = frontier.strip()

        with scope.province(cast.SOUTH):
            zones.ground()
            zones.ground(cast.SOUTH, zones.SOUTH_BOX)
            from_there = frontier.strip()

        # The edge is told by the cells of either side, which are some 300 m apart.
        apart = (from_here | from_there) - (from_here & from_there)
        assert apart.count() < from_here.count() / 10

    def test_leaves_out_edges_towards_nobody_known(self) -> None:
        assert not is_near(116.30)
        assert not is_near(116.40, 39.80)

    def test_leaves_out_edges_of_the_own_areas(self) -> None:
        before = frontier.strip()

        services.set_territory("110101", Ranges.from_cells([h3.latlng_to_cell(LAT, 116.40, 11)]))

        assert frontier.strip() == before

    def test_follows_a_territory_that_is_told_otherwise(self) -> None:
        frontier.strip()

        west, south, east, north = zones.SOUTH_BOX
        zones.ground(cast.SOUTH, (west + 0.1, south, east + 0.1, north))

        assert not frontier.strip()

    def test_is_worked_out_once(self) -> None:
        frontier.strip()
        before = frontier._strip.cache_info()

        frontier.strip()

        after = frontier._strip.cache_info()
        assert (after.hits, after.misses) == (before.hits + 1, before.misses)


class TestRanges:
    def test_hold_the_cells_of_every_class_in_the_strip(self, north: object) -> None:
        zones.ground()
        zones.ground(cast.SOUTH, zones.SOUTH_BOX)

        found = frontier.ranges()

        for resolution in RADIUS_M:
            of_class = found[ranks.resolution_of(found[:, 0]) == resolution]
            assert Ranges.from_pairs(of_class, resolution) == frontier.strip().at(resolution)

    def test_are_in_order_and_apart(self, north: object) -> None:
        zones.ground()
        zones.ground(cast.SOUTH, zones.SOUTH_BOX)

        ends = frontier.ranges().ravel()

        assert (ends[1:] >= ends[:-1]).all()

    def test_of_nothing_are_none(self, north: object) -> None:
        assert not len(frontier.ranges())


class TestWithoutTerritories:
    def test_is_nothing(self, north: object) -> None:
        assert not frontier.strip()

    def test_is_nothing_where_nobody_else_is_known(self, north: object) -> None:
        zones.ground()

        assert not frontier.strip()
