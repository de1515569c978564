"""An administrator tries to get more for themselves: alone, by accomplices, by puppets."""

from __future__ import annotations

from datetime import timedelta

import pytest

from provinces.accounts import inviting
from provinces.accounts.models import User
from provinces.jurisdictions import queries, services
from provinces.jurisdictions.models import Change
from tests.cast import NOW
from tests.factories import areas, changes, offices, users

DAY = timedelta(days=1)


@pytest.fixture
def greedy(north: object) -> User:
    return changes.granter()


@pytest.fixture
def honest(north: object) -> User:
    return changes.granter(changes.INSPECTION)


def puppet(by: User, second: User) -> User:
    """Somebody whom two invite to decide about offices in a unit of its own."""
    secret, code = changes.invited(
        by, second, code="110000", role="administrator", unit="puppets' office"
    )
    return services.accept(inviting.Given(secret, code, users.PASSWORD), now=NOW)


class TestAlone:
    def test_nobody_proposes_an_office_for_themselves(self, greedy: User) -> None:
        with pytest.raises(services.SameOfficial):
            changes.grant(greedy, greedy, role="high_reviewer")
        assert not Change.objects.exists()

    def test_nobody_signs_what_they_proposed(self, ada: User, greedy: User) -> None:
        with pytest.raises(services.SameOfficial):
            services.sign(changes.grant(ada, greedy), by=greedy, now=NOW)

    def test_nobody_signs_an_office_of_their_own(self, greedy: User, honest: User) -> None:
        change = changes.grant(greedy, honest, code="110000", role="high_reviewer")

        with pytest.raises(services.SameOfficial):
            services.sign(change, by=greedy, now=NOW)

    def test_nobody_ends_or_prolongs_their_own(self, greedy: User) -> None:
        with pytest.raises(services.SameOfficial):
            services.propose_end(greedy.offices.get(), because="left", by=greedy, now=NOW)

    def test_nobody_takes_another_s_office_over_for_themselves(
        self, ada: User, greedy: User
    ) -> None:
        with pytest.raises(services.Incompatible):
            services.propose_hand_over(
                offices.office(users.user(), areas.area(), "case_officer", now=NOW),
                to=greedy,
                because="stands_in",
                by=greedy,
                now=NOW,
            )
        with pytest.raises(services.SameOfficial):
            services.propose_hand_over(
                ada.offices.get(), to=greedy, because="stands_in", by=greedy, now=NOW
            )


class TestAccomplices:
    def test_of_the_same_unit_sign_nothing(self, ada: User, greedy: User) -> None:
        accomplice = changes.granter(changes.PERSONNEL)

        with pytest.raises(services.SameOffice):
            services.sign(changes.grant(ada, greedy), by=accomplice, now=NOW)

    def test_in_two_offices_are_of_both_units(self, ada: User, greedy: User) -> None:
        accomplice = changes.granter(changes.INSPECTION)
        offices.office(
            accomplice, areas.area("110201"), "reviewer", unit=changes.PERSONNEL, now=NOW
        )

        with pytest.raises(services.SameOffice):
            services.sign(changes.grant(ada, greedy), by=accomplice, now=NOW)

    def test_in_a_suspended_office_are_of_its_unit(
        self, ada: User, greedy: User, honest: User
    ) -> None:
        accomplice = changes.granter("third office")
        second = offices.office(
            accomplice, areas.area("110201"), "reviewer", unit=changes.PERSONNEL, now=NOW
        )
        changes.suspension(second, honest, is_emergency=True)

        with pytest.raises(services.SameOffice):
            services.sign(changes.grant(ada, greedy), by=accomplice, now=NOW)

    def test_who_moved_since_count_by_the_unit_it_was_proposed_in(
        self, ada: User, greedy: User
    ) -> None:
        change = changes.grant(ada, greedy)
        services.end_office(greedy.offices.get(), by=None, now=NOW)
        offices.office(
            greedy, areas.area("110000"), "administrator", unit="elsewhere", now=NOW,
            period=(NOW, NOW + DAY),
        )  # fmt: skip

        with pytest.raises(services.SameOffice):
            services.sign(change, by=changes.granter(changes.PERSONNEL), now=NOW)

    def test_without_the_power_sign_nothing(self, ada: User, cleo: User, greedy: User) -> None:
        with pytest.raises(services.NotAllowed):
            services.sign(changes.grant(ada, greedy), by=cleo, now=NOW)


class TestPuppets:
    def test_sign_nothing_for_who_invited_them(self, ada: User, greedy: User, honest: User) -> None:
        new = puppet(greedy, honest)

        with pytest.raises(services.TooClose):
            services.sign(changes.grant(ada, greedy), by=new, now=NOW)

    def test_have_nothing_signed_by_who_signed_for_them(
        self, ada: User, greedy: User, honest: User
    ) -> None:
        new = puppet(honest, greedy)

        with pytest.raises(services.TooClose):
            services.sign(changes.grant(ada, new), by=greedy, now=NOW)

    def test_sign_after_ninety_days(self, ada: User, greedy: User, honest: User) -> None:
        new, late = puppet(greedy, honest), NOW + 91 * DAY
        for official, unit in ((greedy, changes.PERSONNEL), (new, "puppets' office")):
            offices.office(
                official, areas.area("110000"), "administrator", unit=unit, now=NOW + 40 * DAY,
                period=(NOW + 40 * DAY, late + 30 * DAY),
            )  # fmt: skip

        services.sign(
            changes.grant(ada, greedy, now=late, period=(late, late + DAY)), by=new, now=late
        )

        assert "reviewer" in [one.role for one in queries.offices_of(ada, late)]

    def test_may_be_colleagues_who_were_made_granters(
        self, ada: User, cleo: User, greedy: User, honest: User
    ) -> None:
        change = changes.grant(cleo, greedy, code="110000", role="administrator", unit="new")
        services.sign(change, by=honest, now=NOW)

        with pytest.raises(services.TooClose):
            services.sign(changes.grant(ada, greedy), by=cleo, now=NOW)


class TestReach:
    def test_ends_at_the_granters_own_area(self, ada: User) -> None:
        of_a_city = changes.granter("city personnel", "110200")

        with pytest.raises(services.NotAllowed):
            changes.grant(ada, of_a_city, code="110101")
        with pytest.raises(services.NotAllowed):
            services.propose_end(ada.offices.get(), because="left", by=of_a_city, now=NOW)
        with pytest.raises(services.NotAllowed):
            changes.suspension(ada.offices.get(), of_a_city, is_emergency=True)
        assert queries.powers_of(ada, NOW)

    def test_ends_at_the_signers_own_area(self, ada: User, greedy: User) -> None:
        of_a_city = changes.granter("city personnel", "110200")

        with pytest.raises(services.NotAllowed):
            services.sign(changes.grant(ada, greedy), by=of_a_city, now=NOW)

    def test_of_a_county_is_no_way_to_the_whole_province(self, ada: User) -> None:
        of_a_county = changes.granter("county personnel", "110101")

        with pytest.raises(services.NotAllowed):
            changes.grant(ada, of_a_county, code="110000")
        with pytest.raises(services.NotAllowed):
            changes.grant(ada, of_a_county, role="administrator")
