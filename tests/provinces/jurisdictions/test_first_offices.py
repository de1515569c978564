"""The first offices are named while there are none, by services and by the tables alike."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from provinces.accounts import inviting
from provinces.jurisdictions import services
from provinces.jurisdictions.models import FirstSeat, Office
from tests.cast import NOW
from tests.factories import areas, changes, users

DAY = timedelta(days=1)
PEOPLE = [
    services.First("李岚 Li Lan", "zh-hans", "110000", "administrator", changes.PERSONNEL),
    services.First("周宁 Zhou Ning", "en", "110000", "administrator", changes.INSPECTION),
]


@pytest.fixture
def sent(north: object) -> list[services.Sent]:
    """Two who are invited as a province's first officials."""
    areas.area("110000")
    return services.invite_first(PEOPLE, said=changes.CONTROLLER, now=NOW)


def accepted(sent: services.Sent) -> Office:
    given = inviting.Given(sent.secret, sent.code, users.PASSWORD)
    return services.accept(given, now=NOW).offices.get()


class TestInviteFirst:
    def test_gives_an_office_of_no_change_once_accepted(self, sent: list[services.Sent]) -> None:
        office = accepted(sent[0])

        assert (office.unit, office.change, office.granted_by) == (changes.PERSONNEL, None, None)
        assert office.period.upper == NOW + 366 * DAY

    def test_gives_offices_that_change_others_by_two(self, sent: list[services.Sent]) -> None:
        first, second = (accepted(each).user for each in sent)

        secret, code = changes.invited(first, second)
        third = services.accept(inviting.Given(secret, code, users.PASSWORD), now=NOW)

        assert third.offices.get().change is not None

    def test_is_refused_a_second_time_and_beside_officials(self, sent: list[services.Sent]) -> None:
        with pytest.raises(services.HasOfficials):
            services.invite_first(PEOPLE, said=changes.CONTROLLER, now=NOW)

    def test_is_refused_where_somebody_is_in_office(self, north: object) -> None:
        changes.granter()

        with pytest.raises(services.HasOfficials):
            services.invite_first(PEOPLE, said=changes.CONTROLLER, now=NOW)


class TestTable:
    @pytest.mark.parametrize(
        "changed",
        [{"role": "reviewer"}, {"unit": "mine"}, {"period": DateTimeTZRange(NOW, NOW + DAY)}],
    )
    def test_keeps_what_was_named(
        self, changed: dict[str, object], sent: list[services.Sent]
    ) -> None:
        with pytest.raises(IntegrityError, match="stays as it was named"), transaction.atomic():
            FirstSeat.objects.update(**changed)

    def test_takes_none_once_anybody_is_in_office(self, sent: list[services.Sent]) -> None:
        accepted(sent[0])
        seat = FirstSeat.objects.latest("pk")
        invitation, _ = inviting.prepare(full_name="Me", language="en")

        with pytest.raises(IntegrityError, match="while a province has none"), transaction.atomic():
            FirstSeat.objects.create(
                invitation=invitation,
                area=seat.area,
                role="administrator",
                unit="mine",
                period=seat.period,
            )
