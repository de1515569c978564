"""A map divided among its cells, also where its outlines are at fault."""

from __future__ import annotations

import h3.api.basic_int as h3
import pytest
from shapely.geometry import Point, mapping, shape

from core.cells.classes import FINE
from core.cells.geojson import InvalidGeometry
from core.cells.lookup import cell_for
from core.cells.ranges import Ranges
from core.cells.snapping import snap
from core.cells.territory import Division, divide, partition
from tests.core.cells.shapes import Geometry, boundaries, box, polygon

BEIJING, TIANJIN, HEBEI = "110000", "120000", "130000"
WEST = polygon(box(116.00, 39, 116.02, 39.02))
EAST = polygon(box(116.02, 39, 116.04, 39.02))
OVER_BOTH = polygon(box(116.015, 39.005, 116.025, 39.015))


def part_around(geometry: Geometry, lat: float, lon: float) -> Geometry:
    """Return the one part of an area that holds a point."""
    return mapping(next(p for p in shape(geometry).geoms if p.contains(Point(lon, lat))))


class TestPartition:
    def test_gives_each_cell_to_one_area(self) -> None:
        territories = partition({"west": WEST, "east": EAST})

        assert not territories["west"] & territories["east"]
        assert territories["west"] | territories["east"] == snap(
            polygon(box(116, 39, 116.04, 39.02))
        )

    def test_does_not_depend_on_the_order_of_areas(self) -> None:
        assert partition({"a": WEST, "b": OVER_BOTH}) == partition({"b": OVER_BOTH, "a": WEST})

    def test_names_the_area_that_is_invalid(self) -> None:
        with pytest.raises(InvalidGeometry, match="east: the Polygon is empty"):
            partition({"west": WEST, "east": {"type": "Polygon", "coordinates": []}})


class TestDivide:
    def test_lets_the_first_name_keep_what_overlaps(self) -> None:
        division = divide({"a": WEST, "b": OVER_BOTH, "c": EAST})

        over_both = snap(OVER_BOTH)
        assert division.territories == {
            "a": snap(WEST),
            "b": over_both - snap(WEST),
            "c": snap(EAST) - over_both,
        }
        assert division.overlaps == over_both
        assert not division.gaps

    def test_finds_what_outlines_surround_and_leave_out(self) -> None:
        ring = polygon(box(116, 39, 116.03, 39.03), box(116.01, 39.01, 116.02, 39.02))
        island = polygon(box(116.01, 39.01, 116.015, 39.02))

        division = divide({"island": island, "ring": ring})

        assert division.gaps == snap(polygon(box(116.015, 39.01, 116.02, 39.02)))
        assert not division.overlaps


@pytest.fixture(scope="module")
def three() -> Division:
    """Beijing, Tianjin and Hebei."""
    provinces = boundaries("china6_amap/provinces")
    return divide({code: provinces[code] for code in (BEIJING, TIANJIN, HEBEI)})


class TestRealProvinces:
    def test_share_no_cell_and_leave_none_out(self, three: Division) -> None:
        together = Ranges.union_of(three.territories.values())

        assert not three.overlaps
        assert not three.gaps
        assert sum(t.count() for t in three.territories.values()) == together.count() > 140_000_000

    def test_are_the_sum_of_their_counties(self) -> None:
        counties = boundaries("china6_amap/counties")
        beijing = {code: area for code, area in counties.items() if code.startswith("11")}

        division = divide(beijing)

        together = Ranges.union_of(division.territories.values())
        assert together == snap(boundaries("china6_amap/provinces")[BEIJING])
        assert not division.overlaps

    @pytest.mark.battery
    def test_are_the_sum_of_their_counties_in_hebei_too(self, three: Division) -> None:
        counties = boundaries("china6_amap/counties")

        division = divide({code: area for code, area in counties.items() if code.startswith("13")})

        assert Ranges.union_of(division.territories.values()) == three.territories[HEBEI]
        assert not division.overlaps

    def test_keep_the_exclave_of_hebei_between_beijing_and_tianjin(self, three: Division) -> None:
        hebei = boundaries("china6_amap/provinces")[HEBEI]

        exclave = snap(part_around(hebei, 39.98, 117.07))

        assert exclave.count() > 500_000
        assert not exclave - three.territories[HEBEI]
        counties = boundaries("china6_amap/counties")
        assert exclave == Ranges.union_of(snap(counties[c]) for c in ("131082", "131028", "131024"))

    def test_keep_the_enclave_of_burgos_inside_alava(self) -> None:
        provinces = boundaries("spain_ign/provinces", "ine_code")
        burgos, alava = provinces["09"], provinces["01"]
        trevino = part_around(burgos, 42.735, -2.73)

        territories = partition({"burgos": burgos, "alava": alava})

        assert cell_for(42.735, -2.73, FINE) in territories["burgos"]
        assert not snap(trevino) - territories["burgos"]
        outline = snap({"type": "Polygon", "coordinates": trevino["coordinates"][:1]})
        assert not outline & territories["alava"]
        assert not territories["burgos"] & territories["alava"]

    def test_with_real_defects_are_still_disjoint(self) -> None:
        provinces = boundaries("china6_dcw/provinces")
        three = {code: provinces[code] for code in (BEIJING, TIANJIN, HEBEI)}

        division = divide(three)

        assert division.overlaps.count() > 1000
        assert division.gaps.count() > 1000
        kept = sum(territory.count() for territory in division.territories.values())
        assert Ranges.union_of(division.territories.values()).count() == kept
        assert division.territories[BEIJING] == snap(three[BEIJING])

    def test_across_the_pacific_are_found_at_both_ends(self) -> None:
        fiji = polygon([(177, -19), (-179, -19), (-179, -16), (177, -16)])

        territory = partition({"fiji": fiji})["fiji"]

        assert {h3.latlng_to_cell(-17.5, lon, FINE) in territory for lon in (178, 180, -179.5)} == {
            True
        }
