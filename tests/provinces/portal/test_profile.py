"""What people say of themselves and can change: profile, places, declarations."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from core.cells.ranges import Ranges
from provinces.citizens import queries, services
from provinces.citizens.models import Citizen, Contact, RegularPlace
from provinces.citizens.services import reaching
from provinces.evidence.models import Evidence
from provinces.portal import places
from provinces.rules import queries as rules
from provinces.rules import services as rulemaking
from provinces.tenancy import directory
from tests.cast import NOW
from tests.factories import areas, registries
from tests.factories.registries import MOTHER, InProcess
from tests.pages import address, reader, words
from tests.provinces.citizens.test_enrolling import NEEDED, entered, opening


@pytest.fixture
def near(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the point 39.5, 116.7 near the border, and nothing else."""
    import h3.api.basic_int as h3  # noqa: PLC0415

    cell = h3.latlng_to_cell(39.5, 116.7, places.frontier.RESOLUTION)
    strip = Ranges.from_cells([cell], places.frontier.RESOLUTION)
    monkeypatch.setattr(places.frontier, "strip", lambda: strip)


def point(**values: str) -> dict[str, str]:
    return {"kind": "work", "latitude": "39.5", "longitude": "116.7", "datum": "wgs84", **values}


class TestContact:
    def test_is_confirmed_by_the_code_that_was_sent_there(self, eve: Citizen) -> None:
        browser = reader(eve.user)
        said = {"channel": "email", "address": "eve@example.org"}
        browser.post(address("portal:contact"), said)
        reaching.send_contact_code(Contact.objects.get().pk, now=NOW)
        (sent,) = mail.outbox
        code = re.search(r"\d{8}", sent.body)
        assert sent.to == ["eve@example.org"]
        assert code is not None
        assert queries.contact_of(eve).email == ""

        browser.post(address("portal:contact-code", "email"), {"code": code[0]})

        assert queries.contact_of(eve).email == "eve@example.org"
        assert queries.agrees_to(eve, "contact", NOW)
        assert "eve@example.org" in words(browser.get(address("portal:profile")))

    def test_is_forgotten_where_its_code_is_not_entered_in_time(self, eve: Citizen) -> None:
        services.ask_contact(eve, "email", "eve@example.org", now=NOW)

        reaching.forget_unconfirmed(now=NOW + timedelta(days=1))

        assert not Contact.objects.exists()

    def test_is_not_confirmed_by_another_code(self, eve: Citizen) -> None:
        services.ask_contact(eve, "email", "eve@example.org", now=NOW)
        reaching.send_contact_code(Contact.objects.get().pk, now=NOW)

        response = reader(eve.user).post(address("portal:contact-code", "email"), {"code": "1"})

        assert "That is not the code" in words(response)
        assert queries.contact_of(eve).email == ""

    def test_of_the_sandbox_says_where_the_code_can_be_read(
        self, eve: Citizen, settings: Any
    ) -> None:
        settings.CITIZENS_SANDBOX_PHONES = "http://localhost:8100/"
        services.ask_contact(eve, "email", "eve@example.org", now=NOW)

        page = reader(eve.user).get(address("portal:contact-code", "email"))

        assert 'href="http://localhost:8100/" target="_blank"' in page.content.decode()

    def test_has_the_form_of_an_address(self, eve: Citizen) -> None:
        said = {"channel": "email", "address": "eve"}

        response = reader(eve.user).post(address("portal:contact"), said)

        assert "Enter a valid email address." in words(response)

    def test_is_sealed(self, eve: Citizen) -> None:
        services.ask_contact(eve, "email", "eve@example.org", now=NOW)

        assert b"eve@" not in bytes(Contact.objects.get().sealed)


class TestConsents:
    def test_are_withdrawn_with_their_data(self, eve: Citizen) -> None:
        services.give_consents(eve, ["birth_year"], language="en", now=NOW)
        eve.birth_year = 1990
        eve.save()

        reader(eve.user).post(address("portal:withdraw", "birth_year"))

        eve.refresh_from_db()
        assert eve.birth_year is None

    def test_are_told_by_a_receipt(self, eve: Citizen) -> None:
        receipt = services.give_consents(eve, ["birth_year"], language="en", now=NOW)

        answer = reader(eve.user).get(address("portal:receipt", receipt))

        assert answer["Content-Disposition"].startswith("attachment")
        assert answer.json()["consents"][0]["item"] == "birth_year"


class TestDuties:
    def test_are_shown_apart_from_what_one_agreed_to_and_without_an_end(self, eve: Citizen) -> None:
        items = ["identity", "residence", "birth_year"]
        services.give_consents(eve, items, language="en", now=NOW)

        page = words(reader(eve.user).get(address("portal:profile")))

        agreed, _heading, required = page.partition("What the law requires to be kept")
        agreed = agreed.partition("What you agreed to")[2]
        required = required.partition("What you can still agree to")[0]
        assert "Year of birth" in agreed
        assert " until " in agreed
        assert "Name and document number" not in agreed
        assert "Name and document number" in required
        assert " until " not in required.replace("until when", "")


