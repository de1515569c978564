"""Who may look at an appeal is computed, and never one whom it is about."""

from __future__ import annotations

import pytest

from provinces.appeals import assigning
from provinces.appeals.models import Appeal
from tests import cast
from tests.factories import appeals, areas, offices

NOW = cast.NOW


@pytest.fixture
def appeal(north: object) -> Appeal:
    citizen = appeals.resident()
    appeals.exposed(citizen)
    return appeals.filed(citizen)


def chosen(appeal: Appeal) -> int | None:
    office = assigning.chosen(appeal, now=NOW)
    return office.user_id if office else None


class TestChosen:
    def test_is_the_nearest_office(self, appeal: Appeal) -> None:
        appeals.high_reviewer()
        appeals.reviewer("110100", unit="city")
        county = appeals.reviewer("110101", unit="county")

        assert chosen(appeal) == county.pk

    def test_is_of_several_the_one_who_has_fewest(self, appeal: Appeal) -> None:
        first, second = appeals.reviewer(unit="one"), appeals.reviewer(unit="two")
        appeals.attended(appeal)
        other = appeals.resident()
        appeals.exposed_as_well(other)

        assert appeal.reviews.get().reviewer == first
        assert chosen(appeals.filed(other)) == second.pk

    @pytest.mark.parametrize("code", ["110200", "110102"])
    def test_is_nobody_of_another_area(self, appeal: Appeal, code: str) -> None:
        appeals.reviewer(code)

        assert chosen(appeal) is None

    @pytest.mark.parametrize("unit", ["declaring office", "signing office"])
    def test_is_nobody_of_an_office_that_said_it(self, appeal: Appeal, unit: str) -> None:
        appeals.reviewer(unit=unit)

        assert chosen(appeal) is None

    def test_is_nobody_who_has_a_second_office_there(self, appeal: Appeal) -> None:
        officer = appeals.reviewer()
        area = areas.area("110000")
        offices.office(officer, area, "auditor", unit="signing office", now=NOW)

        assert chosen(appeal) is None

    def test_is_not_the_person(self, appeal: Appeal) -> None:
        assert appeal.citizen.user is not None
        area = areas.area("110100")
        offices.office(appeal.citizen.user, area, "appeals_officer", unit="own", now=NOW)

        assert chosen(appeal) is None

    def test_is_a_second_time_nobody_of_any_office_of_the_first(self, appeal: Appeal) -> None:
        first = appeals.reviewer()
        appeals.attended(appeal)
        assert appeal.reviews.get().reviewer == first
        beside, other = appeals.high_reviewer("office beside"), appeals.high_reviewer("other")
        appeal.again_at = NOW
        assert chosen(appeal) == beside.pk

        area = areas.area("110100")
        offices.office(first, area, "order_checker", unit="office beside", now=NOW)

        assert chosen(appeal) == other.pk

    def test_needs_the_power_for_the_level(self, appeal: Appeal) -> None:
        appeals.reviewer()
        appeal.again_at = NOW

        assert chosen(appeal) is None
