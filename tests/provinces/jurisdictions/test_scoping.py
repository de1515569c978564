"""The third wall: powers in the areas of offices in force, and nowhere else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from guardian.shortcuts import assign_perm
from pytest_django import DjangoAssertNumQueries

from provinces.accounts.models import User
from provinces.jurisdictions import queries, scoping, services
from provinces.jurisdictions.models import Area
from provinces.jurisdictions.powers import Power
from provinces.jurisdictions.roles import ROLES
from provinces.tenancy import scope
from tests import cast
from tests.cast import NOW
from tests.factories import areas, offices, users
from tests.provinces.jurisdictions.test_tree import three_thousand

DAY = timedelta(days=1)
DECLARE = Power.DECLARE_ZONE


class TestWithin:
    def test_is_the_subtree_of_the_offices_area(self, ada: User) -> None:
        for code in ("110101", "110102", "110101001", "110201"):
            areas.area(code)

        codes = set(scoping.within(ada, DECLARE, NOW).values_list("code", flat=True))

        assert codes == {"110100", "110101", "110102", "110101001"}

    def test_leaves_out_a_sibling_whose_code_begins_alike(self, north: object) -> None:
        official = users.user()
        offices.office(official, areas.area("110101"), now=NOW)
        areas.area("110101001")
        Area.objects.create(
            code="1101010", path="110000.110100.1101010.", level=3, name_zh="x", name_en="x"
        )

        codes = set(scoping.within(official, DECLARE, NOW).values_list("code", flat=True))

        assert codes == {"110101", "110101001"}

    def test_adds_up_several_offices(self, ada: User) -> None:
        offices.office(ada, areas.area("110201"), now=NOW)

        assert scoping.has_in(ada, DECLARE, areas.area("110101"), NOW)
        assert scoping.has_in(ada, DECLARE, areas.area("110201"), NOW)
        assert not scoping.has_in(ada, DECLARE, areas.area("110202"), NOW)

    def test_is_nothing_without_an_office(self, north: object) -> None:
        areas.area()

        assert not scoping.within(users.user(), DECLARE, NOW).exists()

    def test_asks_twice_for_three_thousand_areas(
        self, north: object, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        services.build_tree(three_thousand())
        official = users.user()
        offices.office(official, areas.area("110000"), now=NOW)

        with django_assert_num_queries(2):
            assert len(Area.objects.visible_to(official, DECLARE, NOW)) == 3_021


class TestInForce:
    """A power counts from the beginning of an office to its end, the end excluded."""

    @pytest.mark.parametrize(
        ("at", "counts"),
        [
            (NOW - timedelta(microseconds=1), False),
            (NOW, True),
            (NOW + DAY - timedelta(microseconds=1), True),
            (NOW + DAY, False),
        ],
    )
    def test_counts(self, north: object, at: object, counts: bool) -> None:
        official, area = users.user(), areas.area()
        office = offices.office(official, area, now=NOW, period=(NOW, NOW + DAY))

        assert scoping.has(official, DECLARE, at) is counts
        assert scoping.has_in(official, DECLARE, area, at) is counts
        assert office.is_in_force(at) is counts

    def test_stops_when_the_office_is_ended(self, ada: User) -> None:
        services.end_office(ada.offices.get(), by=None, now=NOW)

        assert not scoping.has(ada, DECLARE, NOW)


class TestGuardianRows:
    def test_without_an_office_count_for_nothing(self, north: object) -> None:
        stranger, area = users.user(), areas.area()

        assign_perm(str(DECLARE), stranger, area)

        assert not scoping.has(stranger, DECLARE, NOW)
        assert not scoping.has_in(stranger, DECLARE, area, NOW)

    def test_beyond_the_offices_role_count_for_nothing(self, ada: User) -> None:
        assign_perm(str(Power.VIEW_PERSON), ada, areas.area("110100"))

        assert not scoping.has(ada, Power.VIEW_PERSON, NOW)

    def test_that_are_missing_take_the_power_away(self, ada: User) -> None:
        ada.areauserobjectpermission_set.all().delete()

        assert not scoping.has(ada, DECLARE, NOW)

    def test_of_another_area_do_not_help(self, ada: User) -> None:
        assign_perm(str(DECLARE), ada, areas.area("110200"))

        assert not scoping.has_in(ada, DECLARE, areas.area("110200"), NOW)


class TestAnotherProvince:
    def test_knows_nothing_of_an_official(self, ada: User) -> None:
        with scope.province(cast.SOUTH):
            areas.area("120101")

            assert not scoping.within(ada, DECLARE, NOW).exists()


class TestPowersOf:
    @pytest.mark.parametrize("role", ROLES)
    def test_agrees_with_scoping(self, north: object, role: str) -> None:
        official = users.user()
        offices.office(official, areas.area(), role, now=NOW)

        assert queries.powers_of(official, NOW) == {
            power for power in Power if scoping.has(official, power, NOW)
        }
        assert queries.powers_of(official, NOW) == ROLES[role].powers


class TestOfficesWith:
    def test_are_those_that_carry_the_power(self, ada: User) -> None:
        offices.office(ada, areas.area("110101"), "case_officer", now=NOW)

        assert [o.role for o in queries.offices_with(ada, Power.VIEW_PERSON, NOW)] == [
            "case_officer"
        ]
        assert [o.role for o in queries.offices_with(ada, Power.VIEW_FIGURES, NOW)] == [
            "epidemiologist",
            "case_officer",
        ]
