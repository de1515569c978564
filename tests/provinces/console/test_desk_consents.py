"""At a desk, who is enrolled agrees to what they want, and what they refuse is not kept."""

from __future__ import annotations

from typing import Any

import pytest

from provinces.accounts.models import User
from provinces.citizens import fields, queries, services
from provinces.citizens.fields import Field, Rights, Sight
from provinces.citizens.mandates import Scope, Verified
from provinces.citizens.models import Citizen, Contact
from provinces.citizens.purposes import Purpose
from provinces.citizens.registry import Match
from provinces.citizens.services import Agreement
from provinces.ledger.models import Payload
from provinces.tenancy import directory
from tests.cast import NOW
from tests.client import ProvinceClient
from tests.factories import areas, offices, registries, users
from tests.factories.registries import GRAN, SON, InProcess, claimed
from tests.pages import address, reader, words


@pytest.fixture
def known(north: directory.Entry, monkeypatch: pytest.MonkeyPatch) -> InProcess:
    areas.area("110101")
    return registries.answering(monkeypatch)


@pytest.fixture
def clerk(known: InProcess) -> User:
    official = users.user("clerk")
    offices.office(official, areas.area("110100"), "desk_clerk", unit="service centre", now=NOW)
    return official


@pytest.fixture
def desk(clerk: User) -> ProvinceClient:
    return reader(clerk)


def find(desk: ProvinceClient, entry: Any = GRAN, **values: Any) -> Any:
    said = {
        "kind": entry.kind,
        "number": entry.number,
        "full_name": entry.name,
        "is_present": "on",
        **values,
    }
    return desk.post(address("console:desk"), said, follow="enrol" in values)


class TestEnrol:
    def test_asks_what_is_agreed_to_with_nothing_ticked(self, desk: ProvinceClient) -> None:
        page = find(desk)

        assert "Needed to have a code Name and document number" in words(page)
        assert "So that it is clear which office answers for you" in words(page)
        assert "E-mail address and phone number, as the registry holds them" in words(page)
        ticks = page.content.decode().partition('name="agreed"')[2]
        assert ticks
        assert " checked" not in ticks

    def test_keeps_nothing_that_was_refused(self, desk: ProvinceClient, known: InProcess) -> None:
        find(desk, enrol="yes")

        citizen = Citizen.objects.get()
        assert citizen.birth_year is None
        assert not Contact.objects.exists()
        assert "contacts" not in known.asked
        agreed = queries.consents_of(citizen).values_list("item", flat=True)
        assert set(agreed) == {"identity", "residence"}

    def test_keeps_what_was_agreed_to(self, desk: ProvinceClient) -> None:
        find(desk, enrol="yes", agreed=["birth_year", "contact"])

        citizen = Citizen.objects.get()
        assert citizen.birth_year == 1942
        assert queries.contact_of(citizen).phone == GRAN.phone
        assert queries.agrees_to(citizen, "contact", NOW)

    def test_leaves_a_receipt_that_a_clerk_recorded_it(self, desk: ProvinceClient) -> None:
        page = words(find(desk, enrol="yes", agreed=["birth_year"]))

        citizen = Citizen.objects.get()
        name = queries.consents_of(citizen)[0].receipt
        receipt = queries.receipt(citizen, name)
        assert receipt is not None
        assert receipt["verified_by"] == "desk"
        assert receipt["recorded"] == (
            "Recorded by an official at a desk, for the person, who was present"
        )
        assert name in page

    def test_is_in_the_ledger_as_recorded_by_the_official(
        self, desk: ProvinceClient, clerk: User
    ) -> None:
        find(desk, enrol="yes")

        given = Payload.objects.get(entry__event="consent.given")
        assert (given.by, given.body["verified"]) == (f"accounts.user:{clerk.pk}", "desk")

    def test_knows_no_use_that_there_is_not(self, desk: ProvinceClient) -> None:
        find(desk, enrol="yes", agreed=["everything"])

        assert not Citizen.objects.exists()

    def test_enrols_nobody_while_the_registry_tells_no_contact(
        self, desk: ProvinceClient, known: InProcess
    ) -> None:
        known.cannot.add("contacts")

        page = words(find(desk, enrol="yes", agreed=["contact"]))

        assert "does not answer just now" in page
        assert not Citizen.objects.exists()


class TestMandate:
    def test_of_a_child_whose_year_of_birth_is_not_kept_is_given(
        self, desk: ProvinceClient, known: InProcess, eve: Citizen
    ) -> None:
        match = Match("", "110101", 2018, ())
        agreed = Agreement(frozenset({"identity", "residence"}), "en")
        son = services.enrol_agreed(claimed(SON), match, agreed, by=None, now=NOW)
        find(desk, SON)

        said = {"reference": eve.reference, "scopes": ["show_code"], "child": "yes"}
        desk.post(address("console:desk-mandate"), said)

        son.refresh_from_db()
        assert queries.may_act_for(eve.user, son, Scope.SHOW_CODE, NOW)
        assert son.birth_year is None


@pytest.fixture
def gran(known: InProcess) -> Citizen:
    """Somebody who was enrolled at a desk, and agreed to their year of birth being kept."""
    agreed = Agreement(frozenset({"identity", "residence", "birth_year"}), "en", Verified.DESK)
    match = Match("", "110101", 1942, ())
    return services.enrol_agreed(claimed(GRAN), match, agreed, by=None, now=NOW)


def withdraw(desk: ProvinceClient, item: str) -> str:
    given = {"withdraw": item}
    return words(desk.post(address("console:desk-person"), given, follow=True))


class TestAgreed:
    def test_is_shown_with_the_number_of_the_receipt(
        self, desk: ProvinceClient, gran: Citizen
    ) -> None:
        find(desk)

        page = words(desk.get(address("console:desk-person")))

        name = queries.consents_of(gran)[0].receipt
        assert f"Year of birth Receipt {name}" in page
        assert "Recorded by an official at a desk, for the person, who was present" in page

    def test_is_withdrawn_with_what_rested_on_it(
        self, desk: ProvinceClient, gran: Citizen, clerk: User
    ) -> None:
        find(desk)

        page = withdraw(desk, "birth_year")

        gran.refresh_from_db()
        assert gran.birth_year is None
        assert not queries.agrees_to(gran, "birth_year", NOW)
        assert "Withdrawn. What was kept because of it has been erased." in page
        assert [each.act for each in queries.served(gran)] == ["withdrawn"]
        taken = Payload.objects.get(entry__event="consent.withdrawn")
        assert taken.by == f"accounts.user:{clerk.pk}"

    @pytest.mark.parametrize("item", ["identity", "contact", "everything"])
    def test_is_not_withdrawn_where_it_is_needed_or_was_not_given(
        self, desk: ProvinceClient, gran: Citizen, item: str
    ) -> None:
        find(desk)

        page = withdraw(desk, item)

        assert "This is not agreed to, or a code cannot be had without it." in page
        assert queries.agrees_to(gran, "identity", NOW)
        assert not queries.served(gran)

    def test_is_shown_where_the_table_grants_it_alone(
        self, desk: ProvinceClient, gran: Citizen, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        find(desk)
        rights = Rights(inside=Sight(frozenset({Field.NAME})))
        monkeypatch.setitem(fields.TABLE, ("desk_clerk", Purpose.DESK), rights)

        assert "Year of birth" not in words(desk.get(address("console:desk-person")))
        response = desk.post(address("console:desk-person"), {"withdraw": "birth_year"})
        assert response.status_code == 404
        assert queries.agrees_to(gran, "birth_year", NOW)
