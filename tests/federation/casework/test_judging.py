"""A host's word becomes evidence at home, unless it is too much of it about people elsewhere."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from federation.casework import services
from federation.casework.models import Assertion, Hold, PeerScore
from provinces.citizens.models import StaleMark
from provinces.evidence.models import Evidence, Origin
from provinces.screening.models import Result
from provinces.tenancy import scope
from provinces.zones.models import Territory
from tests import cast
from tests.federation.casework import stories
from tests.federation.casework.stories import NOW, SETTLED

pytestmark = pytest.mark.usefixtures("federation")


class TestJudge:
    def test_makes_evidence_of_a_hosts_word(self) -> None:
        eve, number = stories.guest()
        stories.named()
        assertion = stories.received(number)

        assert services.judge(now=SETTLED) == 1

        piece = Evidence.objects.get()
        assert (piece.citizen, piece.source) == (eve, Origin.PEER)
        assert piece.evidence_class == "close_contact"
        assert piece.source_reference == f"south/{assertion.source_reference}"
        assert StaleMark.objects.filter(citizen=eve).exists()

    def test_makes_a_result_of_a_hosts_test(self) -> None:
        eve, number = stories.guest()
        stories.named()
        stories.received(number, stories.result())

        services.judge(now=SETTLED)

        assert (Result.objects.get().citizen, Result.objects.get().outcome) == (eve, "positive")

    def test_waits_for_what_comes_beside_it(self) -> None:
        _, number = stories.guest()
        stories.named()
        stories.received(number)

        assert services.judge(now=NOW + timedelta(seconds=20)) == 0
        assert stories.states() == {"waiting": 1}

    def test_does_nothing_about_nobody(self) -> None:
        stories.received(stories.document())

        assert services.judge(now=SETTLED) == 0
        assert stories.states() == {"in_force": 1}

    def test_lets_few_words_about_people_elsewhere_count(self) -> None:
        _, number = stories.guest(was_there=False)
        stories.named()
        stories.received(number)

        assert services.judge(now=SETTLED) == 1
        assert Assertion.objects.get().was_present is False

    def test_holds_what_is_over_the_budget_of_the_day(self) -> None:
        numbers = [stories.guest(was_there=place % 2 == 0)[1] for place in range(42)]
        stories.named()
        for number in numbers:
            stories.said(number)
        stories.deliver()

        services.judge(now=SETTLED)

        assert stories.states() == {"in_force": 41, "held": 1}
        assert Hold.objects.get().why == ["over_budget"]

    def test_checks_nobodys_presence_where_the_ground_is_unknown(self) -> None:
        numbers = [stories.guest()[1] for _ in range(10)]
        stories.named()
        Territory.objects.filter(pk=cast.SOUTH).delete()
        for number in numbers:
            stories.said(number)
        stories.deliver()

        assert services.judge(now=SETTLED) == 0
        assert Hold.objects.get().remote == 10

    def test_holds_no_negative_result(self) -> None:
        numbers = [stories.guest(was_there=False)[1] for _ in range(12)]
        stories.named()
        for number in numbers:
            stories.said(number, stories.result("negative"))
        stories.deliver()

        assert services.judge(now=SETTLED) == 12
        assert not Hold.objects.exists()

    @pytest.mark.parametrize(
        ("passed", "scored_at", "state"),
        [
            (9, NOW, "in_force"),
            (8, NOW, "held"),
            (9, NOW - timedelta(days=4), "held"),
        ],
    )
    def test_holds_what_a_failing_province_says(
        self, passed: int, scored_at: datetime, state: str
    ) -> None:
        _, number = stories.guest()
        stories.named()
        PeerScore.objects.create(peer=cast.SOUTH, index=1, scored_at=scored_at, passed=passed, of=9)
        stories.received(number)

        services.judge(now=SETTLED)

        assert stories.states() == {state: 1}

    def test_keeps_one_piece_of_what_is_said_twice(self) -> None:
        _, number = stories.guest()
        stories.named()
        body = stories.word()
        for _ in range(2):
            stories.said(number, body)
        stories.deliver()

        services.judge(now=SETTLED)

        assert Evidence.objects.count() == 1
        assert stories.states() == {"in_force": 2}


class TestWithdrawal:
    def test_takes_back_what_the_issuer_takes_back(self) -> None:
        _, number = stories.guest()
        stories.named()
        assertion = stories.received(number)
        services.judge(now=SETTLED)
        with scope.province(cast.SOUTH):
            services.take_back(assertion.pk, because="another person", now=SETTLED)
        stories.deliver(now=SETTLED)

        assert stories.states() == {"withdrawn": 1}
        assert not Evidence.objects.counting(SETTLED).exists()
