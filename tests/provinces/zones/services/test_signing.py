"""The second signature, and what takes effect by it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core.periods import epoch_minute
from provinces.accounts.models import User
from provinces.ledger import queries as ledger
from provinces.zones import services
from provinces.zones.models import EffectiveZone, Level, State, Version, ZoneRange
from tests import cast
from tests.factories import areas, offices, zones
from tests.factories import ledger as ledgers

NOW = cast.NOW


def period(version: Version) -> tuple[int, int]:
    zone = EffectiveZone.objects.get(reference=version.zone.reference, version=version.number)
    return zone.starts, zone.ends


def days(first: float, last: float) -> tuple[int, int]:
    return epoch_minute(NOW + timedelta(days=first)), epoch_minute(NOW + timedelta(days=last))


class TestCountersign:
    def test_puts_the_zone_in_effect(self, ada: User, ben: User) -> None:
        version = services.countersign(zones.declared(ada), by=ben, now=NOW)

        zone = EffectiveZone.objects.get()
        assert version.state == State.IN_FORCE
        assert (zone.source, zone.reference, zone.version) == ("north", version.zone.reference, 1)
        assert (zone.level, zone.name_zh, zone.name_en) == (3, "福鼎家园小区", "Fuding Garden")
        assert (zone.starts, zone.ends) == days(-3, 4)
        assert (zone.revised_at, zone.matched_at) == (NOW, None)

    def test_stores_who_signed_for_which_office(self, ada: User, ben: User) -> None:
        services.countersign(zones.declared(ada), by=ben, now=NOW)

        version = Version.objects.get()
        assert (version.signed_by, version.signed_unit) == (ben, "city review office")
        assert version.signed_at == NOW

    def test_is_recorded(self, ada: User, ben: User) -> None:
        version = services.countersign(zones.declared(ada), by=ben, now=NOW)

        payload = ledger.about(version)[0]
        assert payload.entry.event == "zone.countersigned"
        assert payload.body["second_office"] == "city review office"

    def test_has_the_road_drained_on_commit(
        self, ada: User, ben: User, django_capture_on_commit_callbacks
    ) -> None:
        declared = zones.declared(ada)

        with django_capture_on_commit_callbacks() as on_commit:
            services.countersign(declared, by=ben, now=NOW)

        assert [each.args[0] for each in on_commit] == [
            "provinces.ledger.tasks.seal",
            "provinces.status.tasks.drain",
        ]

    def test_refuses_the_official_who_declared(self, ada: User) -> None:
        offices.office(ada, areas.area("110100"), "reviewer", unit="another", now=NOW)

        with pytest.raises(services.SameOfficial):
            services.countersign(zones.declared(ada), by=ada, now=NOW)

        assert not EffectiveZone.objects.exists()

    def test_refuses_an_official_of_the_same_office(self, ada: User) -> None:
        colleague = zones.official("reviewer", unit="city health office")

        with pytest.raises(services.SameOffice):
            services.countersign(zones.declared(ada), by=colleague, now=NOW)

    def test_refuses_one_who_holds_another_role_in_the_same_office(self, ada: User) -> None:
        colleague = zones.official("reviewer", unit="review office")
        offices.office(
            colleague, areas.area("110200"), "auditor", unit="city health office", now=NOW
        )

        with pytest.raises(services.SameOffice):
            services.countersign(zones.declared(ada), by=colleague, now=NOW)

    def test_refuses_one_whose_office_the_declarer_has_joined(self, ada: User, ben: User) -> None:
        version = zones.declared(ada)
        offices.office(ada, areas.area("110100"), "auditor", unit="city review office", now=NOW)

        with pytest.raises(services.SameOffice):
            services.countersign(version, by=ben, now=NOW)

    def test_needs_the_power_in_the_area(self, ada: User, cleo: User) -> None:
        elsewhere = zones.official("reviewer", "110200", unit="second city review office")
        version = zones.declared(ada)

        for stranger in (cleo, elsewhere):
            with pytest.raises(services.NotAllowed):
                services.countersign(version, by=stranger, now=NOW)

    def test_needs_an_office_in_force(self, ada: User, ben: User) -> None:
        version = zones.declared(ada)

        with pytest.raises(services.NotAllowed):
            services.countersign(version, by=ben, now=NOW + timedelta(days=20))

    def test_happens_once(self, ada: User, ben: User) -> None:
        version = services.countersign(zones.declared(ada), by=ben, now=NOW)

        with pytest.raises(services.AlreadyDecided):
            services.countersign(version, by=ben, now=NOW)

    def test_of_an_older_version_is_refused(self, ada: User, ben: User) -> None:
        first = services.refuse(zones.declared(ada), by=ada, reason="画错了", now=NOW)
        second = services.revise(first.zone, services.Changes(level=Level.LOW), by=ada, now=NOW)
        services.countersign(second, by=ben, now=NOW)
        with ledgers.tampering():
            Version.objects.filter(pk=first.pk).update(
                state=State.AWAITING, refused_by=None, refused_at=None, refusal=""
            )

        with pytest.raises(services.Superseded):
            services.countersign(first, by=ben, now=NOW)


class TestCaps:
    def test_a_large_zone_needs_a_higher_office(self, ada: User, ben: User, settings) -> None:
        settings.ZONES_MAX_FINE_CELLS = 100
        higher = zones.official("high_reviewer", "110000", unit="provincial office")
        version = zones.declared(ada)

        with pytest.raises(services.AboveTheCap):
            services.countersign(version, by=ben, now=NOW)

        assert services.countersign(version, by=higher, now=NOW).signed_unit == "provincial office"

    def test_so_does_one_that_reaches_far_back(self, ada: User, ben: User) -> None:
        version = zones.declared(ada, starts_at=NOW - timedelta(days=15))

        with pytest.raises(services.AboveTheCap):
            services.countersign(version, by=ben, now=NOW)

    def test_or_would_by_the_time_it_is_signed(self, ada: User, ben: User) -> None:
        version = zones.declared(ada, starts_at=NOW - timedelta(days=13))

        with pytest.raises(services.AboveTheCap):
            services.countersign(version, by=ben, now=NOW + timedelta(days=2))

    def test_a_stranger_is_not_told_of_the_cap(self, ada: User, cleo: User, settings) -> None:
        settings.ZONES_MAX_FINE_CELLS = 100
        version = zones.declared(ada)

        with pytest.raises(services.NotAllowed):
            services.countersign(version, by=cleo, now=NOW)


class TestDatabase:
    """Four eyes, also for whoever writes SQL."""

    @pytest.fixture
    def awaiting(self, ada: User) -> Version:
        return zones.declared(ada)

    def forge(self, version: Version, **values: object) -> None:
        """Write another version like it, in force, as nobody's service does."""
        forged = Version.objects.get(pk=version.pk)
        forged.pk, forged.number, forged.state = None, version.number + 1, State.IN_FORCE
        for name, value in values.items():
            setattr(forged, name, value)
        with transaction.atomic():
            forged.save(force_insert=True)

    def test_refuses_force_without_a_signature(self, awaiting: Version) -> None:
        with pytest.raises(IntegrityError, match="a_zone_in_force_bears_a_second_office"):
            self.forge(awaiting)

    def test_refuses_the_declarers_own_hand(self, awaiting: Version, ada: User) -> None:
        with pytest.raises(IntegrityError, match="a_zone_in_force_bears_a_second_office"):
            self.forge(awaiting, signed_by=ada, signed_at=NOW, signed_unit="another")

    def test_refuses_the_same_office(self, awaiting: Version, ben: User) -> None:
        with pytest.raises(IntegrityError, match="a_zone_in_force_bears_a_second_office"):
            self.forge(awaiting, signed_by=ben, signed_at=NOW, signed_unit="city health office")

    def test_refuses_a_signature_without_its_time(self, awaiting: Version, ben: User) -> None:
        with pytest.raises(IntegrityError, match="signed_by_comes_with_signed_at"):
            self.forge(awaiting, signed_by=ben, signed_unit="another")

    def test_refuses_to_make_one_office_of_two(self, ada: User, ben: User) -> None:
        version = services.countersign(zones.declared(ada), by=ben, now=NOW)

        with pytest.raises(IntegrityError, match="a_zone_in_force_bears_a_second_office"):
            self.forge(version, declared_by=ben)


