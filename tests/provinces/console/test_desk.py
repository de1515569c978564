"""A desk serves people who are present, and leaves a trace that they see."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from provinces.accounts.models import User
from provinces.citizens import canaries, fields, moving, queries, services
from provinces.citizens.fields import Field, Rights, Sight
from provinces.citizens.mandates import Scope
from provinces.citizens.models import Challenge, Citizen, Contact, Identity
from provinces.citizens.purposes import Purpose
from provinces.citizens.registry import Match
from provinces.evidence import services as evidence
from provinces.evidence.models import Evidence, Trip
from provinces.ledger.models import Payload
from provinces.passes import queries as passes
from provinces.tenancy import directory
from tests.cast import NOW
from tests.client import ProvinceClient
from tests.factories import areas, offices, registries, road, users
from tests.factories import passes as made
from tests.factories.registries import CANARY, GRAN, SOUTHERN, InProcess, claimed
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


@pytest.fixture
def gran(known: InProcess) -> Citizen:
    match = Match("", "110101", 1942, ())
    return services.enrol_matched(claimed(GRAN), match, by=None, now=NOW)


def present(entry: Any = GRAN, **values: str) -> dict[str, str]:
    return {
        "kind": entry.kind,
        "number": entry.number,
        "full_name": entry.name,
        "is_present": "on",
        **values,
    }


def find(desk: ProvinceClient, **values: str) -> Any:
    return desk.post(address("console:desk"), present(**values))


class TestDesk:
    def test_says_in_a_sandbox_whom_one_can_serve(
        self, desk: ProvinceClient, settings: Settings
    ) -> None:
        in_earnest = words(desk.get(address("console:desk")))
        settings.CITIZENS_SANDBOX_PHONES = "http://localhost:8200/"

        in_a_sandbox = desk.get(address("console:desk"))

        assert "sandbox" not in in_earnest
        assert "serve somebody who does not exist" in words(in_a_sandbox)
        assert 'href="http://localhost:8200/"' in in_a_sandbox.content.decode()

    def test_finds_the_person_present(self, desk: ProvinceClient, gran: Citizen) -> None:
        assert find(desk)["Location"] == address("console:desk-person")

        page = words(desk.get(address("console:desk-person")))

        assert GRAN.name in page
        (read,) = queries.reads_of(gran)
        assert read.purpose == "desk"
        assert GRAN.number not in page
        assert Field.DOCUMENT not in read.fields

    def test_finds_nobody_who_is_not_present(self, desk: ProvinceClient, gran: Citizen) -> None:
        said = present()
        del said["is_present"]

        assert desk.post(address("console:desk"), said).status_code == 200

    @pytest.mark.parametrize(
        "wrong", [{"full_name": "李芳"}, {"kind": "passport", "number": "X12345678"}]
    )
    def test_knows_another_name_as_little_as_another_number(
        self, desk: ProvinceClient, gran: Citizen, wrong: dict[str, str]
    ) -> None:
        assert "Nobody like that is enrolled in your area." in words(find(desk, **wrong))

    def test_knows_nobody_of_another_area(self, known: InProcess, gran: Citizen) -> None:
        other = users.user()
        offices.office(other, areas.area("110200"), "desk_clerk", now=NOW)

        assert "Nobody like that is enrolled in your area." in words(find(reader(other)))

    def test_is_budgeted(self, desk: ProvinceClient, settings: Settings) -> None:
        limits = {"actor": 1, "network": 9, "subject": 9, "spread": 9}
        settings.CITIZENS_BUDGETS = {**settings.CITIZENS_BUDGETS, "desk": limits}
        find(desk)

        assert find(desk).status_code == 429

    def test_raises_an_alarm_for_a_canary(self, desk: ProvinceClient, clerk: User) -> None:
        canaries.plant([CANARY], now=NOW)

        find(desk, number=CANARY)

        alarm = Payload.objects.get(entry__event="canary.touched")
        assert alarm.body["source"]["actor"] == f"accounts.user:{clerk.pk}"

    def test_enrols_whom_the_registry_knows(self, desk: ProvinceClient) -> None:
        find(desk, enrol="yes")

        citizen = Citizen.objects.get()
        assert citizen.area.code == "110101"
        assert [served.act for served in queries.served(citizen)] == ["enrolled"]

    def test_enrols_nobody_of_another_area(self, desk: ProvinceClient) -> None:
        response = desk.post(address("console:desk"), present(SOUTHERN, enrol="yes"))

        assert "who lives in your area" in words(response)
        assert not Identity.objects.exists()

    def test_waits_for_a_registry_that_is_down(
        self, desk: ProvinceClient, known: InProcess
    ) -> None:
        known.is_down = True

        assert "does not answer just now" in words(find(desk, enrol="yes"))


class TestPerson:
    def test_leaves_the_desk_after_a_while(
        self, desk: ProvinceClient, gran: Citizen, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        find(desk)
        later = NOW + timedelta(minutes=31)
        monkeypatch.setattr(timezone, "now", lambda: later)

        answer = desk.get(address("console:desk-person"))

        assert answer.status_code == 404
        assert "30 minutes have passed. Find the person again." in words(answer)
        assert f'action="{address("console:desk")}"' in answer.content.decode()

    def test_leaves_the_desk_when_done(self, desk: ProvinceClient, gran: Citizen) -> None:
        find(desk)
        desk.post(address("console:desk-leave"))

        assert desk.get(address("console:desk-person")).status_code == 404


class TestActs:
    def test_say_what_is_missing(self, desk: ProvinceClient, gran: Citizen) -> None:
        find(desk)

        said = words(desk.post(address("console:desk-declare"), {}, follow=True))

        assert "Choose an answer first, such as how the person is" in said
        assert "Noted" not in said

    def test_declare_for_the_person(self, desk: ProvinceClient, gran: Citizen) -> None:
        find(desk)

        said = {"health": "symptoms_declared", "symptoms": ["fever"]}
        desk.post(address("console:desk-declare"), said)

        piece = Evidence.objects.get()
        assert (piece.citizen, piece.details) == (gran, {"symptoms": ["fever"]})
        (served,) = queries.served(gran)
        assert (served.act, served.office, served.role) == (
            "declared",
            "service centre",
            "desk_clerk",
        )

    def test_declare_a_trip_and_take_it_back(self, desk: ProvinceClient, gran: Citizen) -> None:
        made.policy()
        find(desk)
        said = {"host": "south", "departs_at": "2026-11-16T09:00", "means": "train"}
        desk.post(address("console:desk-trips"), said)
        trip = Trip.objects.get()
        assert (trip.citizen, trip.departs_at) == (gran, datetime(2026, 11, 16, 1, tzinfo=UTC))
        assert "South" in words(desk.get(address("console:desk-trips")))
        assert queries.reads_of(gran)[0].fields == (Field.TRIPS,)

        desk.post(address("console:desk-trip-take-back"), {"trip": str(trip.pk)})

        assert not Trip.objects.exists()
        assert [each.act for each in queries.served(gran)] == ["travelling", "travelling"]

    def test_show_no_trip_that_the_table_does_not_grant(
        self, desk: ProvinceClient, gran: Citizen, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        journey = evidence.Journey("north", NOW + timedelta(days=1), "train", "Harbour")
        trip = evidence.declare_trip(gran, journey, now=NOW)
        find(desk)
        rights = Rights(inside=Sight(frozenset({Field.NAME})))
        monkeypatch.setitem(fields.TABLE, ("desk_clerk", Purpose.DESK), rights)

        page = words(desk.get(address("console:desk-trips")))
        back = desk.post(address("console:desk-trip-take-back"), {"trip": str(trip.pk)})

        assert "is not shown to your office" in page
        assert "Harbour" not in page
        assert back.status_code == 404
        assert Trip.objects.exists()
        assert queries.reads_of(gran)[0].fields == ()

    def test_take_back_no_trip_of_others(
        self, desk: ProvinceClient, gran: Citizen, eve: Citizen
    ) -> None:
        journey = evidence.Journey("north", NOW + timedelta(days=1), "train")
        trip = evidence.declare_trip(eve, journey, now=NOW)
        find(desk)

        desk.post(address("console:desk-trip-take-back"), {"trip": str(trip.pk)})

        assert Trip.objects.get() == trip
        assert not queries.served(gran)

    def test_let_somebody_act_for_the_person(
        self, desk: ProvinceClient, gran: Citizen, eve: Citizen
    ) -> None:
        find(desk)
        said = {"reference": eve.reference, "scopes": ["show_code"]}
        desk.post(address("console:desk-mandate"), said)
        given = queries.given_by(gran, NOW).get()
        assert given.verified_by == "desk"
        assert queries.may_act_for(eve.user, gran, Scope.SHOW_CODE, NOW)

        desk.post(address("console:desk-mandate-end"), {"mandate": str(given.pk)})

        assert not queries.may_act_for(eve.user, gran, Scope.SHOW_CODE, NOW)

    def test_keep_the_reference_of_who_is_not_known(
        self, desk: ProvinceClient, gran: Citizen
    ) -> None:
        find(desk)

        page = desk.post(address("console:desk-mandate"), {"reference": "nobody"}, follow=True)

        assert "Nobody like that is known." in words(page)
        assert 'value="nobody"' in page.content.decode()

    def test_end_no_mandate_of_others(
        self, desk: ProvinceClient, gran: Citizen, eve: Citizen, finn: Citizen
    ) -> None:
        from tests.factories.mandates import mandate  # noqa: PLC0415

        given = mandate(eve, finn)
        find(desk)

        desk.post(address("console:desk-mandate-end"), {"mandate": str(given.pk)})

        assert queries.may_act_for(finn.user, eve, Scope.SHOW_CODE, NOW)

    def test_do_nothing_for_oneself(self, desk: ProvinceClient, clerk: User, gran: Citizen) -> None:
        gran.user = clerk
        gran.save()
        find(desk)

        response = desk.post(address("console:desk-declare"), {"health": "symptoms_declared"})

        assert response.status_code == 302
        assert not Evidence.objects.exists()


class TestPaper:
    def test_is_printed_and_told(self, desk: ProvinceClient, gran: Citizen) -> None:
        road.first_ruleset()
        find(desk)

        sheet = desk.post(address("console:desk-paper"))

        assert sheet["Content-Type"] == "application/pdf"
        assert sheet.content.startswith(b"%PDF")
        assert [served.act for served in queries.served(gran)] == ["paper_code"]
        assert passes.issued_to(gran, NOW).count() == 1

    def test_is_not_for_whoever_is_on_the_way_to_another_home(
        self, desk: ProvinceClient, gran: Citizen
    ) -> None:
        road.first_ruleset()
        find(desk)
        moving.leave(gran, to="south", now=NOW)

        said = words(desk.post(address("console:desk-paper"), follow=True))

        assert "Nothing has been done." in said
        assert queries.served(gran) == []


class TestLetter:
    def test_opens_an_account_and_links_no_phone(
        self, desk: ProvinceClient, gran: Citizen, client: ProvinceClient
    ) -> None:
        find(desk)
        letter = words(desk.post(address("console:desk-letter")))
        number = re.search(r"Number of the letter ([a-z0-9-]+)", letter)
        code = re.search(r"Code (\d{8})", letter)
        assert number is not None
        assert code is not None

        said = {"letter": number[1], "code": code[1]}
        client.post(address("portal:enrol-letter"), said)
        client.post(
            address("portal:enrol-finish"),
            {"username": "gran.li", "password": "plum blossom in snow"},
        )

        gran.refresh_from_db()
        assert gran.user is not None
        assert not Contact.objects.exists()
        assert [served.act for served in queries.served(gran)] == ["letter"]

    def test_keeps_its_code_as_a_hash(self, desk: ProvinceClient, gran: Citizen) -> None:
        find(desk)
        letter = words(desk.post(address("console:desk-letter")))
        code = re.search(r"Code (\d{8})", letter)
        assert code is not None

        challenge = Challenge.objects.get()
        kept = bytes(challenge.claimed) + bytes(challenge.found) + bytes(challenge.code_hash)
        assert code[1].encode() not in kept
