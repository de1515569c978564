"""Lifting a zone before its time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core.periods import epoch_minute
from provinces.accounts.models import User
from provinces.ledger import queries as ledger
from provinces.zones import queries, services
from provinces.zones.models import Because, EffectiveZone, Lifting, Version, ZoneRange
from tests import cast
from tests.factories import zones

NOW = cast.NOW
LATER = NOW + timedelta(hours=2)


class TestLift:
    def test_ends_the_zone_at_the_moment(self, ada: User) -> None:
        version = zones.in_force()

        services.lift(version.zone, at=NOW, by=ada, now=LATER)

        zone = EffectiveZone.objects.get()
        assert (zone.ends, zone.revised_at) == (epoch_minute(NOW), LATER)
        assert set(ZoneRange.objects.values_list("ends", flat=True)) == {epoch_minute(NOW)}
        assert not queries.active(NOW).exists()
        assert queries.active(NOW - timedelta(minutes=1)).exists()

    def test_is_told_of_the_version(self, ada: User) -> None:
        version = zones.in_force()

        lifted = services.lift(version.zone, at=NOW, by=ada, now=LATER)

        assert lifted.pk == version.pk
        assert Version.objects.get().lifted_at == NOW
        assert ledger.about(lifted)[0].entry.event == "zone.lifted"

    def test_says_who_lifted_it_and_why(self, ada: User) -> None:
        version = zones.in_force()

        services.lift(version.zone, at=NOW, by=ada, now=LATER, because=Because.DRAWN_WRONGLY)

        told = Lifting.objects.get()
        assert (told.version_id, told.at, told.done_at) == (version.pk, NOW, LATER)
        assert (told.because, told.lifted_by, told.lifted_unit) == (
            Because.DRAWN_WRONGLY,
            ada,
            "city health office",
        )

    def test_is_for_a_reason_of_the_list(self, ada: User) -> None:
        version = zones.in_force()
        as_i_like: Any = "because I can"

        with pytest.raises(ValueError, match="because I can"):
            services.lift(version.zone, at=NOW, by=ada, now=NOW, because=as_i_like)

        assert queries.active(NOW).exists()

    def test_may_be_planned(self, ada: User) -> None:
        version = zones.in_force()

        services.lift(version.zone, at=NOW + timedelta(days=1), by=ada, now=NOW)

        assert queries.active(NOW).exists()
        assert not queries.active(NOW + timedelta(days=1)).exists()

    def test_at_the_start_it_is_as_if_it_had_never_been(self, ada: User) -> None:
        version = zones.in_force()

        services.lift(version.zone, at=version.starts_at, by=ada, now=NOW)

        zone = EffectiveZone.objects.get()
        assert zone.starts == zone.ends
        assert not ZoneRange.objects.exists()

    @pytest.mark.parametrize("minutes", [-1, 7 * 24 * 60])
    def test_not_before_the_start_nor_from_the_end(self, ada: User, minutes: int) -> None:
        version = zones.in_force()
        outside = version.starts_at + timedelta(minutes=minutes)

        with pytest.raises(services.OutsidePeriod):
            services.lift(version.zone, at=outside, by=ada, now=NOW)

        assert EffectiveZone.objects.get().revised_at == NOW

    def test_is_enough_by_either_power(self, ada: User, ben: User) -> None:
        for official in (ada, ben):
            services.lift(zones.in_force().zone, at=NOW, by=official, now=NOW)

        assert not queries.active(NOW).exists()

    def test_needs_a_power_in_the_area(self, cleo: User) -> None:
        version = zones.in_force()

        with pytest.raises(services.NotAllowed):
            services.lift(version.zone, at=NOW, by=cleo, now=NOW)

    def test_refuses_what_awaits_its_signature(self, ada: User) -> None:
        with pytest.raises(services.NotInEffect):
            services.lift(zones.declared(ada).zone, at=NOW, by=ada, now=NOW)

    def test_ends_what_would_start_later_too(self, ada: User, ben: User) -> None:
        first = zones.in_force()
        tomorrow = services.Changes(starts_at=NOW + timedelta(days=1))
        second = services.revise(first.zone, tomorrow, by=ada, now=NOW)
        services.countersign(second, by=ben, now=NOW)

        services.lift(first.zone, at=NOW, by=ada, now=LATER)

        assert not queries.active(NOW + timedelta(days=2)).exists()
        assert set(Version.objects.values_list("lifted_at", flat=True)) == {NOW}

    def test_leaves_other_zones_alone(self, ada: User) -> None:
        other = zones.in_force()

        services.lift(zones.in_force().zone, at=NOW, by=ada, now=NOW)

        assert queries.active(NOW).get().reference == other.zone.reference

    def test_a_new_version_needs_two_signatures_again(self, ada: User, ben: User) -> None:
        version = zones.in_force()
        services.lift(version.zone, at=NOW, by=ada, now=NOW)

        again = services.revise(version.zone, services.Changes(starts_at=LATER), by=ada, now=LATER)

        assert not queries.active(LATER).exists()
        services.countersign(again, by=ben, now=LATER)
        assert queries.active(LATER).get().version == 2


class TestExpiry:
    def test_needs_nobody(self, north: object) -> None:
        zones.in_force()
        end = NOW + timedelta(days=4)

        assert queries.active(end - timedelta(minutes=1)).exists()
        assert not queries.active(end).exists()
        assert queries.expired(end).exists()
