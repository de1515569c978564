"""Territories, kept and read."""

from __future__ import annotations

import pytest

from core.cells.ranges import Ranges
from core.cells.snapping import snap, snap_circle
from provinces.tenancy import scope
from provinces.zones import queries, services
from provinces.zones.models import Territory
from tests import cast
from tests.factories import zones


class TestSetTerritory:
    def test_is_read_as_it_was_set(self, north: object) -> None:
        cells = snap(zones.box(*zones.NORTH_BOX))

        services.set_territory("north", cells)

        assert queries.territory("north") == cells

    def test_packs_pairs_of_big_endian_ids(self, north: object) -> None:
        cells = snap_circle(39.9, 116.4, 100)

        kept = services.set_territory("north", cells)

        first, last = cells.to_pairs()[0]
        assert bytes(kept.packed)[:16] == first.to_bytes(8, "big") + last.to_bytes(8, "big")
        assert (kept.fine_cells, kept.resolution) == (cells.count(), 11)
        assert kept.digest == cells.digest()

    def test_replaces_the_one_before(self, north: object) -> None:
        zones.ground()
        smaller = snap_circle(39.9, 116.4, 100)

        services.set_territory("north", smaller)

        assert queries.territory("north") == smaller
        assert Territory.objects.count() == 1

    def test_the_same_again_writes_nothing(self, north: object, django_assert_num_queries) -> None:
        cells = snap_circle(39.9, 116.4, 100)
        services.set_territory("north", cells)

        with django_assert_num_queries(1):
            services.set_territory("north", cells)

    def test_may_be_of_a_neighbour_or_of_nothing(self, north: object) -> None:
        services.set_territory("south", Ranges.empty())

        assert queries.territory("south") == Ranges.empty()


class TestTerritory:
    def test_is_none_where_it_is_not_known(self, north: object) -> None:
        assert queries.territory("nowhere") is None

    def test_is_unpacked_once(self, north: object, django_assert_num_queries) -> None:
        zones.ground()
        queries.territory("north")

        with django_assert_num_queries(1):
            queries.territory("north")

    def test_belongs_to_the_province_that_was_told(self, north: object) -> None:
        zones.ground()

        with scope.province(cast.SOUTH):
            assert queries.territory("north") is None
        assert queries.territory("north")


@pytest.mark.parametrize("name", ["north", "110101"])
def test_a_territory_is_named_by_slug_or_division_code(north: object, name: str) -> None:
    services.set_territory(name, snap_circle(39.9, 116.4, 100))

    assert queries.territory(name)
