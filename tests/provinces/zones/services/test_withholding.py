"""Own zones keep to parts of what was declared, or to more; exposures are matched anew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.cells.ranges import Ranges
from core.periods import epoch_minute
from provinces.tenancy import directory
from provinces.zones import services
from provinces.zones.models import EffectiveZone, Version, ZoneRange
from provinces.zones.services import Outcome, Part
from tests import cast
from tests.factories import zones

NOW = cast.NOW
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def version(north: directory.Entry) -> Version:
    return zones.in_force()


def halves(version: Version) -> tuple[Ranges, Ranges]:
    cells = Ranges.from_pairs(version.cells, 11).to_array()
    return Ranges.from_cells(cells[: len(cells) // 2]), Ranges.from_cells(cells[len(cells) // 2 :])


def held(version: Version, *parts: Part) -> int:
    outcome = Outcome(version.zone.reference, version.number, parts)
    return services.withhold([outcome], now=LATER)


def certain_cells() -> Ranges:
    pairs = ZoneRange.objects.filter(certain=True).values_list("lo", "hi")
    return Ranges.from_pairs([pair for pair in pairs if pair[0] >> 52 & 15 == 11], 11)


class TestWithhold:
    def test_leaves_the_parts_alone(self, version: Version) -> None:
        first, second = halves(version)
        zone = EffectiveZone.objects.get()

        assert held(version, Part(first, zone.starts, zone.ends)) == 1

        assert certain_cells() & first
        assert not certain_cells() & second

    def test_moves_the_revision_and_nothing_else_of_the_zone(self, version: Version) -> None:
        before = EffectiveZone.objects.get()

        held(version)

        after = EffectiveZone.objects.get()
        assert after.revised_at == LATER
        assert (after.starts, after.ends, after.level) == (before.starts, before.ends, before.level)
        assert not ZoneRange.objects.exists()

    def test_gives_each_part_its_own_period_within_the_zones(self, version: Version) -> None:
        first, second = halves(version)
        zone, now = EffectiveZone.objects.get(), epoch_minute(NOW)

        held(version, Part(first, zone.starts - 60, now), Part(second, now, zone.ends + 60))

        periods = set(ZoneRange.objects.values_list("starts", "ends"))
        assert periods == {(zone.starts, now), (now, zone.ends)}

    def test_is_undone_by_what_was_declared(self, version: Version) -> None:
        zone = EffectiveZone.objects.get()
        before = set(ZoneRange.objects.values_list("lo", "hi", "certain", "starts", "ends"))
        held(version)

        whole = Ranges.from_pairs(version.cells, 11)
        held(version, Part(whole, zone.starts, zone.ends))

        after = set(ZoneRange.objects.values_list("lo", "hi", "certain", "starts", "ends"))
        assert after == before

    def test_leaves_out_what_is_not_in_effect(self, version: Version) -> None:
        assert services.withhold([Outcome("nowhere", 1, [])], now=LATER) == 0
        assert ZoneRange.objects.exists()
