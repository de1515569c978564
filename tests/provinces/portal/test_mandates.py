"""Acting for others in the browser."""

from __future__ import annotations

from typing import Any

import pytest

from provinces.citizens import queries, services
from provinces.citizens.mandates import Kind, Scope
from provinces.citizens.models import Citizen, Mandate
from provinces.citizens.registry import Match
from provinces.citizens.services import codes
from provinces.tenancy import directory
from tests.cast import NOW
from tests.client import ProvinceClient
from tests.factories import areas, registries, users
from tests.factories.mandates import mandate
from tests.factories.registries import GRAN, MOTHER, SON, InProcess, claimed
from tests.pages import address, reader, words


@pytest.fixture
def known(north: directory.Entry, monkeypatch: pytest.MonkeyPatch) -> InProcess:
    areas.area("110101")
    return registries.answering(monkeypatch)


@pytest.fixture
def mother(known: InProcess) -> Citizen:
    match = Match("", "110101", 1985, ())
    citizen = services.enrol_matched(claimed(MOTHER), match, by=None, now=NOW)
    citizen.user = users.user("fang")
    citizen.save()
    return citizen


def ask(browser: ProvinceClient, entry: Any, kind: Kind) -> None:
    said = {
        "kind": entry.kind,
        "number": entry.number,
        "full_name": entry.name,
        "relation": str(kind),
        "scopes": ["show_code"],
    }
    response = browser.post(address("portal:mandate-ask"), said)
    assert response["Location"] == address("portal:mandate-code")
    for number in codes.pending(NOW):
        codes.send(number, now=NOW)


class TestAsk:
    def test_shows_a_childs_status_to_its_guardian(self, known: InProcess, mother: Citizen) -> None:
        browser = reader(mother.user)
        ask(browser, SON, Kind.CHILD)

        browser.post(address("portal:mandate-code"), {"code": known.code()})

        page = words(browser.get(address("portal:mandates")))
        assert SON.name in page
        assert "by the identity registry, which names the guardian" in page
        assert Mandate.objects.get().subject.user is None

    def test_lets_an_elder_read_the_code_out(self, known: InProcess, mother: Citizen) -> None:
        browser = reader(mother.user)
        ask(browser, GRAN, Kind.ADULT)

        browser.post(address("portal:mandate-code"), {"code": known.code()})

        gran = Mandate.objects.get().subject
        assert queries.may_act_for(mother.user, gran, Scope.SHOW_CODE, NOW)

    @pytest.mark.parametrize(("entry", "kind"), [(SON, Kind.CHILD), (GRAN, Kind.ADULT)])
    def test_asks_what_is_agreed_to_with_nothing_ticked(
        self, known: InProcess, mother: Citizen, entry: Any, kind: Kind
    ) -> None:
        browser = reader(mother.user)
        ask(browser, entry, kind)

        page = browser.get(address("portal:mandate-code"))

        assert "Needed to have a code Name and document number" in words(page)
        assert "Year of birth For figures by age" in words(page)
        assert " checked" not in page.content.decode()

    def test_keeps_what_is_agreed_to_alone(self, known: InProcess, mother: Citizen) -> None:
        browser = reader(mother.user)
        ask(browser, SON, Kind.CHILD)

        said = {"code": known.code(), "agreed": ["birth_year"]}
        browser.post(address("portal:mandate-code"), said)

        son = Mandate.objects.get().subject
        assert son.birth_year == 2018
        agreed = queries.consents_of(son).values_list("item", flat=True)
        assert set(agreed) == {"identity", "residence", "birth_year"}

    def test_tells_of_no_child_that_is_not_theirs(self, known: InProcess, mother: Citizen) -> None:
        browser = reader(mother.user)
        ask(browser, GRAN, Kind.CHILD)
        known.asked.clear()

        response = browser.post(address("portal:mandate-code"), {"code": known.code()})

        assert "guardian of no such child" in words(response)
        assert known.asked == ["guardian"]
        assert not Mandate.objects.exists()

    def test_is_budgeted(self, known: InProcess, mother: Citizen) -> None:
        browser = reader(mother.user)
        for _ in range(5):
            ask(browser, SON, Kind.CHILD)

        said = {
            "kind": "passport",
            "number": "X1234567",
            "full_name": "N",
            "relation": "adult",
            "scopes": ["show_code"],
        }
        assert browser.post(address("portal:mandate-ask"), said).status_code == 429


