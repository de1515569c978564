"""Zones that cross a border travel by the feeds, and both provinces come to one map."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.cells.ranges import Ranges
from core.cells.snapping import snap
from federation.borders import blobs
from federation.borders import queries as borders
from federation.borders import services as resolving
from federation.sync import pulling, queries, syncing
from provinces.ledger import sealing
from provinces.tenancy import scope
from provinces.zones.models import EffectiveZone
from tests import cast
from tests.client import ProvinceClient
from tests.factories import federations, zones
from tests.federation.sync.stories import Story, leaf, reference
from tests.pages import noon  # noqa: F401  a fixture

NOW = cast.NOW
AT_THE_BORDER = zones.circle((116.50, 39.90))

pytestmark = pytest.mark.usefixtures("neighbours", "noon", "in_one_transaction")


@pytest.fixture
def neighbours(north: object) -> None:
    """The north and the south in one federation, each knowing whose the ground is."""
    federations.founded()
    for slug in federations.HOSTED:
        with scope.province(slug):
            zones.ground()
            zones.ground(cast.SOUTH, zones.SOUTH_BOX)


def rounds(count: int) -> None:
    for number in range(count):
        for slug in federations.HOSTED:
            with scope.province(slug):
                at = NOW + timedelta(seconds=20 * number)
                sealing.seal(now=at)
                syncing.sync(now=at, road=lambda to: syncing.roads.to(to, clock=timezone.now))
                resolving.resolve_now(now=at)


class TestZone:
    def test_is_received_and_its_spill_is_offered(self) -> None:
        zone = zones.in_force(geometry=AT_THE_BORDER)
        assert zone.spill

        rounds(3)

        with scope.province("south"):
            received = EffectiveZone.objects.get(source="north")
            (offer,) = borders.pending_offers()
        assert received.reference == offer.reference == zone.zone.reference

    def test_leads_both_provinces_to_one_map(self) -> None:
        zones.in_force(geometry=AT_THE_BORDER)
        zones.in_force()

        rounds(4)

        maps = []
        for slug in federations.HOSTED:
            with scope.province(slug):
                maps.append(borders.latest_map())
                assert borders.discrepancies() == []
        assert maps[0].sizes == maps[1].sizes
        assert maps[0].digest == maps[1].digest
        told = ProvinceClient().get("/p/south/federation/v1/map").json()
        assert told == {"digest": maps[0].digest, "sizes": maps[0].sizes}

    def test_comes_to_an_end(self) -> None:
        zones.in_force(geometry=AT_THE_BORDER)
        rounds(5)
        before = [_sizes(slug) for slug in federations.HOSTED]

        rounds(2)

        assert [_sizes(slug) for slug in federations.HOSTED] == before


def _sizes(slug: str) -> int:
    """Return how many entries a province has read of the other's feed."""
    with scope.province(slug):
        other = next(each for each in federations.HOSTED if each != slug)
        return queries.sizes(other)["feed"]


class TestHostileZone:
    def told(self, **values: Any) -> dict[str, Any]:
        cells = blobs.packed(snap(zones.box(116.51, 39.90, 116.52, 39.91)))
        spill = blobs.packed(Ranges.from_cells(snap(zones.box(116.48, 39.9, 116.5, 39.91)).cells()))
        self.blobs = (cells, spill)
        return {
            "reference": "S-1",
            "version": 1,
            "level": 2,
            "unit": "compound",
            "name_zh": "区",
            "name_en": "zone",
            "starts": 29_800_000,
            "ends": 29_900_000,
            "finest": 11,
            "declared_at": "2026-11-15T03:00:00Z",
            "cells": reference(cells),
            "spill": reference(spill),
            **values,
        }

    @pytest.mark.parametrize(
        "values",
        [
            {"version": 1 << 40},
            {"level": -1},
            {"starts": 1 << 50, "ends": 1 << 51},
            {"name_zh": "x" * 5000},
            {"reference": "x" * 5000},
            {"reference": ""},
            {"declared_at": "0001-01-01T00:00:00Z"},
            {"finest": "11"},
            {"cells": None},
            {"cells": [], "spill": 7},
        ],
        ids=str,
    )
    def test_stops_nothing_but_itself(self, values: dict[str, Any]) -> None:
        story = Story("south", federations.ledger_key("south"))
        story.entries.append(leaf("south", kind="zone.effective", body=self.told(**values)))
        story.holding(*self.blobs)

        done = pulling.pull("south", now=NOW, transport=story)

        assert done.refused in ((), ("bad-leaf",))
        assert done.imported == (0 if done.refused else 1)
        resolving.resolve_now(now=NOW)
