"""May I travel? Both provinces' answer in words, and the host's as a pass."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from provinces.citizens.models import Citizen
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.passes.models import Issued
from tests import cast
from tests.factories import passes as made
from tests.factories import road
from tests.pages import address, reader, words

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture(autouse=True)
def rules(north: Any) -> None:
    road.first_ruleset()


class TestTravel:
    def test_has_nothing_to_ask_where_no_host_asks(self, eve: Citizen) -> None:
        page = reader(eve.user).get(address("portal:travel"))

        assert "There is nothing to ask" in words(page)

    def test_asks_nobody_about_the_way_home(self, eve: Citizen) -> None:
        made.policy(made.DENIED, host=cast.NORTH)

        page = reader(eve.user).get(address("portal:travel"))

        assert "There is nothing to ask" in words(page)

    def test_lets_in_whom_no_rule_concerns(self, eve: Citizen) -> None:
        made.policy(made.ASKED)

        page = reader(eve.user).get(address("portal:travel"), {"host": cast.SOUTH})

        said = words(page)
        assert "South You may enter" in said
        assert "None of its rules concerns you" in said
        assert "Nothing is asked of you" in said

    def test_does_not_say_travel_when_you_like_to_whom_home_holds(self, eve: Citizen) -> None:
        road.shipped_ruleset("tianjin", now=cast.NOW - timedelta(days=20))
        made.policy({**made.ASKED, "when": {">": [{"var": "exposures.high.minutes"}, 90000]}})
        made.exposed(eve)

        page = reader(eve.user).get(address("portal:travel"), {"host": cast.SOUTH})

        said = words(page)
        assert "South You may enter" in said
        assert "Your own province, North, restricts the journey itself" in said
        assert "Travel when you like" not in said

    def test_says_what_both_provinces_say(self, eve: Citizen) -> None:
        made.policy(made.ASKED)
        made.exposed(eve)

        page = reader(eve.user).get(address("portal:travel"), {"host": cast.SOUTH})

        said = words(page)
        assert "You may enter, on conditions" in said
        assert "a test on arrival" in said
        assert "Have a test where you arrive" in said
        assert "What South says Was in a high-risk zone" in said
        assert "What North says Transport between cities: Allowed" in said

    def test_says_that_somebody_may_not_enter(self, eve: Citizen) -> None:
        made.policy({**made.DENIED, "when": made.ASKED["when"]})
        made.exposed(eve)

        page = reader(eve.user).get(address("portal:travel"), {"host": cast.SOUTH})

        said = words(page)
        assert "You may not enter for now" in said
        assert f'href="{address("portal:status")}">Read on what this rests' in page.content.decode()
        assert "You may always come home" in said
        assert "You need no pass to go home or to a doctor" in said
        assert "Make an entry pass" not in said

    def test_leaves_no_trace(self, eve: Citizen) -> None:
        made.policy(made.ASKED)
        before = Payload.objects.count()

        reader(eve.user).get(address("portal:travel"), {"host": cast.SOUTH})

        assert Payload.objects.count() == before

    @pytest.mark.parametrize("host", ["west", cast.NORTH, "x" * 200])
    def test_knows_no_other_host(self, eve: Citizen, host: str) -> None:
        made.policy()

        assert reader(eve.user).get(address("portal:travel"), {"host": host}).status_code == 404


class TestEntry:
    def test_makes_a_pass_that_can_be_withdrawn(self, eve: Citizen) -> None:
        made.policy(made.ASKED)

        page = reader(eve.user).post(address("portal:travel-entry", cast.SOUTH))

        assert "<svg" in page.content.decode()
        assert Issued.objects.get().host == cast.SOUTH
        payload = Payload.objects.get(entry__event=Event.PASSES_ISSUED)
        assert payload.body["outcome"] == "allow"
        assert "Entry pass · South" in words(reader(eve.user).get(address("portal:code")))

    def test_is_for_hosts_that_ask(self, eve: Citizen) -> None:
        assert reader(eve.user).post(address("portal:travel-entry", "west")).status_code == 404
