"""Granting and ending offices."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core.periods import EndsBeforeItStarts
from provinces.accounts.models import User
from provinces.jurisdictions import queries, scoping, services
from provinces.jurisdictions.models import AreaUserObjectPermission, Office
from provinces.jurisdictions.powers import Power
from provinces.jurisdictions.roles import ROLES
from provinces.ledger import queries as ledger
from provinces.tenancy import directory
from tests.cast import NOW
from tests.factories import areas, offices, users

DAY = timedelta(days=1)


class TestGrantOffice:
    def test_gives_the_roles_powers(self, north: directory.Entry) -> None:
        official = users.user()

        offices.office(official, areas.area(), "reviewer", now=NOW)

        assert queries.powers_of(official, NOW) == ROLES["reviewer"].powers

    def test_is_recorded_with_its_particulars(self, ada: User, north: directory.Entry) -> None:
        services.grant_office(
            user=ada,
            area=areas.area("110101"),
            role="reviewer",
            unit="review office",
            period=(NOW, NOW + DAY),
            by=None,
            now=NOW,
        )

        payload = ledger.about(ada)[0]
        assert payload.entry.event == "office.granted"
        assert payload.body == {
            "area": "110101",
            "role": "reviewer",
            "unit": "review office",
            "from": NOW.isoformat(),
            "to": (NOW + DAY).isoformat(),
        }

    @pytest.mark.parametrize("by", ["oneself", "another"])
    def test_is_no_official_s_to_give_alone(self, ada: User, by: str) -> None:
        with pytest.raises(services.NotAlone):
            services.grant_office(
                user=ada,
                area=areas.area("110101"),
                role="case_officer",
                unit="x",
                period=(NOW, NOW + DAY),
                by=ada if by == "oneself" else users.user(),
                now=NOW,
            )

    def test_gives_a_unit_the_spelling_that_came_first(self, north: directory.Entry) -> None:
        first = offices.office(users.user(), areas.area(), now=NOW, unit=" Health  Commission")
        again = offices.office(users.user(), areas.area(), now=NOW, unit="health commission ")

        assert first.unit == again.unit == "Health Commission"
        assert ledger.about(again.user)[0].body["unit"] == "Health Commission"

    @pytest.mark.parametrize("unit", ["", "health\u200boffice"])
    def test_refuses_a_unit_that_could_be_taken_for_another(
        self, north: directory.Entry, unit: str
    ) -> None:
        with pytest.raises(services.NoUnit):
            offices.office(users.user(), areas.area(), now=NOW, unit=unit)

    def test_refuses_a_period_that_is_none(self, north: directory.Entry) -> None:
        with pytest.raises(EndsBeforeItStarts):
            offices.office(users.user(), areas.area(), now=NOW, period=(NOW, NOW))

    def test_passes_on_what_else_the_database_refuses(self, north: directory.Entry) -> None:
        offices.office(User(pk=999_999), areas.area(), now=NOW)

        with pytest.raises(IntegrityError, match="foreign key"):
            connection.check_constraints()

    def test_refuses_an_unknown_role(self, north: directory.Entry) -> None:
        with pytest.raises(KeyError):
            offices.office(users.user(), areas.area(), "emperor", now=NOW)

    @pytest.mark.parametrize(
        ("start", "end"),
        [(-DAY, DAY), (DAY, 2 * DAY), (3 * DAY, 30 * DAY), (-DAY, 30 * DAY)],
    )
    def test_refuses_periods_that_overlap(
        self, north: directory.Entry, start: timedelta, end: timedelta
    ) -> None:
        official, area = users.user(), areas.area()
        offices.office(official, area, now=NOW, period=(NOW, NOW + 4 * DAY))

        with pytest.raises(services.PeriodOverlaps):
            offices.office(official, area, now=NOW, period=(NOW + start, NOW + end))
        assert Office.objects.count() == 1

    @pytest.mark.parametrize("same", ["user", "area", "role", "nothing in time"])
    def test_allows_what_only_looks_alike(self, north: directory.Entry, same: str) -> None:
        official, area = users.user(), areas.area()
        offices.office(official, area, "reviewer", now=NOW, period=(NOW, NOW + DAY))

        offices.office(
            official if same != "area" else users.user(),
            area if same != "user" else areas.area("110102"),
            "reviewer" if same != "role" else "auditor",
            now=NOW,
            period=(NOW, NOW + DAY) if same != "nothing in time" else (NOW + DAY, NOW + 2 * DAY),
        )

        assert Office.objects.count() == 2


class TestOffice:
    @pytest.mark.parametrize(
        "period",
        [
            DateTimeTZRange(NOW, None),
            DateTimeTZRange(None, NOW),
            DateTimeTZRange(NOW, NOW),
            DateTimeTZRange(empty=True),
        ],
    )
    def test_has_a_beginning_and_an_end(self, north: directory.Entry, period: Any) -> None:
        office = Office(
            user=users.user(), area=areas.area(), role="auditor", unit="x", granted_at=NOW
        )
        office.period = period

        with pytest.raises(IntegrityError, match="beginning_and_an_end"), transaction.atomic():
            office.save()

    @pytest.mark.parametrize(
        ("unit", "why"),
        [
            ("health office", "spelt otherwise in another office"),
            ("HealthOffice", "spelt otherwise in another office"),
            ("Health Office ", "not written as it would be compared"),
            ("Health  Office", "not written as it would be compared"),
            ("Ｈealth Office", "not written as it would be compared"),
            ("a\x07", "not written as it would be compared"),
            ("", "not written as it would be compared"),
        ],
    )
    def test_has_a_unit_of_one_spelling(self, north: directory.Entry, unit: str, why: str) -> None:
        office = offices.office(users.user(), areas.area(), now=NOW, unit="Health Office")
        period = DateTimeTZRange(NOW, NOW + DAY)
        other = Office(user=users.user(), area=office.area, role="auditor", unit=unit)
        other.period, other.granted_at = period, NOW

        with pytest.raises(IntegrityError, match=why), transaction.atomic():
            other.save()
        office.unit = "health office"
        office.save()
        assert Office.objects.count() == 1

    def test_is_granted_by_somebody_else(self, ada: User) -> None:
        held = ada.offices.get()
        held.pk, held.role, held.unit, held.granted_by = None, "reviewer", "another", ada

        with pytest.raises(IntegrityError, match="grants"), transaction.atomic():
            held.save(force_insert=True)


class TestEndOffice:
    def test_takes_the_powers_away(self, ada: User) -> None:
        services.end_office(ada.offices.get(), by=None, now=NOW)

        assert queries.powers_of(ada, NOW) == frozenset()
        assert not AreaUserObjectPermission.objects.filter(user=ada).exists()

    def test_leaves_those_that_another_office_on_the_area_carries(self, ada: User) -> None:
        area = areas.area("110100")
        offices.office(ada, area, "auditor", now=NOW)

        services.end_office(ada.offices.get(role="epidemiologist"), by=None, now=NOW)

        assert queries.powers_of(ada, NOW) == ROLES["auditor"].powers
        assert not scoping.has(ada, Power.DECLARE_ZONE, NOW)

    def test_makes_room_for_a_new_one(self, ada: User) -> None:
        services.end_office(ada.offices.get(), by=None, now=NOW)

        offices.office(ada, areas.area("110100"), now=NOW, period=(NOW, NOW + DAY))

        assert scoping.has(ada, Power.DECLARE_ZONE, NOW)

    def test_withdraws_one_that_has_not_begun(self, north: directory.Entry) -> None:
        office = offices.office(
            users.user(), areas.area(), now=NOW, period=(NOW + DAY, NOW + 2 * DAY)
        )

        services.end_office(office, by=None, now=NOW)

        assert not Office.objects.exists()

    def test_refuses_one_that_is_over(self, ada: User) -> None:
        office = ada.offices.get()
        services.end_office(office, by=None, now=NOW)

        with pytest.raises(services.AlreadyEnded):
            services.end_office(office, by=None, now=NOW)

    def test_is_recorded(self, ada: User) -> None:
        services.end_office(ada.offices.get(), by=None, now=NOW)

        assert ledger.about(ada)[0].entry.event == "office.ended"
