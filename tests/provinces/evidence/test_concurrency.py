"""Two at once: one of them wins, the other is told so, and nothing is kept twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from provinces.evidence import services
from provinces.evidence.classes import EvidenceClass
from provinces.evidence.models import Evidence, Origin, State
from provinces.tenancy import scope
from tests import cast
from tests.factories import evidence
from tests.provinces.status import threads

NOW = cast.NOW
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def many_sessions(in_login_mode: None) -> Iterator[None]:
    with threads.sessions(9):
        yield


@pytest.mark.usefixtures("many_sessions")
class TestAtOnce:
    def test_one_of_two_approves(self) -> None:
        with scope.province(cast.NORTH):
            piece = evidence.proposed()
            hands = [
                evidence.official("reviewer", "110000", unit=unit) for unit in ("second", "third")
            ]

        results = threads.at_once(
            *[lambda by=by: services.approve(piece, by=by, now=NOW) for by in hands]
        )

        assert [type(each) for each in threads.raised(results)] == [services.AlreadyDecided]

    def test_a_register_that_says_a_thing_twice_is_heard_once(self) -> None:
        with scope.province(cast.NORTH):
            claims = [evidence.claim(source_reference=f"report {n}") for n in range(3)]

        results = threads.at_once(
            *[lambda: services.record_many(claims, source=Origin.REGISTRY, now=NOW)] * 3
        )

        assert threads.raised(results) == []
        assert sorted(done.known for done in results) == [0, 3, 3]
        with scope.province(cast.NORTH):
            assert Evidence.objects.count() == 3

    @pytest.mark.parametrize("_round", range(3))
    def test_no_contact_comes_into_force_on_a_case_that_falls(self, _round: int) -> None:
        with scope.province(cast.NORTH):
            case = evidence.recorded()
            contact = evidence.proposed(
                None, EvidenceClass.CLOSE_CONTACT, contact=evidence.contact(case=case)
            )
            second = evidence.official("reviewer", "110000", unit="second")

        threads.at_once(
            lambda: services.withdraw(case, by=None, because="复检阴性", now=NOW),
            lambda: services.approve(contact, by=second, now=NOW),
        )

        with scope.province(cast.NORTH):
            assert not Evidence.objects.counting(LATER).exists()
            contact.refresh_from_db()
            assert contact.state == State.AWAITING or contact.withdrawn_at == NOW
