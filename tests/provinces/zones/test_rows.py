"""The ranges of a zone in effect say of every cell what a count by hand says."""

from __future__ import annotations

import random

import h3.api.basic_int as h3
import numpy as np
import pytest
from django.db import connection

from core.cells.classes import FINE, RADIUS_M
from core.cells.lookup import centres
from core.cells.snapping import snap
from core.cells.sphere import distances_m, hops, vectors
from provinces.zones import rows, services
from provinces.zones.models import EffectiveZone, ZoneRange
from tests.factories import zones

# An L around a corner, so that discs meet more than one edge.
SHAPE = {
    "type": "Polygon",
    "coordinates": [
        [
            [116.400, 39.900],
            [116.425, 39.900],
            [116.425, 39.906],
            [116.409, 39.906],
            [116.409, 39.920],
            [116.400, 39.920],
            [116.400, 39.900],
        ]
    ],
}

HELD = "SELECT certain FROM zones_zonerange WHERE int8range(lo, hi, '[]') @> %s::int8"


def share_by_hand(cell: int, inside: set[int]) -> float:
    """Count the fine cells of a disc around a cell's centre, one by one."""
    radius = RADIUS_M[h3.get_resolution(cell)]
    around = h3.grid_disk(h3.cell_to_center_child(cell, FINE), hops(radius, FINE))
    here = vectors(*(np.array([degrees]) for degrees in h3.cell_to_latlng(cell)))[0]
    apart = distances_m(vectors(*centres(np.array(around))), here)
    disc = [fine for fine, distance in zip(around, apart, strict=True) if distance <= radius]
    return sum(fine in inside for fine in disc) / len(disc)


def held(cell: int) -> list[bool]:
    with connection.cursor() as cursor:
        cursor.execute(HELD, [cell])
        return [certain for (certain,) in cursor.fetchall()]


class TestRanges:
    @pytest.fixture(autouse=True)
    def zone(self, north: object) -> None:
        zones.in_force(geometry=SHAPE)

    @pytest.mark.parametrize("resolution", RADIUS_M)
    def test_match_a_count_by_hand(self, resolution: int) -> None:
        chance = random.Random(resolution)  # noqa: S311  no secret
        inside = set(snap(SHAPE).cells())
        spread = int(RADIUS_M[resolution] * 2.2 / h3.average_hexagon_edge_length(resolution, "m"))
        somewhere = chance.sample(sorted(inside), 60)
        cells = {
            chance.choice(h3.grid_disk(h3.cell_to_parent(fine, resolution), spread))
            for fine in somewhere
        }

        for cell in cells:
            share = share_by_hand(cell, inside)
            expected = [True] if share >= 0.9 else [False] if share >= 0.1 else []
            assert held(cell) == expected, f"{cell:x} has a share of {share}"

    def test_are_of_every_class_that_has_any(self) -> None:
        found = {lo >> 52 & 15 for lo in ZoneRange.objects.values_list("lo", flat=True)}

        assert found == {8, 9, 10, 11}

    def test_stay_within_one_resolution(self) -> None:
        for lo, hi in ZoneRange.objects.values_list("lo", "hi"):
            assert h3.get_resolution(lo) == h3.get_resolution(hi)


class TestDigests:
    def test_are_the_same_in_the_database_as_here(self, north: object) -> None:
        zones.in_force(geometry=SHAPE)
        zone = EffectiveZone.objects.get()
        stored = ZoneRange.objects.order_by("lo").values_list("lo", "hi", "certain")
        lo, hi, certain = (np.array(column) for column in zip(*stored, strict=True))

        assert rows.digests([zone.pk]) == {zone.pk: rows.Rows(lo, hi, certain).digest()}

    def test_of_a_zone_without_rows(self, north: object) -> None:
        version = zones.in_force()
        services.lift(
            version.zone,
            at=version.starts_at,
            by=version.declared_by,
            now=version.declared_at,
        )

        keys = EffectiveZone.objects.values_list("pk", flat=True)
        assert list(rows.digests(keys).values()) == [rows.Rows.of({}).digest()]


def test_the_thresholds_are_those_of_the_settings(north: object, settings) -> None:
    settings.EXPOSURE_CERTAIN_SHARE = settings.EXPOSURE_POSSIBLE_SHARE = 0.5

    zones.in_force(geometry=SHAPE)

    assert not ZoneRange.objects.filter(certain=False).exists()


def test_nothing_to_write_is_no_copy(north: object) -> None:
    assert rows.write([]) == 0
