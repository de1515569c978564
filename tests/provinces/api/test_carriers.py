"""A carrier is told yes or no for one trip, and leaves nothing behind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as configured
from django.utils import timezone, translation
from pytest_django import Settings

from provinces.citizens.models import Citizen
from provinces.ledger.events import Event
from provinces.ledger.models import Entry, Payload
from provinces.oversight.breaches import reading
from provinces.passes import services as passes
from provinces.passes.models import Issued
from provinces.retention.usage import usage_of
from tests import cast
from tests.cast import NOW
from tests.client import ProvinceClient
from tests.factories import passes as made
from tests.factories import road
from tests.pages import address, noon

__all__ = ["noon"]

pytestmark = pytest.mark.usefixtures("north", "noon")


@pytest.fixture
def key() -> str:
    """The key of a railway that may ask."""
    return passes.register_carrier(
        "rail", name="North Railway", contact="duty@rail.example", by="operator", now=NOW
    )


def ask(client: ProvinceClient, key: str, text: str = "", **changes: Any) -> Any:
    told = {
        "health_pass": text,
        "transport": "train",
        "departs_at": (NOW + timedelta(hours=2)).isoformat(),
        **changes,
    }
    return client.post(
        address("api:carrier-trip"),
        told,
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )


class TestTripView:
    def test_says_yes_to_whoever_is_free(
        self, client: ProvinceClient, key: str, eve: Citizen
    ) -> None:
        live = passes.issue_live(eve.pk, now=NOW)

        answer = ask(client, key, live.text)

        assert answer.json() == {
            "answer": "yes",
            "on_condition": False,
            "because": "",
            "not_sure": [],
        }

    @pytest.mark.parametrize("transport", ["going_home", "emergency_care"])
    def test_says_yes_on_the_way_home_and_to_a_doctor_without_a_pass(
        self, client: ProvinceClient, key: str, transport: str
    ) -> None:
        assert ask(client, key, transport=transport).json()["answer"] == "yes"

    def test_says_of_a_pass_that_does_not_count_why_and_nothing_else(
        self, client: ProvinceClient, key: str
    ) -> None:
        answer = ask(client, key, "CC1:NONSENSE").json()

        assert (answer["answer"], answer["because"]) == ("no", "NotAPass")

    def test_says_no_to_a_paper_code_that_was_withdrawn(
        self, client: ProvinceClient, key: str, eve: Citizen
    ) -> None:
        text = passes.issue_paper(eve, now=NOW)
        passes.withdraw(eve, Issued.objects.get().pk, now=NOW)

        answer = ask(client, key, text).json()

        assert (answer["answer"], answer["because"]) == ("no", "Withdrawn")

    def test_says_no_where_a_code_for_a_day_ends_before_the_trip_begins(
        self, client: ProvinceClient, key: str, eve: Citizen
    ) -> None:
        text = passes.issue_day(eve, now=NOW)

        answer = ask(client, key, text, departs_at=(NOW + timedelta(hours=30)).isoformat())

        assert (answer.json()["answer"], answer.json()["because"]) == ("no", "Expired")

    def test_says_no_to_whom_the_rules_hold(
        self, client: ProvinceClient, key: str, eve: Citizen
    ) -> None:
        road.first_ruleset()
        made.exposed(eve)
        live = passes.issue_live(eve.pk, now=NOW)

        answer = ask(client, key, live.text, transport="metro").json()

        assert (answer["answer"], answer["because"]) == ("no", "")

    def test_records_nothing_of_a_live_pass_which_is_nobodys(
        self, client: ProvinceClient, key: str, eve: Citizen
    ) -> None:
        live, before = passes.issue_live(eve.pk, now=NOW), Entry.objects.count()

        ask(client, key, live.text)

        assert Entry.objects.count() == before

    def test_tells_the_bearer_of_a_pass_that_is_kept_who_asked_and_of_no_trip(
        self, client: ProvinceClient, key: str, eve: Citizen
    ) -> None:
        text = passes.issue_paper(eve, now=NOW)

        ask(client, key, text, to=cast.NORTH)

        told = Payload.objects.get(entry__event=Event.TRIP_ASKED)
        assert (told.by, told.about) == ("carrier:rail", f"citizens.citizen:{eve.pk}")
        assert told.body == {"office": "North Railway"}
        with translation.override("en"):
            (use,) = usage_of(eve)
        assert use.receiver == "North Railway"
        assert use.action.startswith("It was asked whether you may make a trip: yes or no.")

    def test_tells_it_once_in_half_an_hour(
        self, client: ProvinceClient, key: str, eve: Citizen, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        text = passes.issue_paper(eve, now=NOW)
        for minutes in (0, 29, 31):
            later = NOW + timedelta(minutes=minutes)
            monkeypatch.setattr(timezone, "now", lambda later=later: later)
            ask(client, key, text)

        assert Payload.objects.filter(entry__event=Event.TRIP_ASKED).count() == 2

    @pytest.mark.parametrize("transport", ["going_home", "emergency_care"])
    def test_records_nothing_of_the_way_home_and_to_a_doctor(
        self, client: ProvinceClient, key: str, eve: Citizen, transport: str
    ) -> None:
        ask(client, key, passes.issue_paper(eve, now=NOW), transport=transport)

        assert not Payload.objects.filter(entry__event=Event.TRIP_ASKED)

    def test_lets_a_breach_by_the_key_name_whom_it_concerns(
        self, client: ProvinceClient, key: str, eve: Citizen, finn: Citizen
    ) -> None:
        passes.issue_paper(finn, now=NOW)
        ask(client, key, passes.issue_paper(eve, now=NOW))

        suspect = reading.named("rail")
        found = reading.touched(suspect, NOW, NOW + timedelta(minutes=1))

        assert (suspect, reading.spoken(suspect)) == ("carrier:rail", "carrier:rail")
        assert [each.citizen for each in found] == [eve.pk]

    @pytest.mark.parametrize(
        "changes",
        [
            {"transport": "spaceship"},
            {"departs_at": (NOW + timedelta(hours=49)).isoformat()},
            {"departs_at": "soon"},
            {"departs_at": "0001-01-01"},
            {"departs_at": "0001-01-01T00:00:00"},
            {"transport": "\ud800"},
        ],
    )
    def test_refuses_what_is_no_question(
        self, client: ProvinceClient, key: str, changes: dict[str, Any]
    ) -> None:
        assert ask(client, key, **changes).status_code == 400

    def test_refuses_beyond_the_days_budget(
        self, client: ProvinceClient, key: str, settings: Settings
    ) -> None:
        limits = {**configured.CITIZENS_BUDGETS["carrier"], "actor": 1}
        settings.CITIZENS_BUDGETS = {**configured.CITIZENS_BUDGETS, "carrier": limits}

        answers = [ask(client, key, transport="going_home").status_code for _ in range(2)]

        assert answers == [200, 429]


class TestCarrierKey:
    def test_is_the_newest(self, client: ProvinceClient, key: str) -> None:
        newer = passes.renew_carrier("rail", by="operator", now=NOW)

        assert ask(client, key).status_code == 401
        assert ask(client, newer).status_code == 200

    def test_ends_when_it_is_revoked(self, client: ProvinceClient, key: str) -> None:
        passes.revoke_carrier("rail", by="operator", now=NOW)

        assert ask(client, key).status_code == 401

    def test_ends_by_itself(
        self, client: ProvinceClient, key: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        later = NOW + configured.PASSES_CARRIER_KEY_LASTS
        monkeypatch.setattr(timezone, "now", lambda: later)

        assert ask(client, key).status_code == 401
