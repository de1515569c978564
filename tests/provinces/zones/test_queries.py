"""Reading zones."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import h3.api.basic_int as h3
import pytest
from shapely.geometry import Point, shape

from core.cells.ranges import Ranges
from core.periods import epoch_minute
from provinces.accounts.models import User
from provinces.jurisdictions.powers import Power
from provinces.tenancy import scope
from provinces.zones import queries, services
from provinces.zones.models import EffectiveZone, Level, Version, ZoneRange
from tests import cast
from tests.factories import ledger, zones

NOW = cast.NOW


class TestActive:
    def test_holds_from_the_start_until_the_end(self, north: object) -> None:
        version = zones.in_force()

        moments = {
            version.starts_at - timedelta(minutes=1): False,
            version.starts_at: True,
            version.ends_at - timedelta(minutes=1): True,
            version.ends_at: False,
        }
        assert {at: queries.active(at).exists() for at in moments} == moments


class TestAwaitingSignature:
    def test_shows_a_reviewer_what_waits_in_the_area(self, ada: User, ben: User) -> None:
        version = zones.declared(ada)

        assert list(queries.awaiting_signature(ben, NOW)) == [version]

    def test_oldest_first(self, ada: User, ben: User) -> None:
        late = zones.declared(ada, now=NOW + timedelta(minutes=5))
        early = zones.declared(ada)

        assert list(queries.awaiting_signature(ben, NOW)) == [early, late]

    def test_not_what_is_signed(self, ada: User, ben: User) -> None:
        services.countersign(zones.declared(ada), by=ben, now=NOW)

        assert not queries.awaiting_signature(ben, NOW).exists()

    def test_not_to_officials_elsewhere_or_without_the_power(self, ada: User, cleo: User) -> None:
        zones.declared(ada)
        elsewhere = zones.official("reviewer", "110200", unit="elsewhere")

        for user in (ada, cleo, elsewhere):
            assert not queries.awaiting_signature(user, NOW).exists()

    def test_not_what_one_has_declared(self, ada: User) -> None:
        both = zones.official("reviewer", unit="review")
        version = zones.declared(ada)
        with ledger.tampering():
            Version.objects.filter(pk=version.pk).update(declared_by=both)

        assert not queries.awaiting_signature(both, NOW).exists()


class TestVisibleTo:
    def test_shows_the_versions_of_an_officials_areas(
        self, ada: User, ben: User, cleo: User
    ) -> None:
        first = zones.declared(ada)
        second = zones.declared(ada, now=NOW + timedelta(minutes=1))

        seen = {
            user: list(queries.visible_to(user, Power.VIEW_FIGURES, NOW))
            for user in (ada, ben, cleo)
        }

        assert seen == {ada: [second, first], ben: [second, first], cleo: []}


class TestInEffectWithin:
    def test_shows_what_is_in_effect_at_a_moment_the_gravest_first(
        self, ada: User, cleo: User
    ) -> None:
        low = zones.in_force(level=Level.LOW)
        high = zones.in_force()
        zones.in_force(starts_at=NOW + timedelta(hours=1))
        zones.declared(ada)

        assert list(in_effect(ada, NOW)) == [high, low]
        assert not in_effect(cleo, NOW)

    def test_ends_where_it_was_lifted(self, ada: User) -> None:
        version = zones.in_force()
        services.lift(version.zone, at=NOW, by=ada, now=NOW)

        assert not in_effect(ada, NOW)
        before = in_effect(ada, NOW - timedelta(minutes=1)).get()
        assert before.until_minute == epoch_minute(NOW)

    def test_not_what_was_corrected_away(self, ada: User) -> None:
        version = zones.in_force()
        services.lift(version.zone, at=version.starts_at, by=ada, now=NOW)

        assert not in_effect(ada, version.starts_at)


def in_effect(user: User, when: datetime) -> Any:
    return queries.in_effect_within(user, Power.VIEW_FIGURES, NOW, when=when)


class TestHistory:
    def test_shows_every_version_the_latest_first(self, ada: User, ben: User) -> None:
        first = services.countersign(zones.declared(ada), by=ben, now=NOW)
        second = services.revise(first.zone, services.Changes(level=Level.LOW), by=ada, now=NOW)
        zones.in_force()

        assert list(queries.history(first.zone)) == [second, first]


class TestWithSpill:
    def test_only_what_is_signed_is_offered(self, ada: User, ben: User) -> None:
        inside = zones.in_force()
        awaiting = zones.declared(ada, geometry=zones.circle((116.5, 39.9)))

        assert not queries.with_spill().exists()
        services.countersign(awaiting, by=ben, now=NOW)
        assert list(queries.with_spill()) == [awaiting]
        assert inside.spill == []


class TestExportEffective:
    def test_is_what_a_neighbour_can_receive(self, north: object) -> None:
        zones.in_force()
        zones.in_force(geometry=zones.circle((116.5, 39.9), 900))
        handed = queries.export_effective()
        sent = ZoneRange.objects.values_list("lo", "hi", "certain", "starts", "ends")

        with scope.province(cast.SOUTH):
            done = services.receive_effective("north", handed, now=NOW)
            held = ZoneRange.objects.values_list("lo", "hi", "certain", "starts", "ends")
            assert done.added == 2
            kept = sorted(held)

        assert kept == sorted(sent)

    def test_is_the_same_every_time(self, north: object) -> None:
        zones.in_force()

        assert queries.export_effective() == queries.export_effective()

    def test_has_what_has_ended_and_not_what_was_corrected_away(self, ada: User, ben: User) -> None:
        ended = zones.in_force(starts_at=NOW - timedelta(days=9), ends_at=NOW - timedelta(days=8))
        wrong = zones.in_force()
        services.lift(wrong.zone, at=wrong.starts_at, by=ada, now=NOW)

        (zone,) = queries.export_effective()
        assert zone.reference == ended.zone.reference
        assert zone.ends == epoch_minute(NOW - timedelta(days=8))

    def test_has_own_zones_only(self, north: object) -> None:
        zones.in_force()
        handed = queries.export_effective()
        EffectiveZone.objects.all().delete()

        services.receive_effective("south", handed, now=NOW)

        assert queries.export_effective() == []


class TestOnMap:
    def test_draws_an_own_zone_as_its_cells(self, north: object) -> None:
        version = zones.in_force()

        (drawn,) = queries.on_map(NOW)

        outline = shape(drawn.outline)
        cells = Ranges.from_pairs(version.cells, 11)
        assert drawn.zone.reference == version.zone.reference
        assert outline.is_valid
        for cell in cells.cells():
            lat, lon = h3.cell_to_latlng(cell)
            assert outline.contains(Point(lon, lat))
        assert outline.area == pytest.approx(
            sum(shape(h3.cells_to_geo([cell])).area for cell in cells.cells())
        )

    def test_draws_a_neighbours_zone_where_a_good_fix_may_count(self, north: object) -> None:
        zones.in_force()
        handed = queries.export_effective()

        with scope.province(cast.SOUTH):
            services.receive_effective("north", handed, now=NOW)
            (drawn,) = queries.on_map(NOW)

        assert shape(drawn.outline).contains(Point(zones.INSIDE))

    def test_draws_the_gravest_last(self, north: object) -> None:
        for level in (3, 1, 2):
            zones.in_force(level=level)

        assert [each.zone.level for each in queries.on_map(NOW)] == [1, 2, 3]

    def test_draws_what_is_in_effect(self, ada: User) -> None:
        zones.in_force()
        zones.declared(ada)

        assert len(queries.on_map(NOW)) == 1
        assert queries.on_map(NOW + timedelta(days=5)) == []

    def test_draws_a_large_zone_in_coarser_cells(self, north: object) -> None:
        zones.in_force(geometry=zones.box(116.32, 39.82, 116.48, 39.98))

        (drawn,) = queries.on_map(NOW)

        assert shape(drawn.outline).contains(Point(zones.INSIDE))
        assert len(str(drawn.outline)) < 200_000
