"""Every point of a map has one owner."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon

from core.cells.geojson import gridded, read_area
from core.cells.lookup import cell_for, centres
from core.cells.plane import Plane
from core.cells.ranges import Ranges
from core.cells.ranks import Ints
from core.cells.snapping import snap_circle
from core.cells.sphere import Floats
from tests.core.cells.shapes import box, polygon


def plane(*rings: list[tuple[float, float]]) -> Plane:
    return Plane(read_area(polygon(*rings)))


def inside(area: Plane, *points: tuple[float, float]) -> list[bool]:
    lon, lat = np.array(points, float).T
    return area.inside(lat, lon).tolist()


def owned(areas: Iterable[Polygon], lat: Floats, lon: Floats) -> Ints:
    """Count for each point how many of the areas hold it."""
    held = [Plane(MultiPolygon([area])).inside(lat, lon) for area in areas]
    counts: Ints = np.sum(held, axis=0)
    return counts


@pytest.fixture(scope="module")
def middles() -> tuple[Floats, Floats]:
    """Centres of cells, where the edges of the maps below are made to pass."""
    return centres(snap_circle(39.9, 116.4, 300).to_array())


class TestInside:
    def test_leaves_holes_out(self) -> None:
        ring = plane(box(0, 0, 3, 3), box(1, 1, 2, 2))

        assert inside(ring, (0.5, 0.5), (1.5, 1.5), (4, 4)) == [True, False, False]

    def test_gives_an_edge_to_the_east_and_to_the_north(self) -> None:
        unit = plane(box(0, 0, 1, 1))

        assert inside(unit, (0, 0.5), (1, 0.5), (0.5, 0), (0.5, 1)) == [True, False, True, False]

    def test_gives_a_corner_as_a_point_to_its_north_east(self) -> None:
        unit = plane(box(0, 0, 1, 1))

        assert inside(unit, (0, 0), (1, 0), (0, 1), (1, 1)) == [True, False, False, False]

    def test_gives_the_edge_of_a_hole_by_the_same_rule(self) -> None:
        ring = plane(box(0, 0, 3, 3), box(1, 1, 2, 2))

        assert inside(ring, (1, 1.5), (2, 1.5), (1.5, 1), (1.5, 2)) == [False, True, False, True]

    def test_gives_each_point_of_a_triangulation_to_one_triangle(
        self, middles: tuple[Floats, Floats]
    ) -> None:
        lat, lon = (gridded(column) for column in middles)
        corners = shapely.multipoints(np.stack((lon, lat), axis=1))
        triangles = shapely.get_parts(shapely.delaunay_triangles(corners))

        owners = owned(triangles, lat, lon)

        within = shapely.contains_xy(shapely.convex_hull(corners), lon, lat)
        assert set(owners[within]) == {1}
        assert owners.max() == 1

    def test_gives_each_point_to_one_tile_of_a_grid_through_all_of_them(
        self, middles: tuple[Floats, Floats]
    ) -> None:
        lat, lon = (gridded(column) for column in middles)
        west, south = np.sort(lon)[::5], np.sort(lat)[::5]

        tiles = [shapely.box(w, s, e, n) for w, e in pairwise(west) for s, n in pairwise(south)]

        owners = owned(tiles, lat, lon)

        surely = (lon < west[-1]) & (lat < south[-1])
        assert owners.tolist() == surely.astype(int).tolist()

    def test_is_the_same_from_both_sides_of_the_antimeridian(self) -> None:
        fiji = plane([(170, -20), (-170, -20), (-170, -10), (170, -10)])

        assert inside(fiji, (175, -15), (-175, -15), (180, -15), (-180, -15)) == [True] * 4
        assert inside(fiji, (169, -15), (-169, -15), (170, -15), (-170, -15)) == [
            False,
            False,
            True,
            False,
        ]

    def test_has_one_owner_for_the_antimeridian_itself(self) -> None:
        west, east = plane(box(170, -20, 180, -10)), plane(box(-180, -20, -170, -10))

        assert inside(west, (180, -15), (-180, -15)) == [False, False]
        assert inside(east, (180, -15), (-180, -15)) == [True, True]


class TestUndecided:
    def test_tells_where_an_edge_may_be_within_reach(self) -> None:
        unit = plane(box(0, 0, 1, 1))

        near = unit.undecided(np.array([0.5, 0.5, 0.5]), np.array([0.5, 0.995, 1.1]), 1000.0)

        assert near.tolist() == [False, True, False]

    def test_reaches_across_the_antimeridian(self) -> None:
        edge = plane(box(170, -20, 179.999, -10))
        other = plane(box(-179.999, -20, -170, -10))

        assert edge.undecided(np.array([-15.0]), np.array([-179.999]), 1000.0).tolist() == [True]
        assert other.undecided(np.array([-15.0]), np.array([179.999]), 1000.0).tolist() == [True]

    def test_reaches_everywhere_around_a_pole(self) -> None:
        arctic = plane(box(-180, 80, 10, 89.999))

        assert arctic.undecided(np.array([89.999]), np.array([150.0]), 1000.0).tolist() == [True]

    def test_is_only_along_the_edge_for_fine_cells(self) -> None:
        cell = Ranges.from_cells([cell_for(39.9, 116.4, 11)]).to_array()

        assert not plane(box(116, 39, 117, 41)).undecided(*centres(cell), 100.0).any()
