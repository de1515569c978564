"""My data: who looked, what is held, a copy, its proofs, and what may be erased."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from provinces.accounts.models import User
from provinces.citizens import queries as citizens
from provinces.citizens import services as citizen
from provinces.citizens.models import Citizen, Contact
from provinces.citizens.purposes import Purpose
from provinces.evidence import services as evidence
from provinces.evidence.classes import EvidenceClass
from provinces.ledger.events import Event
from provinces.ledger.models import Entry, Payload
from provinces.retention.register import REGISTER
from provinces.tenancy import keys
from provinces.tenancy.keys import KeyRole
from tests.cast import NOW
from tests.client import ProvinceClient
from tests.factories import ledger as ledgers
from tests.factories import records, screening, zones
from tests.pages import address, reader, words
from tools import verify_proof

pytestmark = pytest.mark.usefixtures("noon")


class TestMyData:
    def test_tells_who_looked_why_and_in_which_office(self, eve: Citizen) -> None:
        by = zones.official("case_officer", unit="city health office")
        citizens.read_record(eve, by=by, purpose=Purpose.TRACING, at=NOW)

        said = words(reader(eve.user).get(address("portal:my-data")))

        assert "city health office" in said
        assert "Your record was read." in said

    def test_tells_that_an_address_is_not_confirmed(self, eve: Citizen) -> None:
        citizen.ask_contact(eve, "email", "eve@example.org", now=NOW)

        said = words(reader(eve.user).get(address("portal:my-data")))

        assert "An address among them is not confirmed" in said

    def test_tells_of_no_year_of_birth_as_held_where_it_was_refused(self, eve: Citizen) -> None:
        said = words(reader(eve.user).get(address("portal:my-data")))

        assert "your year of birth if you agreed to it" in said
        assert "district, year of birth" not in said

    def test_tells_what_is_held_until_when_and_on_what_ground(self, eve: Citizen) -> None:
        screening.result(eve, now=NOW)

        said = words(reader(eve.user).get(address("portal:my-data")))

        assert "Results of tests" in said
        assert "28 days after the sample" in said
        assert "This laboratory examined your sample" in said

    def test_tells_of_marks_and_of_who_ended_them(self, eve: Citizen) -> None:
        mark = records.protected(eve, now=NOW - timedelta(hours=2))
        marked = words(reader(eve.user).get(address("portal:my-data")))

        records.lifted(mark, now=NOW)

        said = words(reader(eve.user).get(address("portal:my-data")))
        assert "shelter · other shelter: Somebody who looks for them would do them harm" in marked
        assert "Ended early" not in marked
        assert "Ended early by lifting office and other lifting office: The person wants it" in said

    def test_tells_nothing_of_marks_where_there_is_none(self, eve: Citizen) -> None:
        assert "more care" not in words(reader(eve.user).get(address("portal:my-data")))

    def test_speaks_chinese(self, eve: Citizen) -> None:
        said = words(reader(eve.user, "zh-hans").get(address("portal:my-data")))

        assert "我的数据" in said
        assert "As long as" not in said


class TestProof:
    def test_is_verified_without_this_node(self, eve: Citizen) -> None:
        by = zones.official("case_officer", unit="city health office")
        citizens.read_record(eve, by=by, purpose=Purpose.TRACING, at=NOW)
        ledgers.seal()
        entry = Entry.objects.get(event=Event.RECORD_READ)

        answer = reader(eve.user).get(address("portal:proof", entry.pk))

        key = verify_proof.key_from(keys.verifiers(KeyRole.LEDGER)[0].text)
        assert verify_proof.check(json.loads(answer.content), key, [])

    def test_waits_for_the_seal(self, eve: Citizen) -> None:
        by = zones.official("case_officer", unit="city health office")
        citizens.read_record(eve, by=by, purpose=Purpose.TRACING, at=NOW)
        entry = Entry.objects.get(event=Event.RECORD_READ)

        answer = reader(eve.user).get(address("portal:proof", entry.pk))

        assert answer.status_code == 503


class TestExport:
    def test_is_complete(self, eve: Citizen) -> None:
        screening.result(eve, now=NOW)

        answer = reader(eve.user).post(address("portal:export"), {"form": "json"})

        copy = json.loads(answer.content)
        assert [each["class"] for each in copy["classes"]] == [
            kept.key for kept in REGISTER if kept.is_personal
        ]
        tables = {
            table["table"]: table["rows"] for each in copy["classes"] for table in each["tables"]
        }
        assert tables["screening.Result"][0]["outcome"]
        assert tables["accounts.User"][0]["password"] == "a secret, which is not given out"
        assert Payload.objects.filter(entry__event=Event.DATA_EXPORTED).exists()

    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    def test_is_a_pdf_too(self, eve: Citizen, language: str) -> None:
        answer = reader(eve.user, language).post(address("portal:export"), {"form": "pdf"})

        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")

    def test_is_nothing_else(self, eve: Citizen) -> None:
        answer = reader(eve.user).post(address("portal:export"), {"form": "xml"})

        assert answer.status_code == 400


class TestErase:
    def test_erases_what_was_chosen(self, eve: Citizen) -> None:
        citizen.give_consents(eve, ["contact"], language="en", now=NOW)
        browser = reader(eve.user)

        answer = browser.post(address("portal:erase"), {"parts": ["contacts"]})

        assert answer.status_code == 302
        assert not Contact.objects.exists()
        assert Payload.objects.filter(entry__event=Event.DATA_ERASED).exists()

    def test_says_what_was_erased_and_what_there_was_nothing_of(self, eve: Citizen) -> None:
        evidence.declare_trip(
            eve, evidence.Journey("south", NOW + timedelta(days=1), "train"), now=NOW
        )

        answer = reader(eve.user).post(
            address("portal:erase"), {"parts": ["trips", "check_ins"]}, follow=True
        )

        assert "Erased: Trips that you declared." in words(answer)
        assert "There was nothing to erase of: Where you checked in." in words(answer)

    def test_says_what_must_be_kept(self, eve: Citizen) -> None:
        screening.result(eve, now=NOW)

        said = words(reader(eve.user).get(address("portal:erase")))

        assert "28 days after the sample" in said
        assert "Infectious Diseases" in said

    def test_closes_the_account_and_signs_out(self, eve: Citizen) -> None:
        browser = reader(eve.user)

        browser.post(address("portal:erase"), {"parts": ["account"]})

        assert browser.get(address("portal:my-data")).status_code == 302
        assert not User.objects.filter(username="eve").exists()


class TestHistory:
    def test_lists_what_was_recorded_page_by_page(self, eve: Citizen) -> None:
        for _ in range(51):
            citizen.give_consents(eve, ["birth_year"], language="en", now=NOW)
        browser = reader(eve.user)

        first = browser.get(address("portal:history"))

        assert "A person was told of a use of their data" in words(first)
        before = first.context["more"]
        assert browser.get(address("portal:history"), {"before": before}).status_code == 200

    def test_tells_of_what_was_asserted_of_them_as_well(self, eve: Citizen) -> None:
        piece = evidence.declare(eve, EvidenceClass.SYMPTOMS_DECLARED, now=NOW)
        browser = reader(eve.user)

        told = browser.get(address("portal:history"))

        about = {each.entry for each in told.context["entries"]}
        assert Payload.objects.get(about=f"evidence.evidence:{piece.pk}").pk in about


class TestRetention:
    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    def test_shows_everybody_the_whole_register(self, north: object, language: str) -> None:
        browser = ProvinceClient(HTTP_ACCEPT_LANGUAGE=language)

        answer = browser.get(address("portal:retention"))

        for kept in REGISTER:
            assert f'id="{kept.key}"' in answer.content.decode()
