"""Who sees which evidence, and when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from provinces.accounts.models import User
from provinces.citizens import services as citizens
from provinces.citizens.models import Citizen
from provinces.evidence import queries, services
from provinces.evidence.classes import EvidenceClass
from provinces.jurisdictions.powers import Power
from tests import cast
from tests.factories import areas, evidence
from tests.factories import citizens as people

NOW = cast.NOW
LATER = NOW + timedelta(hours=1)
CLOSE = EvidenceClass.CLOSE_CONTACT


class TestAwaitingApproval:
    def test_lists_what_waits_in_ones_area_oldest_first(
        self, eve: Citizen, finn: Citizen, ben: User
    ) -> None:
        second = evidence.proposed(eve, now=LATER)
        first = evidence.proposed(eve, now=NOW)
        evidence.proposed(finn)
        evidence.in_force(eve)

        assert list(queries.awaiting_approval(ben, LATER)) == [first, second]

    def test_leaves_out_ones_own_and_what_has_expired(self, eve: Citizen, ben: User) -> None:
        evidence.offices.office(
            ben, areas.area("110100"), "case_officer", unit="city review office", now=NOW
        )
        evidence.proposed(eve, by=ben)
        evidence.proposed(eve, expires_at=LATER)

        assert not queries.awaiting_approval(ben, LATER).exists()

    def test_leaves_out_what_is_about_oneself(self, ben: User) -> None:
        evidence.proposed(people.citizen(user=ben))

        assert not queries.awaiting_approval(ben, NOW).exists()

    def test_is_empty_for_those_who_may_not_approve(self, eve: Citizen, ada: User) -> None:
        evidence.proposed(eve)

        assert not queries.awaiting_approval(ada, NOW).exists()


class TestVisibleTo:
    def test_reaches_as_far_as_the_power(
        self, eve: Citizen, finn: Citizen, ada: User, cleo: User
    ) -> None:
        north, other = evidence.recorded(eve), evidence.recorded(finn)

        assert list(queries.visible_to(ada, Power.PROPOSE_EVIDENCE, NOW)) == [north]
        assert list(queries.visible_to(cleo, Power.PROPOSE_EVIDENCE, NOW)) == [other]
        assert list(queries.visible_to(ada, Power.APPROVE_EVIDENCE, NOW)) == []

    def test_follows_an_assignment_while_it_lasts(
        self, eve: Citizen, ada: User, cleo: User
    ) -> None:
        piece = evidence.recorded(eve)
        citizens.assign(
            eve,
            area=areas.area("110201"),
            powers=[Power.PROPOSE_EVIDENCE],
            because="treated",
            period=(NOW, LATER),
            by=ada,
        )

        assert list(queries.visible_to(cleo, Power.PROPOSE_EVIDENCE, NOW)) == [piece]
        assert list(queries.visible_to(cleo, Power.PROPOSE_EVIDENCE, LATER)) == []


class TestCases:
    def test_are_those_that_contacts_may_rest_on(self, eve: Citizen, ada: User) -> None:
        case = evidence.recorded(eve)
        suspicion = evidence.recorded(eve, EvidenceClass.SUSPECTED_CASE)
        services.end(suspicion, at=NOW, by=ada, because="排除疑似", now=NOW)
        evidence.recorded(eve, CLOSE)
        evidence.proposed(eve)
        gone = evidence.recorded(eve, source_reference="another report")
        services.withdraw(gone, by=ada, because="误报", now=NOW)

        assert list(queries.cases(ada, Power.PROPOSE_EVIDENCE, NOW)) == [case]


class TestAbout:
    def test_tells_what_was_ever_in_force(self, eve: Citizen, finn: Citizen, ada: User) -> None:
        withdrawn = evidence.in_force(eve)
        services.withdraw(withdrawn, by=ada, because="误报", now=NOW)
        stands = evidence.in_force(eve, CLOSE, happened_at=NOW - timedelta(hours=1))
        evidence.proposed(eve)
        evidence.in_force(finn)

        assert list(queries.about(eve)) == [stands, withdrawn]


class TestCounting:
    @pytest.mark.parametrize(("hours", "counts"), [(0, True), (168 - 24, False), (-1, False)])
    def test_is_what_counts_at_the_moment(self, eve: Citizen, hours: int, counts: bool) -> None:
        evidence.in_force(eve)

        found = queries.counting(eve, NOW + timedelta(hours=hours))

        assert found.exists() is counts


class TestFiledBy:
    def test_lists_whatever_became_of_it(self, eve: Citizen, ada: User, ben: User) -> None:
        first, second = evidence.proposed(eve, by=ada), evidence.proposed(eve, by=ada)
        services.reject(first, by=ben, because="证据不足", now=NOW)
        evidence.proposed(eve)

        assert list(queries.filed_by(ada)) == [second, first]


class TestOverdueOrders:
    def test_are_past_their_planned_end_and_not_released(self, eve: Citizen, ada: User) -> None:
        order = EvidenceClass.HOME_ISOLATION
        overdue = evidence.in_force(eve, order, ends_at=LATER)
        released = evidence.in_force(eve, order, ends_at=LATER)
        evidence.in_force(eve, order)
        services.end(released, at=LATER, by=ada, because="期满", now=LATER)
        filing = evidence.official("epidemiologist", "110000", unit="filing office")

        assert list(queries.overdue_orders(filing, LATER)) == [overdue]

    def test_are_those_of_ones_own_office(self, eve: Citizen, ada: User) -> None:
        evidence.in_force(eve, EvidenceClass.HOME_ISOLATION, ends_at=LATER)

        assert not queries.overdue_orders(ada, LATER)
