"""Offices in force, and the powers they carry."""

from __future__ import annotations

from datetime import timedelta

from provinces.accounts.models import User
from provinces.jurisdictions import queries, scoping
from provinces.jurisdictions.powers import Power
from tests import cast
from tests.factories import areas, changes, offices

NOW = cast.NOW


class TestOfficesOf:
    def test_are_those_in_force_the_highest_area_first(self, ada: User) -> None:
        offices.office(ada, areas.area("110000"), "auditor", now=NOW)
        offices.office(ada, areas.area("110102"), "reviewer", now=NOW - timedelta(days=60))

        held = [office.role for office in queries.offices_of(ada, NOW)]

        assert held == ["auditor", "epidemiologist"]


class TestUnitsOf:
    def test_are_of_now_those_of_suspended_offices_too(self, ada: User) -> None:
        seat = offices.office(ada, areas.area("110000"), "auditor", unit="audit office", now=NOW)
        long_ago = NOW - timedelta(days=60)
        offices.office(ada, areas.area("110102"), "reviewer", unit="before", now=long_ago)
        changes.suspension(seat, changes.granter(), is_emergency=True)

        assert queries.units_of(ada, NOW) == {"city health office", "audit office"}


class TestPowersOf:
    def test_are_what_scoping_says(self, ada: User) -> None:
        offices.office(ada, areas.area("110101"), "desk_clerk", now=NOW)

        powers = queries.powers_of(ada, NOW)

        assert powers == {power for power in Power if scoping.has(ada, power, NOW)}
        assert Power.ENROL_PERSON in powers

    def test_end_with_the_office(self, ada: User) -> None:
        assert queries.powers_of(ada, NOW + timedelta(days=30)) == frozenset()
