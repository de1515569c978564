"""Declaring, previewing and revising zones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core.cells.datum import UnknownDatum, wgs84_to_gcj02
from core.cells.ranges import Ranges
from core.cells.snapping import InvalidGeometry, snap, snap_circle
from provinces.accounts.models import User
from provinces.ledger import queries as ledger
from provinces.zones import services
from provinces.zones.models import EffectiveZone, Level, State, Version, Zone
from tests import cast
from tests.factories import zones

NOW = cast.NOW
LON, LAT = zones.INSIDE


def cells(version: Version) -> Ranges:
    return Ranges.from_pairs(version.cells, 11)


class TestDeclare:
    def test_keeps_the_snapped_cells_and_the_shape_as_drawn(self, ada: User) -> None:
        version = zones.declared(ada)

        assert cells(version) == snap_circle(LAT, LON, 300)
        assert version.fine_cells == cells(version).count()
        assert version.drawn == zones.circle()
        assert version.spill == []

    def test_puts_nothing_in_effect(self, ada: User) -> None:
        version = zones.declared(ada)

        assert version.state == State.AWAITING
        assert not EffectiveZone.objects.exists()

    def test_stores_who_declared_for_which_office(self, ada: User) -> None:
        version = zones.declared(ada)

        assert version.declared_by == ada
        assert version.declared_unit == "city health office"
        assert version.declared_at == NOW

    def test_keeps_chinese_texts_as_they_are(self, ada: User) -> None:
        made = zones.declared(ada, name_zh="  石门营五区  ", reason="第3、4号楼（含底商）各一例")

        version = Version.objects.select_related("zone").get(pk=made.pk)
        assert version.zone.name_zh == "石门营五区"
        assert version.reason == "第3、4号楼（含底商）各一例"

    def test_is_recorded(self, ada: User) -> None:
        version = zones.declared(ada)

        payload = ledger.about(version).get()
        assert payload.entry.event == "zone.declared"
        assert payload.body["zone"] == version.zone.reference
        assert payload.body["digest"] == cells(version).digest()

    def test_clips_at_the_border_and_stores_the_spill(self, ada: User) -> None:
        version = zones.declared(ada, geometry=zones.circle((116.5, 39.9)))

        own = snap(zones.box(*zones.NORTH_BOX))
        spill = Ranges.from_pairs(version.spill, 11)
        assert cells(version) | spill == snap_circle(39.9, 116.5, 300)
        assert cells(version) == snap_circle(39.9, 116.5, 300) & own
        assert spill
        assert not spill & own

    def test_refuses_a_zone_wholly_outside(self, ada: User) -> None:
        with pytest.raises(services.OutsideTerritory):
            zones.declared(ada, geometry=zones.circle((116.6, 39.9)))

        assert not Zone.objects.exists()

    def test_needs_a_territory(self, ada: User) -> None:
        with pytest.raises(services.NoTerritory, match="north"):
            services.declare(zones.draft(), by=ada, now=NOW)

    def test_converts_the_datum_it_is_told(self, ada: User) -> None:
        lat, lon = wgs84_to_gcj02(LAT, LON)

        version = zones.declared(ada, geometry=zones.circle((lon, lat)), datum="gcj02")

        assert cells(version) == snap_circle(LAT, LON, 300)
        assert version.drawn["coordinates"] == pytest.approx([LON, LAT], abs=1e-7)
        assert version.drawn["radius_m"] == 300

    @pytest.mark.parametrize("datum", ["", "bd09", None])
    def test_refuses_an_undeclared_datum(self, ada: User, datum: str) -> None:
        with pytest.raises(UnknownDatum):
            zones.declared(ada, datum=datum)

    @pytest.mark.parametrize(
        "geometry",
        [
            None,
            {},
            {"type": "Point", "coordinates": [116.4, 39.9]},
            {"type": "Polygon", "coordinates": [[[116.4, 39.9], [116.5, 39.9], [116.4, 39.9]]]},
            {"type": "Polygon", "coordinates": "abc"},
            {"type": "Polygon", "coordinates": [[["a", "b"]] * 4]},
            {"type": "Circle", "coordinates": [116.4], "radius_m": 100},
            {"type": "Circle", "coordinates": [116.4, 39.9], "radius_m": "100"},
            {"type": "Circle", "coordinates": [116.4, 39.9], "radius_m": 0},
            {"type": "Circle", "coordinates": [116.4, 39.9]},
        ],
    )
    @pytest.mark.parametrize("datum", ["wgs84", "gcj02"])
    def test_refuses_what_is_no_area(self, ada: User, geometry: dict, datum: str) -> None:
        with pytest.raises(InvalidGeometry):
            zones.declared(ada, geometry=geometry, datum=datum)

    def test_needs_the_power_in_the_area(self, ada: User, ben: User, cleo: User) -> None:
        for stranger in (ben, cleo):
            with pytest.raises(services.NotAllowed):
                zones.declared(stranger)

    def test_needs_an_office_in_force(self, ada: User) -> None:
        with pytest.raises(services.NotAllowed):
            zones.declared(ada, now=NOW + timedelta(days=15))

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"name_zh": " "}, "name_zh"),
            ({"name_zh": "字" * 121}, "name_zh"),
            ({"name_en": "a\x00b"}, "name_en"),
            ({"case_evidence": ""}, "case_evidence"),
            ({"level": 4}, "level"),
            ({"unit": "household"}, "unit"),
            ({"ends_at": NOW - timedelta(days=3)}, "ends_at"),
            ({"ends_at": NOW - timedelta(days=3) + timedelta(seconds=40)}, "ends_at"),
            ({"ends_at": NOW + timedelta(days=57, minutes=1)}, "ends_at"),
            ({"ends_at": NOW + timedelta(days=365 * 20)}, "ends_at"),
            ({"ends_at": datetime(9999, 1, 1, tzinfo=UTC)}, "ends_at"),
            (
                {
                    "starts_at": datetime(9998, 12, 1, tzinfo=UTC),
                    "ends_at": datetime(9999, 1, 1, tzinfo=UTC),
                },
                "ends_at",
            ),
            (
                {
                    "starts_at": datetime(1, 1, 1, tzinfo=UTC),
                    "ends_at": datetime(1, 1, 2, tzinfo=UTC),
                },
                "ends_at",
            ),
            ({"ends_at": datetime(2026, 11, 20)}, "ends_at"),  # noqa: DTZ001  that is the point
        ],
    )
    def test_refuses_a_flawed_draft(self, ada: User, values: dict, field: str) -> None:
        with pytest.raises(services.InvalidDraft) as refusal:
            zones.declared(ada, **values)

        assert list(refusal.value.problems) == [field]

    def test_says_how_a_risk_that_lasts_is_declared(self, ada: User) -> None:
        with pytest.raises(services.InvalidDraft) as refusal:
            zones.declared(ada, ends_at=NOW + timedelta(days=58))

        assert refusal.value.problems == {
            "ends_at": "a zone lasts 60 days at most: let it end sooner, and revise it with a later"
            " start where the risk lasts"
        }

    def test_takes_sixty_days(self, ada: User) -> None:
        version = zones.declared(ada, ends_at=NOW + timedelta(days=57))

        assert version.ends_at - version.starts_at == timedelta(days=60)

    def test_refuses_a_name_that_reaches_a_household(self, ada: User) -> None:
        with pytest.raises(services.InvalidDraft, match="福鼎家园3号楼"):
            zones.declared(ada, name_zh="福鼎家园3号楼2单元401室")

    def test_keeps_whole_minutes(self, ada: User) -> None:
        version = zones.declared(ada, starts_at=NOW + timedelta(seconds=59))

        assert version.starts_at == NOW


class TestHigherOffice:
    def test_is_not_needed_up_to_the_caps(self, ada: User, settings) -> None:
        settings.ZONES_MAX_FINE_CELLS = snap_circle(LAT, LON, 300).count()

        version = zones.declared(ada, starts_at=NOW - timedelta(days=14))

        assert not version.needs_higher_office

    def test_is_needed_for_one_cell_more(self, ada: User, settings) -> None:
        settings.ZONES_MAX_FINE_CELLS = snap_circle(LAT, LON, 300).count() - 1

        assert zones.declared(ada).needs_higher_office

    def test_is_needed_to_reach_further_back(self, ada: User) -> None:
        starts_at = NOW - timedelta(days=14, minutes=1)

        assert zones.declared(ada, starts_at=starts_at).needs_higher_office

    def test_counts_the_own_cells_only(self, ada: User, settings) -> None:
        settings.ZONES_MAX_FINE_CELLS = 100

        version = zones.declared(ada, geometry=zones.circle((116.5, 39.9)))

        assert version.fine_cells < 100
        assert not version.needs_higher_office


class TestOwnGround:
    """An official of an area whose cells are known declares zones on them, and not elsewhere."""

    def test_takes_a_zone_inside_the_area(self, ada: User) -> None:
        zones.ground("110101", (116.39, 39.89, 116.41, 39.91))

        assert zones.declared(ada).fine_cells > 100

    def test_refuses_a_zone_that_reaches_beyond(self, ada: User) -> None:
        zones.ground("110101", (116.39, 39.89, 116.40, 39.91))

        with pytest.raises(services.OutsideArea):
            zones.declared(ada)

    def test_looks_to_the_area_above_where_the_own_cells_are_unknown(self, ada: User) -> None:
        zones.ground("110100", (116.39, 39.89, 116.40, 39.91))

        with pytest.raises(services.OutsideArea):
            zones.declared(ada)

    def test_leaves_the_spill_to_the_border(self, ada: User) -> None:
        zones.ground("110101", (116.45, 39.85, 116.50, 39.95))

        version = zones.declared(ada, geometry=zones.circle((116.5, 39.9)))

        assert version.spill != []


class TestPreview:
    def test_shows_what_would_be_declared(self, ada: User) -> None:
        zones.ground()
        geometry = zones.circle((116.5, 39.9))

        shown = services.preview(geometry, "wgs84", area=zones.area())
        version = zones.declared(ada, geometry=geometry)

        assert shown.snapped.cells == cells(version)
        assert shown.snapped.spill == Ranges.from_pairs(version.spill, 11)
        assert shown.fine_cells == version.fine_cells
        assert shown.spilt_cells == Ranges.from_pairs(version.spill, 11).count()

    def test_stores_nothing(self, north: object) -> None:
        zones.ground()

        services.preview(zones.circle(), "wgs84")

        assert not Zone.objects.exists()

    def test_can_be_drawn(self, north: object) -> None:
        zones.ground()

        shown = services.preview(zones.circle(), "wgs84")

        assert shown.centre == pytest.approx(zones.INSIDE, abs=1e-4)
        assert shown.outline["type"] == "MultiPolygon"
        assert shown.spill_outline == {"type": "MultiPolygon", "coordinates": ()}

    def test_says_whether_a_higher_office_is_needed(self, north: object, settings) -> None:
        zones.ground()
        settings.ZONES_MAX_FINE_CELLS = 10

        assert services.preview(zones.circle(), "wgs84").is_large


class TestRevise:
    def test_awaits_a_signature_as_the_next_version(self, ada: User) -> None:
        first = zones.in_force()

        second = services.revise(first.zone, services.Changes(level=Level.LOW), by=ada, now=NOW)

        assert second.number == 2
        assert second.state == State.AWAITING
        assert second.level == Level.LOW

    def test_keeps_what_is_not_changed(self, ada: User) -> None:
        first = zones.in_force()

        second = services.revise(first.zone, services.Changes(reason="改判"), by=ada, now=NOW)

        kept = ("level", "unit", "starts_at", "ends_at", "authority", "cells", "drawn")
        assert [getattr(second, name) for name in kept] == [getattr(first, name) for name in kept]

    def test_changes_the_shape_in_the_datum_named(self, ada: User) -> None:
        first = zones.in_force()
        smaller = services.Changes(geometry=zones.circle(radius_m=100), datum="wgs84")

        second = services.revise(first.zone, smaller, by=ada, now=NOW)

        assert cells(second) == snap_circle(LAT, LON, 100)

    def test_refuses_a_shape_without_its_datum(self, ada: User) -> None:
        first = zones.in_force()

        with pytest.raises(UnknownDatum):
            services.revise(first.zone, services.Changes(geometry=zones.circle()), by=ada, now=NOW)

    def test_starts_from_the_version_in_force(self, ada: User, ben: User) -> None:
        first = zones.in_force()
        wrong = services.revise(first.zone, services.Changes(level=Level.LOW), by=ada, now=NOW)
        services.refuse(wrong, by=ben, reason="无依据", now=NOW)

        third = services.revise(first.zone, services.Changes(reason="延长"), by=ada, now=NOW)

        assert third.number == 3
        assert third.level == Level.HIGH

    def test_starts_from_the_last_version_where_none_was_signed(self, ada: User) -> None:
        refused = zones.declared(ada)
        services.refuse(refused, by=ada, reason="画错了", now=NOW)

        second = services.revise(refused.zone, services.Changes(reason="重画"), by=ada, now=NOW)

        assert second.number == 2

    def test_waits_until_the_last_version_is_decided(self, ada: User) -> None:
        awaiting = zones.declared(ada)

        with pytest.raises(services.StillAwaiting):
            services.revise(awaiting.zone, services.Changes(level=Level.LOW), by=ada, now=NOW)

    def test_needs_the_power_in_the_area(self, cleo: User) -> None:
        first = zones.in_force()

        with pytest.raises(services.NotAllowed):
            services.revise(first.zone, services.Changes(level=Level.LOW), by=cleo, now=NOW)

    def test_is_recorded(self, ada: User) -> None:
        first = zones.in_force()

        second = services.revise(first.zone, services.Changes(reason="更正"), by=ada, now=NOW)

        assert ledger.about(second).get().entry.event == "zone.revised"
