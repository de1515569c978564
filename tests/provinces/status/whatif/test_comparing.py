"""Whose status would be another one is told by where they stayed, too."""

from __future__ import annotations

import h3.api.basic_int as h3
import pytest

from provinces.citizens.models import Citizen
from provinces.exposure import divisions
from provinces.status import pipeline, whatif
from provinces.status.whatif import Flip
from provinces.zones.models import Level
from tests import cast
from tests.factories import citizens, road, zones

from .test_under_rules import shipped
from .towns import DAY, NOW

# The border is at 116.50° E, and the zone of everybody 8 km from it.
LAT, NEAR, BEYOND, FAR = 39.9042, 116.46, 116.54, 116.43


def somebody(*stays: tuple[float, int]) -> Citizen:
    """Return somebody in a zone of medium risk, who also stayed at some longitudes."""
    citizen = citizens.citizen()
    road.stay(citizen, at=NOW - 2 * DAY)
    for place, (lon, resolution) in enumerate(stays):
        cell = h3.latlng_to_cell(LAT, lon, resolution)
        road.stay(citizen, at=NOW - (3 + place) * DAY, cell=cell)
    return citizen


class TestAtBorder:
    @pytest.fixture(autouse=True, params=[0, 1 << 20], ids=["of few", "of many"])
    def world(
        self, north: object, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(divisions, "PAGES_A_CITIZEN", request.param)
        road.first_ruleset()
        zones.ground()
        road.zone(level=Level.MEDIUM)

    def flips(self) -> tuple[Flip, ...]:
        pipeline.drain(now=NOW)
        draft = shipped("first")
        draft["grounds"][1]["phases"] = [{"status": "red", "days": 7}]
        found = whatif.rules(draft, as_of=NOW)
        assert found.flips == (Flip("yellow", "red", Citizen.objects.count()),)
        return found.at_border

    @pytest.mark.parametrize("resolution", [8, 9, 10, 11])
    @pytest.mark.parametrize("lon", [NEAR, BEYOND])
    def test_is_whoever_stayed_within_5_km_of_it(self, lon: float, resolution: int) -> None:
        zones.ground(cast.SOUTH, zones.SOUTH_BOX)
        somebody()
        somebody((FAR, resolution), (lon, resolution))

        assert self.flips() == (Flip("yellow", "red", 1),)

    @pytest.mark.parametrize("resolution", [8, 11])
    def test_is_nobody_who_stayed_farther_away(self, resolution: int) -> None:
        zones.ground(cast.SOUTH, zones.SOUTH_BOX)
        somebody((FAR, resolution))

        assert self.flips() == ()

    def test_is_nobody_where_no_neighbour_is_known(self) -> None:
        somebody((NEAR, 11))

        assert self.flips() == ()
