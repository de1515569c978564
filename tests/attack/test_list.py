"""The whole list, tried at every road that takes a name and a number: alarms sound."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import Settings

from provinces.accounts.models import User
from provinces.citizens import canaries
from provinces.citizens.models import Challenge, Citizen, Mandate
from provinces.citizens.services import codes
from provinces.ledger.models import Payload
from provinces.screening import services as screening
from provinces.screening.models import Result
from provinces.tenancy import directory
from tests.attack import attacker
from tests.attack.attacker import Pair
from tests.cast import NOW
from tests.client import ProvinceClient
from tests.factories import areas, offices, registries, users
from tests.factories.registries import InProcess
from tests.pages import address, noon, reader  # noqa: F401  a fixture among them

pytestmark = pytest.mark.usefixtures("noon")

# As many as `make attack` tries; the tests of every day try some of them.
ALL = pytest.param(10_000, marks=pytest.mark.attack, id="all")
SOME = pytest.param(150, id="some")
CANARY = attacker.pair(0, kind=9)


@pytest.fixture
def listed(north: directory.Entry, monkeypatch: pytest.MonkeyPatch) -> InProcess:
    areas.area("110101")
    return registries.answering(monkeypatch)


def pairs(count: int) -> list[Pair]:
    return [attacker.pair(number) for number in range(count)]


def said(pair: Pair, **more: str) -> dict[str, str]:
    return {"kind": "resident", "number": pair.number, "full_name": pair.name, **more}


def alarms(event: str) -> list[dict[str, Any]]:
    found = Payload.objects.filter(entry__event=event).order_by("entry_id")
    return [payload.body for payload in found]


@pytest.mark.parametrize("count", [SOME, ALL])
class TestList:
    def test_opens_no_account(self, listed: InProcess, count: int, settings: Settings) -> None:
        names = pairs(count)
        attacker.known(names, listed)
        browser = attacker.anybody(None)

        answered = [browser.post(address("portal:enrol"), said(each)) for each in names]

        let = settings.CITIZENS_BUDGETS["account"]["network"]
        assert [answer.status_code for answer in answered] == [302] * let + [429] * (count - let)
        source = {"actor": "", "network": "127.0.0.1/32"}
        assert alarms("budget.tripped") == [
            {"kind": "account", "axis": "network", "limit": let, "source": source}
        ]
        assert [alarm["source"] for alarm in alarms("spread.noticed")] == [source]
        assert not User.objects.exists()
        assert not Citizen.objects.exists()

    def test_gives_no_code_to_who_guesses_from_everywhere(
        self, listed: InProcess, count: int
    ) -> None:
        names = pairs(min(count, 400))
        attacker.known(names, listed)
        browser = attacker.anybody(None)

        for number, each in enumerate(names):
            network = f"10.{number // 250}.{number % 250}.1"
            browser.post(address("portal:enrol"), said(each), REMOTE_ADDR=network)
            for waiting in codes.pending(NOW):
                codes.send(waiting, now=NOW)
            for guess in range(6):
                answer = browser.post(
                    address("portal:enrol-code"), {"code": f"{guess:08d}"}, REMOTE_ADDR=network
                )
                assert answer.status_code == 200
            assert browser.get(address("portal:enrol-finish")).status_code == 302

        assert Challenge.objects.filter(entered_at=None).count() == len(names)
        assert not Citizen.objects.exists()

    def test_gives_no_mandate_to_a_valid_account(
        self, listed: InProcess, count: int, eve: Citizen, settings: Settings
    ) -> None:
        names = pairs(count)
        attacker.enrolled(names[:50], listed)
        browser = reader(eve.user)

        answered = [
            browser.post(
                address("portal:mandate-ask"), said(each, relation="adult", scopes="show_code")
            )
            for each in names
        ]

        let = settings.CITIZENS_BUDGETS["mandate"]["actor"]
        assert [answer.status_code for answer in answered] == [302] * let + [429] * (count - let)
        assert not Mandate.objects.exists()
        (tripped, *_rest) = alarms("budget.tripped")
        assert tripped["source"]["actor"] == f"accounts.user:{eve.user_id}"

    def test_is_not_looked_up_by_a_clerk_at_leisure(
        self, listed: InProcess, count: int, settings: Settings
    ) -> None:
        names = pairs(count)
        clerk = users.user("clerk")
        offices.office(clerk, areas.area("110100"), "desk_clerk", now=NOW)
        desk = reader(clerk)

        answered = [
            desk.post(address("console:desk"), said(each, is_present="on")) for each in names
        ]

        let = settings.CITIZENS_BUDGETS["desk"]["actor"]
        assert sum(answer.status_code == 200 for answer in answered) == min(let, count)
        assert [alarm["source"]["actor"] for alarm in alarms("spread.noticed")] == [
            f"accounts.user:{clerk.pk}"
        ]


@pytest.mark.parametrize("count", [SOME, ALL])
class TestKeys:
    """Keys tell nothing of the list: each answer is the same, and alarms name the key."""

    AT_ONCE = 1000

    def test_of_a_laboratory_report_of_all_and_find_out_nobody(
        self, listed: InProcess, eve: Citizen, count: int, settings: Settings
    ) -> None:
        limits = {**settings.CITIZENS_BUDGETS["unmatched"], "actor": count // 3}
        settings.CITIZENS_BUDGETS = {**settings.CITIZENS_BUDGETS, "unmatched": limits}
        names = pairs(count)
        attacker.enrolled(names[: count // 4], listed)
        key = attacker.laboratory(eve)

        answers = set()
        for first in range(0, count, self.AT_ONCE):
            some = names[first : first + self.AT_ONCE]
            answer = call(key, "api:laboratory-fhir", attacker.bundle(some, first=first))
            assert len(answer.json()["issue"]) == len(some)
            told = {tuple(sorted(each.items()))[:2] for each in answer.json()["issue"]}
            answers.add((answer.status_code, str(told)))
        screening.look_through(now=NOW)

        assert len(answers) == 1
        assert Result.objects.count() == count // 4
        source = {"actor": "laboratory:stolen", "network": "127.0.0.1/32"}
        assert [alarm["source"] for alarm in alarms("budget.tripped")] == [source]

    def test_of_a_carrier_ask_with_numbers_for_passes(
        self, listed: InProcess, eve: Citizen, count: int, settings: Settings
    ) -> None:
        limits = {**settings.CITIZENS_BUDGETS["unread"], "actor": count // 2}
        settings.CITIZENS_BUDGETS = {**settings.CITIZENS_BUDGETS, "unread": limits}
        names = pairs(count)
        attacker.enrolled(names[: min(count // 2, 100)], listed)
        key = attacker.carrier(eve)

        answers = {call(key, "api:carrier-trip", attacker.as_json(each)).content for each in names}

        assert len(answers) == 1
        found = alarms("budget.tripped")
        assert {alarm["axis"] for alarm in found} >= {"actor"}
        assert {alarm["kind"] for alarm in found} == {"unread"}
        source = {"actor": "carrier:stolen", "network": "127.0.0.1/32"}
        assert all(alarm["source"] == source for alarm in found)

    def test_of_an_app_do_for_its_citizen_alone(
        self, listed: InProcess, eve: Citizen, count: int, settings: Settings
    ) -> None:
        limits = {**settings.CITIZENS_BUDGETS["channel"], "actor": count // 2}
        settings.CITIZENS_BUDGETS = {**settings.CITIZENS_BUDGETS, "channel": limits}
        names = pairs(count)
        attacker.enrolled(names[: min(count // 2, 100)], listed)
        key = attacker.channel(eve)

        answers = [call(key, "api:channel-enrolments", attacker.as_json(each)) for each in names]

        let = count // 2
        assert [each.status_code for each in answers] == [201] * let + [429] * (count - let)
        assert len({each.content for each in answers}) == 2
        (alarm,) = alarms("budget.tripped")
        assert alarm["source"]["actor"].endswith(f"for accounts.user:{eve.user_id}")
        assert User.objects.count() == 1


def call(client: ProvinceClient, page: str, body: Any) -> Any:
    return client.generic("POST", address(page), body, "application/json")


class TestCanaries:
    """One planted pair in the list, and the alarm says who has it."""

    @pytest.fixture(autouse=True)
    def planted(self, listed: InProcess) -> None:
        canaries.plant([CANARY.number], now=NOW)

    def test_are_seen_at_enrolment(self) -> None:
        browser = attacker.anybody(None)
        browser.post(address("portal:enrol"), said(CANARY), REMOTE_ADDR="192.0.2.7")
        self._sent()

        assert alarms("canary.touched") == [
            {"kind": "account", "source": {"actor": "", "network": "192.0.2.7/32"}}
        ]

    @pytest.mark.parametrize("relation", ["adult", "child"])
    def test_are_seen_at_mandates(self, listed: InProcess, relation: str) -> None:
        (mallory,) = attacker.enrolled([attacker.pair(1)], listed)
        mallory.user = users.user("mallory")
        mallory.save()

        self._ask(reader(mallory.user), relation)
        self._sent()

        (alarm,) = alarms("canary.touched")
        assert alarm["kind"] == "mandate"
        assert alarm["source"]["actor"] == f"accounts.user:{mallory.user_id}"

    def test_are_seen_at_a_desk(self) -> None:
        clerk = users.user("clerk")
        offices.office(clerk, areas.area("110100"), "desk_clerk", now=NOW)

        reader(clerk).post(address("console:desk"), said(CANARY, is_present="on"))

        (alarm,) = alarms("canary.touched")
        assert alarm["source"]["actor"] == f"accounts.user:{clerk.pk}"

    @staticmethod
    def _ask(browser: ProvinceClient, relation: str) -> None:
        fields = said(CANARY, relation=relation, scopes="show_code")
        assert browser.post(address("portal:mandate-ask"), fields).status_code == 302

    @staticmethod
    def _sent() -> None:
        for number in codes.pending(NOW):
            codes.send(number, now=NOW)
