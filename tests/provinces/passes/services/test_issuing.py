"""Passes say what the status comes to, for no longer than it holds, and nothing about anybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from pytest_django import DjangoAssertNumQueries, Settings

from provinces.citizens.models import Citizen
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.passes import services as passes
from provinces.passes.codec import ALWAYS, Admits, Asks, Follows, Kind
from provinces.passes.models import Issued
from provinces.passes.services import NoPolicy, OwnProvince
from provinces.passes.standing import NoSuchCitizen
from provinces.status import queries as status
from provinces.tenancy import directory
from tests.cast import NOW
from tests.factories import citizens, road
from tests.factories import passes as made

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)

pytestmark = pytest.mark.usefixtures("north")


@pytest.fixture(autouse=True)
def rules(north: directory.Entry) -> None:
    road.first_ruleset()


class TestIssueLive:
    def test_says_that_somebody_unknown_is_free(self, eve: Citizen) -> None:
        text, _, _ = passes.issue_live(eve.pk, now=NOW)

        claims = made.read(text)
        assert (claims.issuer, claims.kind) == ("north", Kind.LIVE)
        assert claims.follows is Follows.FREE
        assert set(claims.places.values()) == {Admits.ALLOWED}

    def test_says_what_the_status_comes_to(self) -> None:
        text, _, _ = passes.issue_live(made.exposed().pk, now=NOW)

        claims = made.read(text)
        assert claims.follows is Follows.HELD
        assert claims.admits("workplace") is Admits.REFUSED
        assert claims.admits("metro") is Admits.REFUSED
        assert {claims.admits(place) for place in ALWAYS} == {Admits.ALLOWED}

    def test_is_over_within_a_minute(self, eve: Citizen) -> None:
        _, claims, _ = passes.issue_live(eve.pk, now=NOW)

        assert 0 < claims.expires_at - NOW.timestamp() <= 60

    def test_does_not_outlast_the_status(self) -> None:
        citizen = made.exposed()
        until = status.status_of(citizen, NOW).until
        assert until

        _, claims, _ = passes.issue_live(citizen.pk, now=until - 10 * SECOND)

        assert claims.expires_at == int(until.timestamp())
        assert passes.issue_live(citizen.pk, now=until)[1].follows is Follows.FREE

    def test_has_another_id_each_time(self, eve: Citizen) -> None:
        made_ids = {passes.issue_live(eve.pk, now=NOW)[1].opaque_id for _ in range(5)}

        assert len(made_ids) == 5

    def test_leaves_nothing_behind(self, eve: Citizen) -> None:
        before = Payload.objects.count()

        passes.issue_live(eve.pk, now=NOW)

        assert Payload.objects.count() == before
        assert not Issued.objects.exists()

    def test_costs_one_statement(
        self,
        eve: Citizen,
        settings: Settings,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        settings.PASSES_KEPT_SECONDS = 10
        passes.issue_live(eve.pk, now=NOW)

        with django_assert_num_queries(1):
            passes.issue_live(eve.pk, now=NOW)

    def test_is_for_whoever_is_still_signed_in(self, eve: Citizen) -> None:
        session = SessionStore()
        session.create()

        assert passes.issue_live(eve.pk, now=NOW, session=session.session_key)
        session.delete()
        with pytest.raises(NoSuchCitizen):
            passes.issue_live(eve.pk, now=NOW, session=session.session_key)

    def test_is_not_for_nobody(self) -> None:
        with pytest.raises(NoSuchCitizen):
            passes.issue_live(999_999, now=NOW)

    def test_says_when_the_status_was_worked_out(self) -> None:
        citizen = made.exposed(now=NOW)

        _, claims, _ = passes.issue_live(citizen.pk, now=NOW + HOUR)

        assert claims.computed_at == int(NOW.timestamp())

    def test_works_out_nothing_of_anybody_before_they_came(self) -> None:
        made.exposed(now=NOW)
        came = citizens.citizen(now=NOW + HOUR)

        _, claims, _ = passes.issue_live(came.pk, now=NOW + 2 * HOUR)

        assert claims.computed_at == int((NOW + HOUR).timestamp())


class TestIssueDay:
    def test_can_be_withdrawn_and_lasts_for_a_day(self, eve: Citizen) -> None:
        claims = made.read(passes.issue_day(eve, now=NOW))

        issued = Issued.objects.get()
        assert claims.kind is Kind.DAY
        assert (claims.status.list, claims.status.index) == (issued.list, issued.index)
        assert claims.expires_at == int((NOW + DAY).timestamp())


class TestIssuePaper:
    def test_withdraws_the_one_before(self, eve: Citizen) -> None:
        first = made.read(passes.issue_paper(eve, now=NOW))

        second = made.read(passes.issue_paper(eve, now=NOW + HOUR))

        before, after = Issued.objects.order_by("issued_at")
        assert (before.because, before.withdrawn_at) == ("reissued", NOW + HOUR)
        assert after.withdrawn_at is None
        assert (first.status, first.opaque_id) != (second.status, second.opaque_id)

    def test_leaves_the_day_pass_alone(self, eve: Citizen) -> None:
        passes.issue_day(eve, now=NOW)

        passes.issue_paper(eve, now=NOW)

        assert Issued.objects.filter(withdrawn_at=None).count() == 2

    def test_is_recorded_without_its_id(self, eve: Citizen) -> None:
        passes.issue_paper(eve, now=NOW, by=eve.user)

        payload = Payload.objects.get(entry__event=Event.PASSES_ISSUED)
        assert payload.about == f"citizens.citizen:{eve.pk}"
        assert payload.body == {"kind": "paper", "until": (NOW + 30 * DAY).isoformat()}

    def test_ends_with_the_status(self) -> None:
        citizen = made.exposed()

        claims = made.read(passes.issue_paper(citizen, now=NOW))

        assert claims.expires_at == int(status.status_of(citizen, NOW).until.timestamp())

    def test_is_at_a_place_that_tells_nothing(self, settings: Settings) -> None:
        settings.PASSES_LIST_SIZE = 1024
        for _ in range(40):
            passes.issue_paper(citizens.citizen(), now=NOW)

        places = [*Issued.objects.order_by("pk").values_list("index", flat=True)]
        assert places != sorted(places)
        assert len(set(places)) == 40
        assert max(places) > 200

    def test_opens_another_list_when_half_of_one_is_taken(self, settings: Settings) -> None:
        settings.PASSES_LIST_SIZE = 8
        for _ in range(5):
            passes.issue_paper(citizens.citizen(), now=NOW)

        assert [*Issued.objects.order_by("pk").values_list("list", flat=True)] == [0, 0, 0, 0, 1]


class TestIssueEntry:
    def test_names_host_and_version_and_the_answer_alone(self) -> None:
        citizen = made.exposed()
        made.policy(made.ASKED, version=4)

        claims = made.read(passes.issue_entry(citizen, host="south", now=NOW))

        assert (claims.entry.host, claims.entry.version) == ("south", 4)
        assert claims.entry.outcome is Admits.ASK
        assert claims.entry.asks == {Asks.TEST_ON_ARRIVAL}
        assert (claims.follows, claims.places) == (None, {})

    def test_lets_in_whom_no_rule_speaks_of(self, eve: Citizen) -> None:
        made.policy(made.ASKED, made.DENIED)

        claims = made.read(passes.issue_entry(eve, host="south", now=NOW))

        assert (claims.entry.outcome, claims.entry.asks) == (Admits.ALLOWED, frozenset())

    def test_counts_from_the_day_of_the_journey(self, eve: Citizen) -> None:
        made.policy()

        claims = made.read(passes.issue_entry(eve, host="south", now=NOW, begins=NOW + 3 * DAY))

        assert claims.entry.not_before == int((NOW + 3 * DAY).timestamp())
        assert claims.expires_at == claims.entry.not_after == int((NOW + 4 * DAY).timestamp())

    def test_replaces_the_one_to_the_same_host(self, eve: Citizen) -> None:
        made.policy()
        made.policy(host="west")
        passes.issue_entry(eve, host="south", now=NOW)
        passes.issue_entry(eve, host="west", now=NOW)

        passes.issue_entry(eve, host="south", now=NOW + SECOND)

        standing = Issued.objects.filter(withdrawn_at=None)
        assert sorted(standing.values_list("host", flat=True)) == ["south", "west"]

    def test_asks_nobody_on_the_way_home(self, eve: Citizen) -> None:
        with pytest.raises(OwnProvince):
            passes.issue_entry(eve, host="north", now=NOW)

    @pytest.mark.parametrize("days", [0, 60])
    def test_needs_a_policy_that_counts_by_then(self, eve: Citizen, days: int) -> None:
        if days:
            made.policy()

        with pytest.raises(NoPolicy):
            passes.issue_entry(eve, host="south", now=NOW, begins=NOW + days * DAY)
