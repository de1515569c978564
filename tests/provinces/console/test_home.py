"""An official's desk."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.evidence import services as proposing
from provinces.evidence.models import Evidence
from provinces.oversight.auditing import freezing
from provinces.oversight.breaches import services as breaches
from provinces.oversight.figures import services as figures
from provinces.status import pipeline, runs
from tests import cast
from tests.factories import (
    appeals,
    areas,
    citizens,
    evidence,
    incidents,
    oversight,
    records,
    road,
    users,
    venues,
    zones,
)
from tests.pages import address, reader, words

STATEMENTS = [("reviewer", 29), ("high_appeals_officer", 24), ("auditor", 23), ("desk_clerk", 7)]


def desk(user: User, language: str = "en") -> str:
    return words(reader(user, language).get(address("console:home")))


class TestHome:
    def test_lists_the_offices_in_force(self, ada: User) -> None:
        said = desk(ada)

        assert "Epidemiologist Area 110100 city health office 29 Nov 2026, 12:00" in said

    def test_names_roles_in_the_language_of_the_page(self, ada: User) -> None:
        assert "流行病学调查员" in desk(ada, "zh-hans")

    def test_says_once_what_waits_for_a_second_signature(self, ada: User, ben: User) -> None:
        zones.declared(by=ada, now=cast.NOW - timedelta(hours=3))

        said = desk(ben)

        assert "Zones to sign or refuse 1 waits for 3 hours" in said
        assert "Fuding Garden" not in said

    def test_says_nothing_of_signatures_to_whoever_cannot_sign(self, ada: User) -> None:
        zones.declared(by=ada)

        assert "Zones to sign" not in desk(ada)

    def test_counts_exactly_and_in_the_officials_areas_only(self, ben: User) -> None:
        road.first_ruleset()
        road.zone()
        held = citizens.citizen(area=areas.area("110101"))
        road.stay(held, at=cast.NOW - timedelta(days=1))
        citizens.citizen(area=areas.area("110201"))
        pipeline.drain(now=cast.NOW)

        said = desk(ben)

        assert "1 citizen 0 Green 1 Red 1 match of a stay" in said

    def test_counts_appeals_beside_the_statuses(self, ada: User) -> None:
        officer = appeals.reviewer()
        people = [appeals.resident() for _ in range(4)]
        elsewhere = citizens.citizen(area=areas.area("110201"), user=users.user())
        appeals.exposed(*people, elsewhere)
        late, *others = [
            appeals.filed(each, now=at)
            for each, at in zip(
                (*people, elsewhere),
                (cast.NOW - timedelta(days=9), *[cast.NOW - timedelta(hours=14)] * 4),
                strict=True,
            )
        ]
        appeals.attended(late)
        appeals.answered(others[0], officer, now=cast.NOW - timedelta(hours=1))
        appeals.answered(others[1], officer, now=cast.NOW - timedelta(hours=13))

        said = desk(ada)

        assert "2 open appeals 1 late appeal 1 appeal answered today" in said
        assert "2件未结申诉" in desk(ada, "zh-hans").replace(" ", "")

    def test_leads_to_a_run_in_progress(self, ada: User) -> None:
        assert "A recompute is running" not in desk(ada)

        runs.start(runs.Plan(as_of=cast.NOW), now=cast.NOW)

        assert "A recompute is running" in desk(ada)

    def test_shows_a_desk_clerk_no_figures_and_no_zones(self, north: object) -> None:
        clerk = zones.official("desk_clerk", unit="service desk")

        said = desk(clerk)

        assert "Desk clerk" in said
        assert "Figures" not in said
        assert "Zones" not in said

    def test_says_what_each_page_is_for_that_is_open_to_the_official(self, north: object) -> None:
        said = desk(venues.registrar())

        assert "Venues Register places where people can check in" in said
        assert "Recomputes" not in said


class TestWaiting:
    def test_lists_each_thing_with_its_clock(self, north: object) -> None:
        reviewer = oversight.official("reviewer", unit="third office")
        evidence.proposed(now=cast.NOW - timedelta(hours=2))

        said = desk(reviewer)

        assert "Evidence to approve or reject 1 waits for 2 hours" in said

    def test_counts_what_is_the_officials_alone(self, ada: User) -> None:
        evidence.proposed(by=ada)

        assert "Evidence to approve" not in desk(ada)

    def test_shows_the_clock_of_an_appeal(self, north: object) -> None:
        officer, citizen = appeals.reviewer(), appeals.resident()
        appeals.exposed(citizen)
        appeals.attended(appeals.filed(citizen))

        assert "Appeals that lie with me 1 1 day left" in desk(officer)

    def test_gives_a_reviewer_emergencies_consents_and_marks(self, north: object) -> None:
        eve, officer = records.somebody(), records.officer()
        records.emergency(records.somebody("110201", person=None), officer)
        records.protected(eve)
        records.asked(eve, officer)
        reviewer = oversight.official("reviewer", unit="third office")

        said = desk(reviewer)

        assert "Emergencies to judge 1" in said
        assert "Colleagues who ask for consent 1" in said
        assert "People who need more care" not in said

    def test_gives_whoever_releases_what_is_held(self, eve: Citizen) -> None:
        evidence.held(eve)

        assert "Evidence held back, to release 1" in desk(
            oversight.official("high_reviewer", unit="command")
        )

    def test_says_that_nothing_waits(self, ada: User) -> None:
        assert "What waits for me Nothing waits for you." in desk(ada)

    def test_gives_back_what_others_rejected_of_ones_own(self, north: object) -> None:
        officer = evidence.official("epidemiologist", unit="filing office")
        reviewer = oversight.official("reviewer", unit="third office")
        taken_back, lately, long_ago, others = (
            *(evidence.proposed(by=officer) for _ in range(3)),
            evidence.proposed(),
        )
        reject(taken_back, officer, cast.NOW - timedelta(days=1))
        reject(lately, reviewer, cast.NOW - timedelta(days=2))
        reject(long_ago, reviewer, cast.NOW - timedelta(days=8))
        reject(others, reviewer, cast.NOW - timedelta(days=2))

        said = desk(officer)

        assert "Evidence of mine rejected within a week 1 waits for 2 days" in said

    def test_gives_an_auditor_of_another_office_a_freeze_to_prolong(self, north: object) -> None:
        first, second = oversight.auditor(), oversight.auditor("inspectorate")
        colleague = oversight.auditor()
        piece = evidence.proposed()
        (freeze,) = freezing.freeze(
            freezing.Thing.PIECE, [piece.pk], by=first, because="no case", now=cast.NOW
        )

        said = [desk(each) for each in (first, colleague, second)]
        freezing.prolong(freeze, by=second, now=cast.NOW)

        line = "Freezes of other offices that end"
        assert [f"{line} 1 3 days left" in each for each in said] == [False, False, True]
        assert not any(line in each for each in (*said[:2], desk(second)))

    def test_gives_another_office_a_breach_to_close(self, eve: Citizen) -> None:
        first, second = incidents.on_call(), incidents.on_call(incidents.COMMISSION)
        colleague, of_a_part = incidents.on_call(), incidents.on_call("city", code="110100")
        suspect = incidents.reader()
        incidents.looked(suspect, eve)
        breach = incidents.breach(suspect, by=first)
        breaches.tell(breach, by=first, now=cast.NOW)
        before = desk(second)
        breaches.propose_closing(breach, ["reported"], by=first, now=cast.NOW - timedelta(hours=1))

        said = [desk(each) for each in (first, colleague, of_a_part, second)]
        breaches.close(breach, by=second, now=cast.NOW)

        line = "Breaches to close"
        assert f"{line} 1 waits for 1 hour" in said.pop()
        assert not any(line in each for each in (*said, before, desk(second)))

    def test_gives_an_auditor_their_cases(self, north: object) -> None:
        auditor = oversight.auditor()
        oversight.a_case()

        assert "Misuse cases to examine 1" in desk(auditor)


def reject(piece: Evidence, by: User, at: datetime) -> None:
    proposing.reject(piece, by=by, because="no such case", now=at)


class TestToday:
    def test_draws_statuses_over_time_beside_their_table(self, ada: User) -> None:
        for _ in range(12):
            citizens.citizen()
        for day in (1, 0):
            figures.publish(now=cast.NOW - timedelta(days=day))

        response = reader(ada).get(address("console:home"))

        assert b"<polyline" in response.content
        assert "Day Not restricted 14 Nov 2026 10 13 Nov 2026 10" in words(response)
        assert "2026-11-" not in words(response)

    def test_counts_what_is_overdue_in_rows_without_marks_of_a_language(self, ada: User) -> None:
        figures.publish(now=cast.NOW)

        said = desk(ada, "zh-hans").partition("逾期未办")[2]

        assert said.startswith(" 已到期而无人解除的管控令 0 ")

    def test_shows_the_run_in_progress(self, ada: User) -> None:
        run = runs.start(runs.Plan(as_of=cast.NOW), now=cast.NOW)
        assert runs.lease(run) is not None

        said = desk(ada)

        assert "Tonight's run" in said
        assert "0 of" in said

    @pytest.mark.parametrize(("role", "statements"), STATEMENTS)
    def test_costs_as_many_statements_as_is_known(
        self,
        north: object,
        role: str,
        statements: int,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        official = oversight.official(role, unit="some office")
        for _ in range(3):
            evidence.proposed()
            zones.declared()
        browser = reader(official)

        with django_assert_num_queries(statements):
            browser.get(address("console:home"))
