"""Many zones at once: the same as one by one, sooner."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core.cells.ranges import Ranges
from core.cells.snapping import snap_circle
from provinces.accounts.models import User
from provinces.ledger.models import Entry, Payload
from provinces.tenancy.addresses import as_owner
from provinces.zones import services
from provinces.zones.models import EffectiveZone, State, Version, Zone, ZoneRange
from tests import cast
from tests.factories import zones

NOW = cast.NOW
PLACES = [(116.35, 39.85), (116.40, 39.90), (116.50, 39.95)]


def snapped(at: tuple[float, float], radius_m: float = 200, **values: Any) -> services.SnappedZone:
    draft = zones.draft(geometry=zones.circle(at, radius_m), **values)
    return services.SnappedZone(draft, snap_circle(at[1], at[0], radius_m))


def written() -> list[tuple]:
    ranges = ZoneRange.objects.order_by("lo", "certain").values_list(
        "lo", "hi", "certain", "starts", "ends", "zone__level", "zone__source", "zone__version"
    )
    return list(ranges)


class TestEffectMany:
    @pytest.fixture(autouse=True)
    def on_own_ground(self, ada: User, ben: User) -> None:
        zones.ground()

    def test_writes_what_one_by_one_would(self, ada: User, ben: User) -> None:
        for at in PLACES:
            draft = zones.draft(geometry=zones.circle(at, 200))
            services.countersign(services.declare(draft, by=ada, now=NOW), by=ben, now=NOW)
        one_by_one = written()
        fields = ("cells", "spill", "drawn", "fine_cells", "state", "declared_unit", "signed_unit")
        versions = list(Version.objects.order_by("id").values_list(*fields))
        EffectiveZone.objects.all().delete()
        with as_owner():
            Version.objects.all().delete()

        services.effect_many(map(snapped, PLACES), by=ada, signed_by=ben, now=NOW)

        assert written() == one_by_one
        assert list(Version.objects.order_by("id").values_list(*fields)) == versions

    def test_returns_the_zones_in_effect(self, ada: User, ben: User) -> None:
        found = services.effect_many(map(snapped, PLACES), by=ada, signed_by=ben, now=NOW)

        assert {zone.pk for zone in found} == set(
            EffectiveZone.objects.values_list("pk", flat=True)
        )
        assert {zone.reference for zone in found} == set(
            Zone.objects.values_list("reference", flat=True)
        )

    def test_clips_at_the_border(self, ada: User, ben: User) -> None:
        services.effect_many([snapped(PLACES[2])], by=ada, signed_by=ben, now=NOW)

        assert Ranges.from_pairs(Version.objects.get().spill, 11)

    def test_costs_few_statements(
        self, ada: User, ben: User, django_assert_max_num_queries
    ) -> None:
        many = [snapped(at) for at in PLACES * 10]

        with django_assert_max_num_queries(35):
            services.effect_many(many, by=ada, signed_by=ben, now=NOW)

    def test_is_recorded_in_two_entries(self, ada: User, ben: User) -> None:
        before = Entry.objects.count()

        services.effect_many(map(snapped, PLACES), by=ada, signed_by=ben, now=NOW)

        declared, signed = Payload.objects.order_by("entry_id")[before:]
        assert (declared.entry.event, signed.entry.event) == (
            "zone.declared",
            "zone.countersigned",
        )
        assert len(signed.body["zones"]) == 3

    def test_needs_two_offices_as_well(self, ada: User, ben: User, cleo: User) -> None:
        colleague = zones.official("reviewer", unit="city health office")

        for by, signer, refusal in (
            (ada, ada, services.SameOfficial),
            (ada, colleague, services.SameOffice),
            (ada, cleo, services.NotAllowed),
            (cleo, ben, services.NotAllowed),
        ):
            with pytest.raises(refusal):
                services.effect_many([snapped(PLACES[0])], by=by, signed_by=signer, now=NOW)
        assert not Version.objects.exists()

    def test_needs_a_higher_office_for_one_above_the_cap(self, ada: User, ben: User) -> None:
        far_back = snapped(PLACES[1], starts_at=NOW - timedelta(days=15))

        with pytest.raises(services.AboveTheCap):
            services.effect_many([snapped(PLACES[0]), far_back], by=ada, signed_by=ben, now=NOW)

    def test_takes_all_or_nothing(self, ada: User, ben: User) -> None:
        many = [snapped(PLACES[0]), snapped((116.6, 39.9))]

        with pytest.raises(services.OutsideTerritory):
            services.effect_many(many, by=ada, signed_by=ben, now=NOW)

        assert not Zone.objects.exists()

    def test_of_nothing_writes_nothing(self, ada: User, ben: User) -> None:
        assert services.effect_many([], by=ada, signed_by=ben, now=NOW) == []

    def test_leaves_them_in_force(self, ada: User, ben: User) -> None:
        services.effect_many(map(snapped, PLACES), by=ada, signed_by=ben, now=NOW)

        assert set(Version.objects.values_list("state", flat=True)) == {State.IN_FORCE}
