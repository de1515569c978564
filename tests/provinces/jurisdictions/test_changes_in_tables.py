"""What the services refuse about offices, the tables refuse as well."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from provinces.accounts.models import User
from provinces.jurisdictions.models import Change, Office
from tests.cast import NOW
from tests.factories import areas, changes, offices


@pytest.fixture
def first(north: object) -> User:
    return changes.granter()


class TestTables:
    """What the services refuse, the database refuses as well."""

    def decide(self, change: Change, by: User, unit: str, state: str = "signed") -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE jurisdictions_change SET state = %s, decided_by_id = %s,"
                " decided_unit = %s, decided_at = %s WHERE id = %s",
                [state, by.pk, unit, NOW, change.pk],
            )

    def test_refuse_the_signature_of_who_proposed(self, ada: User, first: User) -> None:
        change = changes.grant(ada, first)
        offices.office(first, areas.area("110000"), "auditor", unit="other", now=NOW)

        with pytest.raises(IntegrityError, match="another unit"):
            self.decide(change, first, "other")

    def test_refuse_a_signature_of_the_same_unit(self, ada: User, first: User) -> None:
        accomplice = changes.granter(changes.PERSONNEL)
        offices.office(accomplice, areas.area("110000"), "reviewer", unit="other", now=NOW)

        with pytest.raises(IntegrityError, match="another unit"):
            self.decide(changes.grant(ada, first), accomplice, "other")

    def test_refuse_a_unit_that_the_signer_is_not_of(
        self, ada: User, first: User, cleo: User
    ) -> None:
        with pytest.raises(IntegrityError, match="another unit"):
            self.decide(changes.grant(ada, first), cleo, "no office of theirs")

    def test_refuse_the_signature_of_whom_it_concerns(self, ada: User, first: User) -> None:
        with pytest.raises(IntegrityError, match="about_themselves"):
            self.decide(changes.grant(ada, first), ada, "city health office")

    def test_refuse_a_change_that_begins_as_signed(self, ada: User, first: User) -> None:
        change = changes.grant(ada, first)
        change.pk, change.state, change.decided_at = None, "signed", NOW
        change.decided_by, change.decided_unit = ada, "city health office"

        with pytest.raises(IntegrityError, match="begins as a proposal"), transaction.atomic():
            change.save(force_insert=True)

    def test_refuse_an_office_without_a_signed_change(self, ada: User, first: User) -> None:
        change = changes.grant(ada, first)
        office = ada.offices.get()
        office.pk, office.role, office.granted_by, office.change = None, "reviewer", first, change

        with pytest.raises(IntegrityError, match="what two have signed"), transaction.atomic():
            office.save(force_insert=True)

    @pytest.mark.parametrize(
        ("column", "value"), [("role", "administrator"), ("period", "[2026-01-01, 2036-01-01)")]
    )
    def test_refuse_an_office_that_becomes_another(
        self, ada: User, column: str, value: str
    ) -> None:
        with pytest.raises(IntegrityError, match="ended or suspended"), transaction.atomic():
            Office.objects.filter(user=ada).update(**{column: value})