class TestAgree:
    @pytest.fixture
    def known(self, north: directory.Entry, monkeypatch: pytest.MonkeyPatch) -> InProcess:
        areas.area("110101")
        return registries.answering(monkeypatch)

    @pytest.fixture
    def fang(self, known: InProcess) -> Citizen:
        """Somebody who refused on enrolment whatever can be refused."""
        return services.open_account(entered(known), opening(agreed=NEEDED), now=NOW).citizen

    def agree(self, fang: Citizen, item: str, language: str = "en") -> Any:
        return reader(fang.user, language).post(address("portal:agree", item), follow=True)

    def test_is_offered_for_what_was_refused(self, fang: Citizen) -> None:
        page = words(reader(fang.user).get(address("portal:profile")))

        offered = page.partition("What you can still agree to")[2]
        assert "Agree Year of birth" in offered
        assert "Agree E-mail address and phone number" in offered

    def test_shows_what_came_from_the_registry(self, fang: Citizen) -> None:
        page = words(self.agree(fang, "birth_year"))

        assert "You have agreed. Your receipt is on this page." in page
        assert f"Year of birth {MOTHER.birth_year}" in page
        assert "Agree Year of birth" not in page

    def test_says_so_in_chinese(self, fang: Citizen) -> None:
        assert "您已同意。回执在本页。" in words(self.agree(fang, "contact", "zh-hans"))

    def test_says_that_the_registry_is_down(self, known: InProcess, fang: Citizen) -> None:
        known.is_down = True

        assert "Nothing is changed: try again" in words(self.agree(fang, "contact"))

    def test_says_that_it_is_agreed_to_already(self, fang: Citizen) -> None:
        self.agree(fang, "contact")

        assert "You have agreed to this already." in words(self.agree(fang, "contact"))

    def test_knows_no_use_that_there_is_not(self, fang: Citizen) -> None:
        assert self.agree(fang, "everything").status_code == 404


@pytest.mark.usefixtures("near")
class TestPlaces:
    def test_are_kept_as_cells(self, eve: Citizen) -> None:
        reader(eve.user).post(address("portal:places"), point())

        place = RegularPlace.objects.get()
        assert (place.citizen, place.kind) == (eve, "work")
        assert place.cell == services.cell_of(39.5, 116.7)
        assert queries.agrees_to(eve, "places", NOW)

    def test_are_near_the_border(self, eve: Citizen) -> None:
        response = reader(eve.user).post(address("portal:places"), point(latitude="40.5"))

        assert "not within 5 km of another province" in words(response)
        assert not RegularPlace.objects.exists()

    def test_name_their_datum(self, eve: Citizen) -> None:
        reader(eve.user).post(
            address("portal:places"), point(latitude="39.5013", longitude="116.7062", datum="gcj02")
        )

        assert RegularPlace.objects.get().cell == services.cell_of(39.5, 116.7)

    def test_are_three_at_most(self, eve: Citizen) -> None:
        for step in (1, 2, 3):
            cell = services.cell_of(39.5 + step / 10, 116.7)
            services.say_place(eve, cell, "other", language="en", now=NOW)

        response = reader(eve.user).post(address("portal:places"), point())

        assert RegularPlace.objects.count() == 3
        assert "Three places are kept already" in words(response)

    def test_are_removed(self, eve: Citizen) -> None:
        browser = reader(eve.user)
        browser.post(address("portal:places"), point())

        browser.post(address("portal:place-remove", RegularPlace.objects.get().pk))

        assert not RegularPlace.objects.exists()


class TestDeclarations:
    def test_count_at_once_and_are_taken_back(self, eve: Citizen) -> None:
        browser = reader(eve.user)
        browser.post(address("portal:declarations"), {"health": "symptoms_declared"})
        piece = Evidence.objects.get()
        assert piece.citizen == eve
        assert "Unwell" in words(browser.get(address("portal:declarations")))

        browser.post(address("portal:declaration-take-back", piece.pk))

        piece.refresh_from_db()
        assert piece.withdrawn_at == NOW

    @pytest.mark.parametrize("said", ["", "confirmed_case", "fine"])
    def test_are_of_what_a_person_may_declare(self, eve: Citizen, said: str) -> None:
        response = reader(eve.user).post(address("portal:declarations"), {"health": said})

        assert "Today I am:" in words(response)
        assert not Evidence.objects.exists()

    def test_say_which_symptoms_and_since_when(self, eve: Citizen) -> None:
        browser = reader(eve.user)
        said = {
            "health": "symptoms_declared",
            "symptoms": ["cough", "fever"],
            "since": "2026-11-13",
        }

        browser.post(address("portal:declarations"), said)

        piece = Evidence.objects.get()
        page = words(browser.get(address("portal:declarations")))
        assert piece.details == {"symptoms": ["cough", "fever"]}
        assert piece.onset_at == datetime(2026, 11, 12, 16, tzinfo=UTC)
        assert "Cough, Fever, 37.3 °C or more · since 13 Nov" in page

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"health": "wellness_declared", "symptoms": ["fever"]}, "Today I am: Choose unwell"),
            ({"health": "symptoms_declared", "symptoms": ["red"]}, "Which symptoms"),
            ({"health": "symptoms_declared", "since": "2026-11-16"}, "Since which day"),
            ({"health": "symptoms_declared", "since": "2026-10-16"}, "Since which day"),
        ],
    )
    def test_name_the_field_that_is_wrong(
        self, eve: Citizen, wrong: dict[str, Any], field: str
    ) -> None:
        page = reader(eve.user).post(address("portal:declarations"), wrong)

        assert field in words(page)
        assert not Evidence.objects.exists()

    def test_lead_to_what_published_rules_make_of_them(self, eve: Citizen) -> None:
        def led_to() -> str:
            return words(reader(eve.user).get(address("portal:declarations")))

        assert "No rule in force reads what you declare" in led_to()
        rulemaking.publish(rules.shipped("sichuan"), now=NOW)

        assert "You declared symptoms. Yellow." in led_to()
