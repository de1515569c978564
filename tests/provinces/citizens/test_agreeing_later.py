"""What was refused on enrolment is agreed to later, by the same road."""

from __future__ import annotations

from datetime import timedelta

import pytest

from provinces.citizens import queries, services
from provinces.citizens.budgets import OverBudget
from provinces.citizens.models import Citizen
from provinces.citizens.registry import Contacts, RegistryDown
from provinces.ledger.models import Payload
from sample.registry.books import Books, Entry
from tests.factories.registries import GRAN, MOTHER, InProcess
from tests.provinces.citizens.test_enrolling import NEEDED, SOON, entered, known, opening

__all__ = ["known"]

LATER = SOON + timedelta(hours=1)


@pytest.fixture
def fang(known: InProcess) -> Citizen:
    """Somebody who refused on enrolment whatever can be refused."""
    user = services.open_account(entered(known), opening(agreed=NEEDED), now=SOON)
    return Citizen.objects.get(user=user)


def agree(fang: Citizen, key: str) -> str:
    receipt = services.agree_later(fang, key, language="en", now=LATER)
    fang.refresh_from_db()
    return receipt


class TestAgreeLater:
    def test_keeps_the_year_of_birth_that_the_registry_tells(self, fang: Citizen) -> None:
        agree(fang, "birth_year")

        assert fang.birth_year == MOTHER.birth_year
        assert queries.agrees_to(fang, "birth_year", LATER)

    def test_keeps_the_contacts_that_the_registry_tells(self, fang: Citizen) -> None:
        agree(fang, "contact")

        assert queries.contact_of(fang) == Contacts(MOTHER.email, MOTHER.phone)
        assert fang.birth_year is None

    def test_gives_a_receipt_of_that_use_alone(self, fang: Citizen) -> None:
        receipt = queries.receipt(fang, agree(fang, "birth_year"))

        assert receipt is not None
        assert [each["item"] for each in receipt["consents"]] == ["birth_year"]
        assert receipt["verified_by"] == "subject"

    def test_is_in_the_ledger(self, fang: Citizen) -> None:
        receipt = agree(fang, "birth_year")

        given = Payload.objects.filter(entry__event="consent.given").latest("pk")
        assert given.body["receipt"] == receipt

    def test_is_withdrawn_and_agreed_to_again(self, fang: Citizen) -> None:
        agree(fang, "birth_year")
        services.withdraw_consent(fang, "birth_year", now=LATER)

        agree(fang, "birth_year")

        assert fang.birth_year == MOTHER.birth_year

    def test_refuses_what_is_agreed_to(self, fang: Citizen) -> None:
        agree(fang, "birth_year")

        with pytest.raises(services.AgreedAlready):
            agree(fang, "birth_year")

    @pytest.mark.parametrize("key", ["identity", "places", "everything"])
    def test_refuses_what_is_not_offered(self, fang: Citizen, key: str) -> None:
        with pytest.raises(KeyError):
            agree(fang, key)

    def test_keeps_nothing_where_the_registry_holds_nothing(
        self, known: InProcess, fang: Citizen
    ) -> None:
        known.books = Books([Entry(MOTHER.kind, MOTHER.number, MOTHER.name, "110101", None)])

        for key in ("birth_year", "contact"):
            with pytest.raises(services.NothingHeld):
                agree(fang, key)

        assert not queries.agrees_to(fang, "birth_year", LATER)

    def test_keeps_nothing_under_a_name_that_the_registry_does_not_know(
        self, known: InProcess, fang: Citizen
    ) -> None:
        known.books = Books([GRAN])

        with pytest.raises(services.NotInRegistry):
            agree(fang, "birth_year")

    def test_keeps_nothing_while_the_registry_is_down(
        self, known: InProcess, fang: Citizen
    ) -> None:
        known.is_down = True

        with pytest.raises(RegistryDown):
            agree(fang, "contact")

        assert not queries.agrees_to(fang, "contact", LATER)

    def test_is_tried_five_times_a_day(self, known: InProcess, fang: Citizen) -> None:
        known.books = Books([GRAN])
        for _each in range(5):
            with pytest.raises(services.NotInRegistry):
                agree(fang, "birth_year")

        with pytest.raises(OverBudget):
            agree(fang, "birth_year")
