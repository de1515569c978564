"""What others have asked about a person before, and which names are taken, is told to nobody."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from pytest_django import Settings

from provinces.citizens.models import Challenge, Citizen, Contact
from provinces.citizens.services import codes, reaching
from provinces.ledger.models import Payload
from provinces.tenancy import directory
from tests.cast import NOW
from tests.client import ProvinceClient
from tests.factories import areas, registries, users
from tests.factories.registries import GRAN, MOTHER, SOUTHERN, InProcess
from tests.pages import address, reader, words
from tests.statements import run_by

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


@pytest.fixture
def known(north: directory.Entry, monkeypatch: pytest.MonkeyPatch) -> InProcess:
    areas.area("110101")
    return registries.answering(monkeypatch)


def who(entry: Any, **values: str) -> dict[str, str]:
    return {"kind": entry.kind, "number": entry.number, "full_name": entry.name, **values}


def send_codes() -> None:
    for number in codes.pending(NOW):
        codes.send(number, now=NOW)


def used_up(said: dict[str, str], times: int) -> None:
    """Have codes asked for about somebody, from as many networks."""
    for number in range(times):
        browser = ProvinceClient(headers={"accept-language": "en"})
        browser.post(address("portal:enrol"), said, REMOTE_ADDR=f"10.1.{number}.1")
    send_codes()


class TestAsking:
    """One request too many about a person looks like the first one."""

    def _asked(self, said: dict[str, str], page: str, then: str, browser: ProvinceClient) -> Any:
        answers: list[Any] = []
        statements = run_by(lambda: answers.append(browser.post(address(page), said)))
        send_codes()
        answers.append(browser.get(address(then)))
        told = [(answer.status_code, TOKEN.sub("", answer.content.decode())) for answer in answers]
        return told, answers[0]["Location"], statements

    def test_is_answered_alike_for_an_account(self, known: InProcess, settings: Settings) -> None:
        let = settings.CITIZENS_BUDGETS["account"]["subject"]
        used_up(who(MOTHER), let)
        sent = len(known.books.sent)

        answers = []
        for said in (who(MOTHER), who(GRAN, full_name="N")):
            browser = ProvinceClient(headers={"accept-language": "en"})
            browser.get(address("portal:enrol"))
            answers.append(self._asked(said, "portal:enrol", "portal:enrol-code", browser))

        assert len({each.text for each in known.books.sent}) == let
        assert len(known.books.sent) == sent
        told, where, statements = answers[0]
        assert (told, where) == answers[1][:2]
        # The one too many is recorded as an alarm, whoever it is about.
        assert len(statements) >= len(answers[1][2])

    def test_is_answered_alike_for_a_mandate(
        self, known: InProcess, eve: Citizen, finn: Citizen, settings: Settings
    ) -> None:
        limits = {**settings.CITIZENS_BUDGETS["mandate"], "subject": 1}
        settings.CITIZENS_BUDGETS = {**settings.CITIZENS_BUDGETS, "mandate": limits}
        more = {"relation": "adult", "scopes": "show_code"}
        reader(finn.user).post(address("portal:mandate-ask"), who(GRAN, **more))
        send_codes()
        sent, browser = len(known.books.sent), reader(eve.user)
        browser.get(address("portal:mandates"))

        answers = [
            self._asked(said, "portal:mandate-ask", "portal:mandate-code", browser)[:2]
            for said in (who(GRAN, **more), who(SOUTHERN, full_name="N", **more))
        ]

        assert answers[0] == answers[1]
        assert len(known.books.sent) == sent

    def test_raises_its_alarm_all_the_same(self, known: InProcess, settings: Settings) -> None:
        used_up(who(MOTHER), settings.CITIZENS_BUDGETS["account"]["subject"] + 1)

        alarm = Payload.objects.get(entry__event="budget.tripped")

        assert alarm.body["axis"] == "subject"
        assert alarm.body["source"]["network"] == "10.1.5.1/32"

    def test_sends_nothing_more_to_an_address(
        self, eve: Citizen, finn: Citizen, settings: Settings
    ) -> None:
        limits = {**settings.CITIZENS_BUDGETS["contact"], "subject": 1}
        settings.CITIZENS_BUDGETS = {**settings.CITIZENS_BUDGETS, "contact": limits}
        said = {"channel": "email", "address": "eve@example.org"}

        answers = []
        for each in (eve, finn):
            answers.append(reader(each.user).post(address("portal:contact"), said))
            reaching.send_contact_code(Contact.objects.get(citizen=each).pk, now=NOW)

        assert [answer["Location"] for answer in answers] == [
            address("portal:contact-code", "email")
        ] * 2
        assert len(mail.outbox) == 1


class TestSource:
    def test_is_whom_our_proxy_names_and_not_what_was_written_before(
        self, known: InProcess, settings: Settings
    ) -> None:
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        limits = {**settings.CITIZENS_BUDGETS["account"], "network": 1}
        settings.CITIZENS_BUDGETS = {**settings.CITIZENS_BUDGETS, "account": limits}
        browser = ProvinceClient()

        answers = [
            browser.post(
                address("portal:enrol"),
                who(MOTHER),
                headers={"x-forwarded-for": f"10.9.9.{number}, {network}"},
                REMOTE_ADDR="192.0.2.1",
            ).status_code
            for number, network in enumerate(("198.51.100.7", "203.0.113.5", "198.51.100.7"))
        ]

        assert answers == [302, 302, 429]
        alarm = Payload.objects.get(entry__event="budget.tripped")
        assert alarm.body["source"]["network"] == "198.51.100.7/32"


class TestNames:
    """A name to sign in by that is taken tells that somebody has it."""

    @pytest.fixture
    def proved(self, known: InProcess) -> ProvinceClient:
        browser = ProvinceClient(headers={"accept-language": "en"})
        browser.post(address("portal:enrol"), who(MOTHER))
        send_codes()
        browser.post(address("portal:enrol-code"), {"code": known.code()})
        return browser

    def _finish(self, browser: ProvinceClient, name: str) -> Any:
        fields = {"username": name, "password": "plum blossom in snow"}
        return browser.post(address("portal:enrol-finish"), fields)

    @pytest.mark.parametrize("name", ["11010519491231002x", "13800138000", "wang.19491231"])
    def test_are_no_numbers_of_documents_phones_or_days(
        self, proved: ProvinceClient, name: str
    ) -> None:
        assert "Not six digits in a row" in words(self._finish(proved, name))
        assert not Citizen.objects.exists()

    def test_are_not_tried_at_leisure(self, proved: ProvinceClient, settings: Settings) -> None:
        let = settings.CITIZENS_BUDGETS["name"]["subject"]
        for number in range(let + 1):
            users.user(f"taken{number}")

        answers = [self._finish(proved, f"taken{number}").status_code for number in range(let + 1)]

        assert answers == [200] * let + [429]
        alarm = Payload.objects.get(entry__event="budget.tripped")
        assert alarm.body["kind"] == "name"
        assert alarm.body["source"] == {"actor": "", "network": "127.0.0.1/32"}
        assert Challenge.objects.get().used_at is None
