"""What is refused as an area, and in which words."""

from __future__ import annotations

from typing import Any

import pytest

from core.cells.geojson import InvalidGeometry, read_area
from tests.core.cells.shapes import box, multipolygon, polygon

FIJI = polygon([(170, -20), (-170, -20), (-170, -10), (170, -10)])


def positions(*points: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [list(points)]}


class TestReadArea:
    @pytest.mark.parametrize(
        ("geometry", "words"),
        [
            (None, "needed, not NoneType"),
            ({"type": "Point", "coordinates": [1, 2]}, "needed, not Point"),
            ({"type": "Feature", "geometry": polygon(box(0, 0, 1, 1))}, "needed, not Feature"),
            ({"type": "Polygon", "coordinates": []}, "the Polygon is empty"),
            ({"type": "MultiPolygon"}, "the MultiPolygon is empty"),
            ({"type": "MultiPolygon", "coordinates": [[]]}, "part 0, no rings"),
            ({"type": "Polygon", "coordinates": [None]}, "ring 0: not a list of positions"),
            (positions((0, 0), (1,), (1, 1), (0, 0)), "ring 0: not a list of positions"),
            (positions((0, 0), "ab", (1, 1), (0, 0)), "ring 0: not a list of positions"),
            (positions((0, 0), (1, 1), (0, 0)), "3 positions, at least 4"),
            (
                positions((0, 0), (1, 0), (1, 1), (0, 1)),
                r"not closed, \[0.0, 0.0\] to \[0.0, 1.0\]",
            ),
            (
                positions((0, 0), (1, 91), (1, 1), (0, 0)),
                r"position 1: \[1.0, 91.0\] off the globe",
            ),
            (positions((0, 0), (1, 0), (181, 1), (0, 0)), "position 2.*off the globe"),
            (positions((0, 0), (1, float("nan")), (1, 1), (0, 0)), "position 1.*off the globe"),
            (polygon([(0, 0), (1, 1), (1, 0), (0, 1)]), r"Self-intersection.*\[?0.5 0.5"),
            (polygon([(0, 0), (1, 1), (2, 2)]), "not an area"),
            (multipolygon(polygon(box(0, 0, 2, 2)), polygon(box(1, 1, 3, 3))), "not an area"),
            (polygon(box(0, 0, 1, 1), box(2, 2, 3, 3)), "Hole lies outside"),
            (polygon([(0, 80), (120, 80), (-120, 80)]), "ring 0: goes round the globe"),
        ],
    )
    def test_says_what_is_wrong_and_where(self, geometry: Any, words: str) -> None:
        with pytest.raises(InvalidGeometry, match=words):
            read_area(geometry)

    def test_names_the_part_and_the_ring(self) -> None:
        broken = {
            "type": "Polygon",
            "coordinates": [polygon(box(0, 0, 9, 9))["coordinates"][0], []],
        }

        with pytest.raises(InvalidGeometry, match="part 1, ring 1: 0 positions"):
            read_area(multipolygon(polygon(box(20, 20, 30, 30)), broken))

    def test_keeps_holes(self) -> None:
        assert read_area(polygon(box(0, 0, 3, 3), box(1, 1, 2, 2))).area == 8

    def test_ignores_heights(self) -> None:
        assert read_area(positions((0, 0, 5), (1, 0, 5), (1, 1, 5), (0, 0, 5))).area == 0.5

    def test_draws_what_crosses_the_antimeridian_on_both_sides(self) -> None:
        assert read_area(FIJI).bounds == (-190, -20, 190, -10)

    def test_finds_parts_that_overlap_across_the_antimeridian(self) -> None:
        with pytest.raises(InvalidGeometry, match="not an area"):
            read_area(multipolygon(FIJI, polygon(box(-175, -15, -160, -12))))

    def test_takes_an_edge_along_a_whole_parallel_as_it_is(self) -> None:
        assert read_area(polygon(box(-180, 60, 180, 70))).bounds == (-180, 60, 180, 70)