class TestVersions:
    """A version's period ends where the next one's begins."""

    LATER = NOW + timedelta(hours=1)

    def follow(self, first: Version, ada: User, ben: User, **changes: Any) -> Version:
        version = services.revise(first.zone, services.Changes(**changes), by=ada, now=NOW)
        return services.countersign(version, by=ben, now=self.LATER)

    @pytest.mark.parametrize(
        ("starts", "earlier", "later"),
        [
            (1, (-3, 1), (1, 4)),
            (-3, (-3, -3), (-3, 4)),
            (-5, (-3, -3), (-5, 4)),
        ],
        ids=["tomorrow", "from the start", "from before the start"],
    )
    def test_of_different_times(
        self, ada: User, ben: User, starts: int, earlier: tuple, later: tuple
    ) -> None:
        first = services.countersign(zones.declared(ada), by=ben, now=NOW)

        second = self.follow(first, ada, ben, starts_at=NOW + timedelta(days=starts))

        assert period(first) == days(*earlier)
        assert period(second) == days(*later)

    def test_the_earlier_one_is_revised(self, ada: User, ben: User) -> None:
        first = services.countersign(zones.declared(ada), by=ben, now=NOW)

        self.follow(first, ada, ben, starts_at=NOW)

        assert EffectiveZone.objects.get(version=1).revised_at == self.LATER
        assert set(ZoneRange.objects.filter(zone__version=1).values_list("ends", flat=True)) == {
            epoch_minute(NOW)
        }

    def test_one_corrected_away_keeps_no_ranges(self, ada: User, ben: User) -> None:
        first = services.countersign(zones.declared(ada), by=ben, now=NOW)

        self.follow(first, ada, ben, level=Level.LOW)

        assert not ZoneRange.objects.filter(zone__version=1).exists()
        assert ZoneRange.objects.filter(zone__version=2).exists()

    def test_one_that_had_ended_is_not_touched(self, ada: User, ben: User) -> None:
        first = services.countersign(zones.declared(ada), by=ben, now=NOW)
        after, until = NOW + timedelta(days=5), NOW + timedelta(days=6)

        self.follow(first, ada, ben, starts_at=after, ends_at=until)

        assert period(first) == days(-3, 4)
        assert EffectiveZone.objects.get(version=1).revised_at == NOW

    def test_all_earlier_ones_make_way(self, ada: User, ben: User) -> None:
        first = services.countersign(zones.declared(ada), by=ben, now=NOW)
        second = self.follow(first, ada, ben, starts_at=NOW)

        third = self.follow(second, ada, ben, starts_at=NOW - timedelta(days=1))

        assert [period(each) for each in (first, second, third)] == [
            days(-3, -1),
            days(0, 0),
            days(-1, 4),
        ]

    def test_another_zone_is_not_touched(self, ada: User, ben: User) -> None:
        other = services.countersign(zones.declared(ada), by=ben, now=NOW)
        first = services.countersign(zones.declared(ada), by=ben, now=NOW)

        self.follow(first, ada, ben, starts_at=NOW)

        assert period(other) == days(-3, 4)


