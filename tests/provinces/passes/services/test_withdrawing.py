"""What a pass says is true, or the pass is withdrawn at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from provinces.citizens.models import Citizen
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.passes import queries
from provinces.passes import services as passes
from provinces.passes.models import Issued
from provinces.passes.queries import Verdict
from provinces.status import pipeline
from provinces.status import queries as status
from provinces.tenancy import directory
from tests.cast import NOW
from tests.factories import passes as made
from tests.factories import road, rulesets

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

pytestmark = pytest.mark.usefixtures("north")


@pytest.fixture(autouse=True)
def rules(north: directory.Entry) -> None:
    road.first_ruleset()


class TestWithdraw:
    def test_is_for_ones_own_passes(self, eve: Citizen, finn: Citizen) -> None:
        passes.issue_paper(eve, now=NOW)
        issued = Issued.objects.get()

        assert not passes.withdraw(finn, issued.pk, now=NOW, by=finn.user)
        assert passes.withdraw(eve, issued.pk, now=NOW, by=eve.user)
        assert not passes.withdraw(eve, issued.pk, now=NOW, by=eve.user)

    def test_is_in_the_list_at_once(self, eve: Citizen) -> None:
        text = passes.issue_paper(eve, now=NOW)
        assert queries.verify(text, NOW).verdict is Verdict.ALLOW

        passes.withdraw_for(eve, now=NOW + timedelta(seconds=1))

        found = queries.verify(text, NOW + timedelta(seconds=1))
        assert (found.verdict, found.failure) == (Verdict.UNREADABLE, "Withdrawn")

    def test_is_recorded(self, eve: Citizen) -> None:
        passes.issue_paper(eve, now=NOW)
        passes.issue_day(eve, now=NOW)

        assert passes.withdraw_for(eve, now=NOW, by=eve.user) == 2

        payload = Payload.objects.get(entry__event=Event.PASSES_WITHDRAWN)
        assert payload.body == {"because": "asked", "passes": 2}

    def test_without_any_records_nothing(self, eve: Citizen) -> None:
        assert passes.withdraw_for(eve, now=NOW) == 0
        assert not Payload.objects.filter(entry__event=Event.PASSES_WITHDRAWN).exists()


class TestWithdrawUntrueOf:
    def test_takes_back_what_a_decision_contradicts(self, eve: Citizen, finn: Citizen) -> None:
        passes.issue_paper(eve, now=NOW - HOUR)
        passes.issue_day(eve, now=NOW - HOUR)
        passes.issue_paper(finn, now=NOW - HOUR)

        made.exposed(eve)

        withdrawn = Issued.objects.filter(citizen=eve)
        assert {each.because for each in withdrawn} == {"untrue"}
        assert Issued.objects.get(citizen=finn).withdrawn_at is None

    def test_leaves_what_still_says_so(self, eve: Citizen) -> None:
        made.exposed(eve)
        passes.issue_paper(eve, now=NOW)

        road.stay(eve, at=NOW - 2 * DAY)
        pipeline.drain(now=NOW + MINUTE)

        assert Issued.objects.get().withdrawn_at is None

    def test_is_recorded_once_for_all(self, eve: Citizen) -> None:
        passes.issue_paper(eve, now=NOW - HOUR)
        passes.issue_day(eve, now=NOW - HOUR)

        made.exposed(eve)

        payload = Payload.objects.get(entry__event=Event.PASSES_WITHDRAWN)
        assert payload.body == {"because": "untrue", "passes": 2}
        assert queries.withdrawn_of(eve, NOW).count() == 2

    def test_asks_the_policy_of_a_journey_again(self, eve: Citizen, finn: Citizen) -> None:
        made.policy(made.ASKED)
        for each in (eve, finn):
            passes.issue_entry(each, host="south", now=NOW - HOUR)

        made.exposed(eve)

        assert Issued.objects.get(citizen=eve).because == "untrue"
        assert Issued.objects.get(citizen=finn).withdrawn_at is None

    def test_leaves_a_journey_that_is_answered_alike(self, eve: Citizen) -> None:
        made.policy()
        passes.issue_entry(eve, host="south", now=NOW - HOUR)

        made.exposed(eve)

        assert Issued.objects.get().withdrawn_at is None


class TestWithdrawUntrue:
    def test_leaves_what_is_true(self, eve: Citizen) -> None:
        passes.issue_paper(eve, now=NOW)
        passes.issue_paper(made.exposed(), now=NOW)

        assert passes.withdraw_untrue(now=NOW + MINUTE) == 0

    def test_takes_back_what_new_rules_say_otherwise(self, eve: Citizen, finn: Citizen) -> None:
        passes.issue_paper(eve, now=NOW)
        consequences = {"green": {"care_home": "ask"}}
        terms = rulesets.document()["consequences"] | consequences
        version = rulesets.signed(now=NOW, version="2026-2", consequences=terms)

        assert passes.withdraw_untrue(now=NOW + HOUR) == 0
        assert passes.withdraw_untrue(now=version.in_force_from + MINUTE) == 1
        assert Issued.objects.get().because == "untrue"

    def test_takes_back_a_hold_that_has_ended_by_the_clock(self) -> None:
        citizen = made.exposed()
        until = status.status_of(citizen, NOW).until
        assert until
        passes.issue_paper(citizen, now=NOW)
        Issued.objects.update(expires_at=until + DAY)

        assert passes.withdraw_untrue(now=until) == 1

    def test_forgets_nothing_that_is_over(self, eve: Citizen) -> None:
        passes.issue_day(eve, now=NOW)
        made.exposed(eve, now=NOW + 2 * DAY)

        assert Issued.objects.get().withdrawn_at is None