class TestGive:
    def test_lets_somebody_act(self, eve: Citizen, finn: Citizen) -> None:
        said = {"reference": finn.reference, "scopes": ["show_code", "book"]}

        reader(eve.user).post(address("portal:mandate-give"), said)

        assert queries.may_act_for(finn.user, eve, Scope.BOOK, NOW)

    def test_knows_nobody_by_another_reference(self, eve: Citizen) -> None:
        said = {"reference": eve.reference, "scopes": ["show_code"]}

        response = reader(eve.user).post(address("portal:mandate-give"), said)

        assert "Nobody else is known by this reference." in words(response)


class TestRequest:
    def test_waits_to_be_accepted(self, eve: Citizen, finn: Citizen) -> None:
        said = {"reference": eve.reference, "scopes": ["book"]}
        reader(finn.user).post(address("portal:mandate-request"), said)
        asked = Mandate.objects.get()
        assert "They ask you to let them do this." in words(
            reader(eve.user).get(address("portal:mandates"))
        )

        reader(eve.user).post(address("portal:mandate-accept", asked.pk))

        assert queries.may_act_for(finn.user, eve, Scope.BOOK, NOW)

    def test_can_be_turned_down(self, eve: Citizen, finn: Citizen) -> None:
        said = {"reference": eve.reference, "scopes": ["book"]}
        reader(finn.user).post(address("portal:mandate-request"), said)

        reader(eve.user).post(address("portal:mandate-revoke", Mandate.objects.get().pk))

        assert not queries.may_act_for(finn.user, eve, Scope.BOOK, NOW)


class TestSwitch:
    def test_shows_for_whom_one_acts(self, eve: Citizen, finn: Citizen) -> None:
        mandate(eve, finn, Scope.DECLARE)
        browser = reader(finn.user)

        browser.post(address("portal:mandate-switch"), {"reference": eve.reference})

        assert f"You act for {eve.reference}" in words(browser.get(address("portal:mandates")))
        browser.post(address("portal:declarations"), {"health": "wellness_declared"})
        assert eve.evidence.count() == 1

    def test_leads_back_where_the_mandate_does_not_reach(self, eve: Citizen, finn: Citizen) -> None:
        mandate(eve, finn, Scope.DECLARE)
        browser = reader(finn.user)
        browser.post(address("portal:mandate-switch"), {"reference": eve.reference})

        page = browser.get(address("portal:tests"))

        assert page.status_code == 403
        said = words(page)
        assert f"You act for {eve.reference} just now, and may not do this for them." in said
        assert "Act for myself again" in said

    def test_is_said_on_pages_about_oneself(self, eve: Citizen, finn: Citizen) -> None:
        mandate(eve, finn, Scope.DECLARE)
        browser = reader(finn.user)
        assert "This one is about yourself" not in words(browser.get(address("portal:profile")))

        browser.post(address("portal:mandate-switch"), {"reference": eve.reference})

        assert "This one is about yourself" in words(browser.get(address("portal:profile")))
        assert "This one is about yourself" in words(browser.get(address("portal:devices")))

    def test_ends_with_the_mandate(self, eve: Citizen, finn: Citizen) -> None:
        given = mandate(eve, finn, Scope.DECLARE)
        browser = reader(finn.user)
        browser.post(address("portal:mandate-switch"), {"reference": eve.reference})
        services.revoke_mandate(given.pk, by=eve, now=NOW)

        response = browser.post(address("portal:declarations"), {"health": "wellness_declared"})

        assert response["Location"] == address("portal:landing")
        assert eve.evidence.count() == finn.evidence.count() == 0

    def test_is_to_nobody_without_a_mandate(self, eve: Citizen, finn: Citizen) -> None:
        browser = reader(finn.user)

        browser.post(address("portal:mandate-switch"), {"reference": eve.reference})

        assert "The mandate has ended." in words(browser.get(address("portal:mandates")))
