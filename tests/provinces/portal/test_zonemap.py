"""Zones for everybody: the table, and the document that the map is drawn from."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from provinces.zones.models import Level
from tests.client import ProvinceClient
from tests.factories import road, zones
from tests.pages import address, words

pytestmark = pytest.mark.usefixtures("north")


class TestZones:
    def test_lists_the_provinces_own_the_gravest_first(self, client: ProvinceClient) -> None:
        zones.in_force(name_en="Low lane", level=Level.LOW)
        zones.in_force(name_en="High house", level=Level.HIGH)
        road.zone()

        said = words(client.get(address("portal:zones")))

        assert said.index("High house High risk") < said.index("Low lane Low risk")
        assert said.count("15 Nov") + said.count("19 Nov") == 2

    def test_says_if_there_is_none(self, client: ProvinceClient) -> None:
        assert "No zone of this province is in effect." in words(
            client.get(address("portal:zones"))
        )

    def test_shows_the_map_only_once_it_is_drawn(self, client: ProvinceClient) -> None:
        page = client.get(address("portal:zones")).content.decode()

        assert 'data-documents="/p/north/zones.geojson"' in page
        assert "hidden></div>" in page


class TestDocument:
    def test_holds_the_border_and_each_own_zone(self, client: ProvinceClient) -> None:
        version = zones.in_force(level=Level.MEDIUM)

        border, zone = client.get(address("portal:zones-document")).json()["features"]

        assert border["properties"] == {"kind": "border", "name_zh": "北省", "name_en": "North"}
        assert zone["properties"] == {
            "kind": "zone",
            "reference": version.zone.reference,
            "level": 2,
            "name_zh": "福鼎家园小区",
            "name_en": "Fuding Garden",
            "from": "2026-11-12T12:00:00+08:00",
            "until": "2026-11-19T12:00:00+08:00",
        }
        assert {border["geometry"]["type"], zone["geometry"]["type"]} == {"MultiPolygon"}

    def test_holds_no_zone_of_another_province(self, client: ProvinceClient) -> None:
        road.zone()

        assert client.get(address("portal:zones-document")).json()["features"] == []

    def test_is_kept_for_a_minute_by_everybody(self, client: ProvinceClient) -> None:
        before = client.get(address("portal:zones-document"))
        zones.in_force()
        meanwhile = client.get(address("portal:zones-document"))
        cache.clear()

        assert (before["Content-Type"], before["Cache-Control"]) == (
            "application/geo+json",
            "public, max-age=60",
        )
        assert meanwhile.json() == before.json()
        assert len(client.get(address("portal:zones-document")).json()["features"]) == 2
