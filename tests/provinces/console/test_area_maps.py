"""Counts by area on a map: pattern, number and table say the same, and nothing below ten."""

from __future__ import annotations

from itertools import combinations

import pytest
from shapely.geometry import Polygon

from provinces.console import area_maps, borders_drawn
from provinces.console.area_maps import Count
from provinces.tenancy import directory
from tests import cast
from tests.factories import zones

WEST, EAST = (116.30, 39.85, 116.35, 39.90), (116.40, 39.85, 116.50, 39.95)


@pytest.fixture
def known(north: directory.Entry) -> None:
    """The ground of two counties, and of the province around them."""
    zones.ground(cast.NORTH, (116.2, 39.8, 116.5, 40.0))
    zones.ground("110101", WEST)
    zones.ground("110102", EAST)


def counted(*numbers: int | None) -> area_maps.AreaMap | None:
    counts = [
        Count(f"11010{place}", f"County {place}", number) for place, number in enumerate(numbers, 1)
    ]
    return area_maps.of(counts)


class TestCount:
    @pytest.mark.parametrize(
        ("number", "pattern", "label"),
        [(None, 1, "–"), (10, 2, "10"), (99, 2, "99"), (100, 3, "100"), (2345, 4, "2,345")],
    )
    def test_has_a_pattern_and_a_label(self, number: int | None, pattern: int, label: str) -> None:
        count = Count("110101", "Dong", number)

        assert (count.pattern, count.label) == (pattern, label)

    def test_says_that_there_are_some_more(self) -> None:
        assert Count("110101", "Dong", 31, is_least=True).label == "31+"


@pytest.mark.usefixtures("known")
class TestOf:
    def test_draws_each_area_whose_ground_is_known(self) -> None:
        drawn = counted(31, None)

        assert drawn is not None
        assert [shape.count.label for shape in drawn.shapes] == ["31", "–"]
        assert all(shape.outline.startswith("M") for shape in drawn.shapes)
        assert drawn.border.startswith("M")
        assert drawn.undrawn == 0

    def test_says_how_many_it_does_not_draw(self) -> None:
        drawn = counted(31, 12, 40)

        assert drawn is not None
        assert (len(drawn.shapes), drawn.undrawn) == (2, 1)

    def test_has_the_west_to_the_left_and_keeps_within_its_frame(self) -> None:
        drawn = counted(31, 12)

        assert drawn is not None
        west, east = drawn.shapes
        assert 0 < west.middle[0] < east.middle[0] < drawn.width
        assert all(0 < shape.middle[1] < drawn.height for shape in drawn.shapes)

    def test_gives_no_ground_to_two_areas_at_once(self) -> None:
        zones.ground("110103", (116.34, 39.85, 116.42, 39.95))

        drawn = borders_drawn.side_by_side(["110101", "110102", "110103"], cast.NORTH)

        shapes = [
            Polygon(max(drawn[code], key=len)).buffer(0) for code in ("110101", "110102", "110103")
        ]
        assert all(
            one.intersection(other).area < 0.01 * min(one.area, other.area)
            for one, other in combinations(shapes, 2)
        )

    def test_writes_no_number_over_another(self) -> None:
        zones.ground("110103", (116.31, 39.86, 116.34, 39.89))

        drawn = counted(12345, None, 1234)

        assert drawn is not None
        assert [shape.has_room for shape in drawn.shapes] == [True, True, False]

    def test_is_none_where_no_ground_is_known(self) -> None:
        assert area_maps.of([Count("110199", "Nowhere", 12)]) is None
        assert area_maps.of([]) is None
