"""What fails at the doors of programs raises an alarm that names its source; answers stay alike."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from provinces.citizens.models import Citizen
from provinces.ledger.models import Payload
from provinces.passes import services as passes
from tests.cast import NOW
from tests.client import ProvinceClient
from tests.factories import channels
from tests.factories import laboratories as lab
from tests.pages import address, noon

__all__ = ["noon"]

pytestmark = pytest.mark.usefixtures("north", "noon")

NETWORK = "192.0.2.7/32"


@pytest.fixture(autouse=True)
def small(settings: Settings) -> None:
    """Budgets of two of everything."""
    few = {"actor": 2, "network": 2, "subject": None, "spread": None}
    several = {**few, "network": None}
    settings.CITIZENS_BUDGETS = {
        **settings.CITIZENS_BUDGETS,
        **dict.fromkeys(("key", "token", "forged"), few),
        **dict.fromkeys(("overreach", "channel"), several),
    }


def alarms() -> list[tuple[str, dict[str, str]]]:
    found = Payload.objects.filter(entry__event="budget.tripped").order_by("entry_id")
    return [(payload.body["kind"], payload.body["source"]) for payload in found]


def call(key: str, page: str, body: Any = "{}", method: str = "POST") -> Any:
    client = ProvinceClient(headers={"authorization": f"Bearer {key}"})
    return client.generic(
        method, address(page), body, "application/json", REMOTE_ADDR=NETWORK.partition("/")[0]
    )


class TestKeys:
    @pytest.mark.parametrize(
        ("page", "kind"),
        [
            ("api:laboratory-fhir", "key"),
            ("api:carrier-trip", "key"),
            ("api:channel-declarations", "token"),
            ("api:presence-fixes", "token"),
        ],
    )
    def test_that_open_nothing_name_their_network(self, page: str, kind: str) -> None:
        answers = [call(f"key {number}", page) for number in range(4)]

        assert {answer.status_code for answer in answers} == {401}
        assert len({answer.content for answer in answers}) == 1
        assert alarms() == [(kind, {"actor": "", "network": NETWORK})]

    def test_that_are_right_are_let_in_all_the_same(self) -> None:
        for number in range(4):
            call(f"key {number}", "api:laboratory-fhir")

        answer = call(
            lab.key_of(lab.laboratory()), "api:laboratory-fhir", lab.bundle(lab.report_of())
        )

        assert answer.status_code == 200


class TestPasses:
    def test_that_nobody_signed_name_the_carrier(self, eve: Citizen) -> None:
        key = passes.register_carrier(
            "rail", name="North Railway", contact="duty@rail.example", by="operator", now=NOW
        )
        text = passes.issue_live(eve.pk, now=NOW).text
        # The last letters are of the signature.
        forged = text[:-4] + ("1111" if text.endswith("0000") else "0000")
        question = {"transport": "train", "departs_at": (NOW + timedelta(hours=2)).isoformat()}

        def answer(shown: str) -> Any:
            client = ProvinceClient(headers={"authorization": f"Bearer {key}"})
            told = {**question, "health_pass": shown}
            return client.post(address("api:carrier-trip"), told, "application/json").json()

        shown = [answer(forged) for _ in range(3)]

        assert {each["because"] for each in shown} == {"Tampered"}
        assert answer(text)["answer"] == "yes"
        ((kind, source),) = alarms()[:1]
        assert (kind, source["actor"]) == ("forged", "carrier:rail")


class TestApps:
    def test_that_overreach_are_named(self, eve: Citizen) -> None:
        token = channels.token(eve, channels.app(), "code:read")

        answers = {call(token, "api:channel-declarations").status_code for _ in range(3)}

        assert answers == {403}
        ((kind, source),) = alarms()[:1]
        assert kind == "overreach"
        assert source["actor"].endswith(f"for accounts.user:{eve.user_id}")

    def test_are_held_to_what_one_does_for_one_citizen(self, eve: Citizen, finn: Citizen) -> None:
        app = channels.app()
        token = channels.token(eve, app)

        answers = [call(token, "api:channel-code", "", "GET").status_code for _ in range(3)]

        assert answers == [200, 200, 429]
        other = channels.token(finn, channels.app())
        assert call(other, "api:channel-code", "", "GET").status_code == 200
