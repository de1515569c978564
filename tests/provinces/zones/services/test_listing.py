"""Divisions on lists: cells wholly inside as ranges, and the days on which lists name them."""

from __future__ import annotations

from datetime import date, timedelta

import h3.api.basic_int as h3
import numpy as np
import pytest
from django.db import IntegrityError, transaction

from core.cells.classes import RADIUS_M
from core.cells.ranges import Ranges
from core.db.days import day_of
from provinces.tenancy import scope
from provinces.zones import services
from provinces.zones.models import Division, DivisionRange, EffectiveZone, Level, Listing, ZoneRange
from tests import cast
from tests.factories import areas, zones
from tests.journeys.brute_force import distance_m

MIDDLE = h3.latlng_to_cell(39.9042, 116.4074, 8)
CODE = "110101"
TODAY = cast.TODAY


def known(code: str = CODE, *, rings: int = 2, around: int = MIDDLE) -> Ranges:
    """Have the province know the ground of a division."""
    cells = Ranges.from_cells(h3.grid_disk(around, rings), 8).at(11)
    services.set_territory(code, cells)
    return cells


def listed(
    first: int, last: int, *, code: str = CODE, level: str = "high", place: str = "福鼎家园"
) -> services.Imported:
    """Import a list that names a place from one day before today to another."""
    days = (str(TODAY - timedelta(days=days)) for days in (first, last))
    spell = services.Spell(2, code, place, level, *days)
    return zones.listed(spell)


def listings() -> list[tuple[int, date, date, bool]]:
    """Return the listings: level, first and last day, and whether they are marked."""
    zone = scope.current().zone
    days = {
        day_of(TODAY + timedelta(days=n), zone).lo: TODAY + timedelta(days=n) for n in range(-40, 9)
    }
    rows = Listing.objects.order_by("level", "starts")
    return [
        (row.level, days[row.starts], days[row.ends] - timedelta(days=1), row.is_marked)
        for row in rows
    ]


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture(autouse=True)
def in_north(north: object) -> None:
    """The north knows the county 110101."""
    areas.area(CODE)


class TestRanges:
    @pytest.mark.parametrize("resolution", list(RADIUS_M))
    def test_are_the_cells_whose_whole_disc_is_inside(self, resolution: int) -> None:
        cells = known()
        listed(3, 0)
        near = sorted(h3.cell_to_children(h3.grid_ring(MIDDLE, 2)[0], resolution))
        pairs = list(DivisionRange.objects.values_list("lo", "hi"))

        inside = {cell for cell in near if any(lo <= cell <= hi for lo, hi in pairs)}

        assert inside == {cell for cell in near if is_wholly_in(cell, cells)}
        assert bool(inside) == (resolution > 8)

    def test_hold_the_middle_in_every_class(self) -> None:
        known()
        listed(3, 0)

        pairs = list(DivisionRange.objects.values_list("lo", "hi"))

        middles = [h3.cell_to_center_child(MIDDLE, resolution) for resolution in (8, 9, 10, 11)]
        assert all(any(lo <= cell <= hi for lo, hi in pairs) for cell in middles)

    def test_are_none_of_a_division_whose_ground_is_not_known(self) -> None:
        listed(3, 0)

        assert not Division.objects.exists()

    def test_are_none_of_a_division_on_no_list_or_at_low_risk(self) -> None:
        known()
        listed(3, 0, level="low")

        assert not Division.objects.exists()

    def test_come_with_whichever_is_known_last(self) -> None:
        listed(3, 0)
        known()

        assert DivisionRange.objects.exists()
        assert Listing.objects.exists()

    def test_are_made_once(self) -> None:
        known()
        listed(3, 2)
        before = list(DivisionRange.objects.values_list("pk"))
        listed(5, 0)
        known()

        assert list(DivisionRange.objects.values_list("pk")) == before

    def test_are_never_those_of_a_zone(self) -> None:
        known()
        listed(3, 0)

        assert not EffectiveZone.objects.exists()
        assert not ZoneRange.objects.exists()

    def test_of_a_ground_told_otherwise_supersede_those_before(self) -> None:
        known()
        listed(3, 0)
        services.set_marked(list(Listing.objects.values_list("pk", flat=True)))
        known(rings=3)

        assert list(Division.objects.order_by("pk").values_list("is_superseded", flat=True)) == [
            True,
            False,
        ]
        assert [row[3] for row in listings()] == [False, False]

    def test_that_were_superseded_go_once_whoever_stayed_there_is_marked(self) -> None:
        known()
        listed(3, 0)
        known(rings=3)

        services.set_marked(list(Listing.objects.values_list("pk", flat=True)))

        assert Division.objects.get().is_superseded is False
        assert DivisionRange.objects.filter(division=Division.objects.get()).exists()

    def test_that_were_superseded_stay_until_then(self) -> None:
        known()
        listed(3, 0)
        known(rings=3)
        newest = Listing.objects.latest("pk")

        services.set_marked([newest.pk])

        assert Division.objects.count() == 2

    def test_are_of_a_division_compiled_once(self) -> None:
        known()
        listed(3, 0)

        with pytest.raises(IntegrityError, match="compiled_once"), transaction.atomic():
            Division.objects.create(code=CODE, digest="another")


def is_wholly_in(cell: int, cells: Ranges) -> bool:
    """Tell whether all fine cells within the class's radius of a cell's centre are in a set."""
    middle, radius = h3.cell_to_latlng(cell), RADIUS_M[h3.get_resolution(cell)]
    around = h3.grid_disk(h3.cell_to_center_child(cell, 11), int(radius / 30) + 1)
    near = [fine for fine in around if distance_m(h3.cell_to_latlng(fine), middle) <= radius]
    return bool(cells.contains(np.array(near)).all())


class TestListings:
    def test_are_the_civil_days_of_a_spell(self) -> None:
        known()
        listed(5, 3)

        assert listings() == [(Level.HIGH, ago(5), ago(3), False)]

    def test_are_of_the_days_that_came_alone(self) -> None:
        known()
        listed(5, 3)
        services.set_marked(list(Listing.objects.values_list("pk", flat=True)))
        listed(8, 1, place="槐树街")

        assert listings() == [
            (Level.HIGH, ago(8), ago(6), False),
            (Level.HIGH, ago(5), ago(3), True),
            (Level.HIGH, ago(2), ago(1), False),
        ]

    def test_have_no_day_twice_whatever_places_were_named(self) -> None:
        known()
        for first, last, place in ((5, 3, "甲"), (4, 2, "乙"), (5, 2, "丙"), (1, 0, "丁")):
            listed(first, last, place=f"{place}小区")

        days = [
            starts + timedelta(days=n)
            for _, starts, ends, _ in listings()
            for n in range((ends - starts).days + 1)
        ]
        assert sorted(days) == [ago(n) for n in range(5, -1, -1)]

    def test_are_kept_apart_by_level_and_division(self) -> None:
        areas.area("110102")
        known()
        known("110102")
        listed(5, 3)
        listed(5, 3, level="medium")
        listed(5, 3, code="110102")

        assert listings() == [
            (Level.MEDIUM, ago(5), ago(3), False),
            (Level.HIGH, ago(5), ago(3), False),
            (Level.HIGH, ago(5), ago(3), False),
        ]

    def test_reach_as_far_back_as_a_list_says(self) -> None:
        known()
        zones.listed(services.Spell(2, CODE, "福鼎家园", "high", "0001-01-01", str(TODAY)))

        assert Listing.objects.get().starts < 0
