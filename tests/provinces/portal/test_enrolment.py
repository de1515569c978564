"""Enrolling in the browser: the same answers for known and unknown people, all the way."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from provinces.citizens import queries
from provinces.citizens.models import Challenge, Citizen
from provinces.citizens.services import codes
from provinces.ledger.models import Payload
from provinces.tenancy import directory
from tests.cast import NOW
from tests.client import ProvinceClient
from tests.factories import areas, registries, users
from tests.factories.registries import GRAN, MOTHER, InProcess
from tests.pages import address, words
from tests.statements import run_by

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


@pytest.fixture
def known(north: directory.Entry, monkeypatch: pytest.MonkeyPatch) -> InProcess:
    areas.area("110101")
    return registries.answering(monkeypatch)


def who(entry: Any = MOTHER, **values: str) -> dict[str, str]:
    return {"kind": entry.kind, "number": entry.number, "full_name": entry.name, **values}


def send_codes() -> None:
    """Do what the worker does."""
    for number in codes.pending(NOW):
        codes.send(number, now=NOW)


def enter(client: ProvinceClient, known: InProcess, entry: Any = MOTHER) -> Any:
    client.post(address("portal:enrol"), who(entry))
    send_codes()
    return client.post(address("portal:enrol-code"), {"code": known.code()})


def finish(client: ProvinceClient, **values: Any) -> Any:
    fields = {"username": "fang.wang", "password": "plum blossom in snow", **values}
    return client.post(address("portal:enrol-finish"), fields)


class TestEnrol:
    def test_leads_to_a_status(self, client: ProvinceClient, known: InProcess) -> None:
        assert enter(client, known)["Location"] == address("portal:enrol-finish")

        response = finish(client, agreed=["contact"])

        assert response["Location"] == address("portal:landing")
        assert client.get(address("portal:status")).status_code == 200
        citizen = Citizen.objects.get(user__username="fang.wang")
        assert queries.contact_of(citizen).email == MOTHER.email
        assert citizen.birth_year is None

    def test_leads_to_the_receipt(self, client: ProvinceClient, known: InProcess) -> None:
        enter(client, known)
        finish(client)

        page = client.get(address("portal:status")).content.decode()

        told = page.partition('class="govuk-notification-banner__heading"')[2].partition("</p>")[0]
        assert f'href="{address("portal:profile")}"' in told

    def test_asks_who_one_is_by_form_alone(self, client: ProvinceClient, known: InProcess) -> None:
        response = client.post(address("portal:enrol"), who(number="110101198501010011"))

        assert "Numbers of this document are not made like this." in words(response)
        assert not known.asked

    def test_gives_an_account_back(self, client: ProvinceClient, known: InProcess) -> None:
        enter(client, known)
        finish(client)
        again = ProvinceClient(headers={"accept-language": "en"})
        enter(again, known)
        assert "You sign in to it as fang.wang." in words(again.get(address("portal:enrol-finish")))

        response = again.post(
            address("portal:enrol-finish"), {"password": "another blossom in snow"}
        )

        assert response["Location"] == address("portal:sign-in")
        user = Citizen.objects.get(user__username="fang.wang").user
        assert user is not None
        assert user.check_password("another blossom in snow")

    def test_refuses_a_password_that_is_short(
        self, client: ProvinceClient, known: InProcess
    ) -> None:
        enter(client, known)

        assert "too short" in words(finish(client, password="plum"))

    def test_refuses_a_name_that_is_taken(self, client: ProvinceClient, known: InProcess) -> None:
        users.user("fang.wang")
        enter(client, known)

        assert "Somebody signs in by this name already" in words(finish(client))

    def test_keeps_the_request_while_the_registry_is_down(
        self, client: ProvinceClient, known: InProcess, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client.post(address("portal:enrol"), who())
        assert "kept for a day" not in words(client.get(address("portal:enrol-code")))
        monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(seconds=20))

        assert "Your request is kept for a day" in words(client.get(address("portal:enrol-code")))

    def test_ends_at_a_code_that_is_wrong(self, client: ProvinceClient, known: InProcess) -> None:
        client.post(address("portal:enrol"), who())
        send_codes()

        response = client.post(address("portal:enrol-code"), {"code": "12345678"})

        assert "That is not the code" in words(response)
        assert client.get(address("portal:enrol-finish"))["Location"] == address("portal:enrol")


# Somebody enrolled, somebody whom only the registry knows, and two whom nobody knows.
ASKED = {
    "enrolled": who(),
    "known": who(GRAN),
    "another's name": who(GRAN, full_name=MOTHER.name),
    "nobody": who(kind="passport", number="X12345678"),
}


class TestSameness:
    """What one learns of anybody by their name and number: nothing."""

    @pytest.fixture
    def asked(self, known: InProcess) -> dict[str, list[Any]]:
        """What each of them is answered, header by header, and the statements that were run."""
        enter(ProvinceClient(headers={"accept-language": "en"}), known)
        found = {}
        for name, said in ASKED.items():
            client = ProvinceClient(headers={"accept-language": "en"})
            client.get(address("portal:enrol"))
            found[name] = [self._walk(client, said)]
        return found

    def _walk(self, client: ProvinceClient, said: dict[str, str]) -> Any:
        answers: list[Any] = []
        statements = run_by(lambda: answers.append(client.post(address("portal:enrol"), said)))
        answers.append(client.get(address("portal:enrol-code")))
        send_codes()
        answers.append(client.get(address("portal:enrol-code")))
        code = {"code": "00000000"}
        statements += run_by(
            lambda: answers.append(client.post(address("portal:enrol-code"), code))
        )
        return [
            (answer.status_code, self._headers(answer), TOKEN.sub("", answer.content.decode()))
            for answer in answers
        ], statements

    @staticmethod
    def _headers(answer: Any) -> dict[str, str]:
        # When a page of the moment expires is the moment itself.
        return {name: value for name, value in answer.items() if name != "Expires"}

    @pytest.mark.parametrize("other", [name for name in ASKED if name != "enrolled"])
    def test_is_of_body_headers_and_statements(
        self, asked: dict[str, list[Any]], other: str
    ) -> None:
        assert asked[other] == asked["enrolled"]


class TestBudget:
    def test_trips_with_an_alarm_that_names_the_network(
        self, client: ProvinceClient, known: InProcess, settings: Settings
    ) -> None:
        limits = {"actor": 9, "network": 2, "subject": 9, "spread": 9}
        settings.CITIZENS_BUDGETS = {**settings.CITIZENS_BUDGETS, "account": limits}
        for number in range(2):
            client.post(address("portal:enrol"), who(kind="passport", number=f"X0000000{number}"))

        response = client.post(address("portal:enrol"), who())

        assert response.status_code == 429
        assert "go to a desk" in words(response)
        alarm = Payload.objects.get(entry__event="budget.tripped")
        assert alarm.body["source"] == {"actor": "", "network": "127.0.0.1/32"}
        assert Challenge.objects.count() == 2