class TestRefuse:
    def test_leaves_nothing_in_effect(self, ada: User, ben: User) -> None:
        version = services.refuse(zones.declared(ada), by=ben, reason="证据不足", now=NOW)

        assert version.state == State.REFUSED
        assert (version.refused_by, version.refused_at) == (ben, NOW)
        assert version.refusal == "证据不足"
        assert not EffectiveZone.objects.exists()

    def test_is_recorded_with_its_reason(self, ada: User, ben: User) -> None:
        version = services.refuse(zones.declared(ada), by=ben, reason="证据不足", now=NOW)

        payload = ledger.about(version)[0]
        assert payload.entry.event == "zone.refused"
        assert payload.body["reason"] == "证据不足"

    def test_lets_the_declarer_take_it_back(self, ada: User) -> None:
        version = services.refuse(zones.declared(ada), by=ada, reason="画错了", now=NOW)

        assert version.state == State.REFUSED

    def test_needs_the_power_in_the_area(self, ada: User, cleo: User) -> None:
        with pytest.raises(services.NotAllowed):
            services.refuse(zones.declared(ada), by=cleo, reason="无", now=NOW)

    @pytest.mark.parametrize("reason", [" ", "无" * 301])
    def test_gives_a_reason_that_can_be_kept(self, ada: User, ben: User, reason: str) -> None:
        with pytest.raises(services.NoReason, match="300 characters"):
            services.refuse(zones.declared(ada), by=ben, reason=reason, now=NOW)

    def test_comes_too_late_for_a_zone_in_force(self, ada: User, ben: User) -> None:
        version = services.countersign(zones.declared(ada), by=ben, now=NOW)

        with pytest.raises(services.AlreadyDecided):
            services.refuse(version, by=ben, reason="后悔", now=NOW)
