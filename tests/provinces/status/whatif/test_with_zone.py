"""A drawn zone says what it comes to once it is declared, signed, and the road is walked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import h3.api.basic_int as h3
import pytest

from core.cells.snapping import InvalidGeometry
from core.periods import epoch_minute
from provinces.exposure import queries as exposures
from provinces.exposure.models import Question
from provinces.presence import services as presence
from provinces.status import pipeline, whatif
from provinces.zones import services
from provinces.zones.models import EffectiveZone, Level
from tests import cast
from tests.factories import citizens, road, zones

from . import towns
from .towns import DAY, NOW, Town, counted

# Around where the town is, in the county of its zones.
LAT, LON = h3.cell_to_latlng(road.HERE)


def drawn(**values: Any) -> services.Draft:
    given = {"geometry": zones.circle((LON, LAT), 450), "starts_at": NOW - 8 * DAY, **values}
    return zones.draft(**given)


def effect(draft: services.Draft) -> EffectiveZone:
    """Declare a zone, have it signed, and walk the road."""
    by = zones.official("epidemiologist", unit="declaring office")
    signed_by = zones.official("high_reviewer", "110000", unit="signing office")
    version = services.declare(draft, by=by, now=NOW)
    services.countersign(version, by=signed_by, now=NOW)
    pipeline.drain(now=NOW)
    return EffectiveZone.objects.get(reference=version.zone.reference)


def met(zone: EffectiveZone) -> set[int]:
    """Return who certainly met a zone, up to now."""
    return {
        row.citizen
        for row in exposures.listed()
        if row.zone == zone.pk and row.certain and row.started < epoch_minute(NOW)
    }


class Place(Town):
    """A town on its province's ground, in which people check in."""

    def __init__(self, seed: int, **values: Any) -> None:
        zones.ground()
        super().__init__(seed, **values)
        for person in self.chance.sample(self.people, 8):
            at, cell = (
                NOW - timedelta(hours=self.chance.randrange(90)),
                self.chance.choice(self.cells[11]),
            )
            presence.check_in(person, venue="market", cell=cell, at=at, now=NOW)
        towns.walk()


class TestEffect:
    @pytest.mark.parametrize(
        ("law", "level"),
        [
            ("first", Level.LOW),
            ("first", Level.MEDIUM),
            ("first", Level.HIGH),
            ("sichuan", Level.HIGH),
        ],
    )
    def test_is_what_follows_once_it_is_declared_signed_and_the_road_walked(
        self, north: object, law: str, level: Level
    ) -> None:
        Place(20 + level, law=law)
        draft, before = drawn(level=level), towns.read()

        found = whatif.zone(draft, as_of=NOW)

        zone = effect(draft)
        asked = Question.objects.filter(zone=zone)
        assert counted(found.comparison.flips) == towns.flips(before, towns.read())
        assert found.asked == asked.values("citizen").distinct().count()
        assert found.met == found.comparison.judged == len(met(zone))
        assert found.met > 3

    def test_flips_and_asks_somebody(self, north: object) -> None:
        Place(31)

        found = whatif.zone(drawn(), as_of=NOW)

        assert found.comparison.flips
        assert found.asked

    def test_counts_the_minutes_before_now_alone(self, north: object) -> None:
        zones.ground()
        road.first_ruleset()
        eve, finn = citizens.citizen(), citizens.citizen()
        road.stay(eve, at=NOW - timedelta(minutes=5), minutes=60)
        road.stay(finn, at=NOW + timedelta(minutes=5), minutes=60)
        pipeline.drain(now=NOW)

        found = whatif.zone(drawn(), as_of=NOW)

        assert (found.met, found.asked) == (1, 0)

    def test_of_a_zone_where_nobody_was_is_nothing(self, north: object) -> None:
        Place(32)

        found = whatif.zone(drawn(geometry=zones.circle((116.32, 39.98), 300)), as_of=NOW)

        assert (found.met, found.asked, found.comparison.flips) == (0, 0, ())
        assert found.fine_cells > 50

    def test_before_it_begins_is_nothing(self, north: object) -> None:
        Place(33)
        period = {"starts_at": NOW + DAY, "ends_at": NOW + 2 * DAY}

        found = whatif.zone(drawn(**period), as_of=NOW)

        assert (found.met, found.asked, found.comparison.flips) == (0, 0, ())

    def test_without_rules_in_force_changes_nothing(self, north: object) -> None:
        zones.ground()
        road.stay(citizens.citizen(), at=NOW - DAY)

        found = whatif.zone(drawn(), as_of=NOW)

        assert (found.met, found.asked, found.comparison.flips) == (1, 0, ())

    def test_is_told_without_small_numbers(self, north: object) -> None:
        zones.ground()
        road.first_ruleset()
        road.stay(citizens.citizen(), at=NOW - DAY)
        pipeline.drain(now=NOW)

        shown = whatif.zone(drawn(), as_of=NOW).shown()

        assert shown["met"] == shown["flips"][0]["count"] == "fewer_than_10"
        assert shown["asked"] == 0


class TestRefusal:
    @pytest.mark.parametrize(
        ("values", "problem"),
        [
            ({"reason": ""}, services.InvalidDraft),
            ({"geometry": {"type": "Circle", "coordinates": [116.4]}}, InvalidGeometry),
            ({"geometry": zones.circle((121.5, 31.2))}, services.OutsideTerritory),
        ],
    )
    def test_of_what_cannot_be_declared(
        self, north: object, values: dict[str, Any], problem: type[Exception]
    ) -> None:
        zones.ground()

        with pytest.raises(problem):
            whatif.zone(drawn(**values), as_of=NOW)

    def test_without_a_territory(self, north: object) -> None:
        with pytest.raises(services.NoTerritory):
            whatif.zone(drawn(), as_of=cast.NOW)
