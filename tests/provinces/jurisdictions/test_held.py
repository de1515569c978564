"""What an official holds, read at once: the same as the database says of each power."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from guardian.shortcuts import assign_perm
from pytest_django import DjangoAssertNumQueries

from provinces.accounts.models import User
from provinces.evidence import queries as evidence
from provinces.jurisdictions import held, queries, scoping, services
from provinces.jurisdictions.powers import Power
from provinces.jurisdictions.roles import ROLES
from tests.cast import NOW
from tests.factories import areas, changes, offices

DAY = timedelta(days=1)


def one_office(user: User) -> None:
    """Have what `ada` has."""


def two_of_one_role(user: User) -> None:
    offices.office(user, areas.area("110201"), now=NOW)


def two_roles_in_one_area(user: User) -> None:
    offices.office(user, areas.area("110100"), "desk_clerk", now=NOW)


def a_seat_over_and_one_to_come(user: User) -> None:
    role = "reviewer"
    offices.office(user, areas.area("110201"), role, now=NOW, period=(NOW - DAY, NOW))
    offices.office(user, areas.area("110202"), role, now=NOW, period=(NOW + DAY, NOW + 2 * DAY))


def a_suspended_seat(user: User) -> None:
    seat = offices.office(user, areas.area("110000"), "auditor", now=NOW)
    changes.suspension(seat, changes.granter(), is_emergency=True)


def grants_without_an_office(user: User) -> None:
    assign_perm(str(Power.VIEW_PERSON), user, areas.area("110100"))
    assign_perm(str(Power.DECLARE_ZONE), user, areas.area("110200"))


def an_office_without_grants(user: User) -> None:
    user.areauserobjectpermission_set.all().delete()


WAYS = (
    one_office, two_of_one_role, two_roles_in_one_area, a_seat_over_and_one_to_come,
    a_suspended_seat, grants_without_an_office, an_office_without_grants,
)  # fmt: skip


class TestRead:
    @pytest.mark.parametrize("arrange", WAYS, ids=lambda way: way.__name__)
    def test_says_of_every_power_what_the_database_says(
        self, ada: User, arrange: Callable[[User], None]
    ) -> None:
        arrange(ada)

        read = held.read(ada, NOW)

        for power in Power:
            assert read.roots(power) == sorted(scoping.roots(ada, power, NOW)), power
            assert read.by(power) == list(queries.offices_with(ada, power, NOW)), power
        assert read.powers == {power for power in Power if scoping.has(ada, power, NOW)}

    @pytest.mark.parametrize("role", ROLES)
    def test_knows_every_role(self, ada: User, role: str) -> None:
        offices.office(ada, areas.area("110201"), role, now=NOW)

        assert held.read(ada, NOW).powers == ROLES["epidemiologist"].powers | ROLES[role].powers


class TestKept:
    def test_spares_every_list_the_question(
        self, ada: User, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        held.keep(ada, held.read(ada, NOW))

        with django_assert_num_queries(0):
            assert scoping.roots(ada, Power.DECLARE_ZONE, NOW) == ["110000.110100."]
        with django_assert_num_queries(1):
            assert list(evidence.register(ada, NOW)) == []

    def test_counts_at_its_moment_alone(self, ada: User) -> None:
        held.keep(ada, held.read(ada, NOW))
        services.end_office(ada.offices.get(), by=None, now=NOW)

        assert scoping.roots(ada, Power.DECLARE_ZONE, NOW) == ["110000.110100."]
        assert scoping.roots(ada, Power.DECLARE_ZONE, NOW + DAY) == []
        assert not scoping.has(ada, Power.DECLARE_ZONE, NOW)

    def test_counts_for_nobody_else(self, ada: User) -> None:
        held.keep(ada, held.read(ada, NOW))
        services.end_office(ada.offices.get(), by=None, now=NOW)

        assert scoping.roots(User.objects.get(pk=ada.pk), Power.DECLARE_ZONE, NOW) == []
