"""An appeal about what the south says goes there, and its answer comes home."""

from __future__ import annotations

from datetime import timedelta

import pytest

from federation.casework import queries, services
from federation.casework.models import Assertion, Contest
from provinces.appeals import queries as appeal_queries
from provinces.appeals import services as appeal
from provinces.appeals.models import Appeal, Forwarded, Letter
from provinces.evidence.models import Evidence
from provinces.status import pipeline
from provinces.tenancy import scope
from tests import cast
from tests.factories import appeals, users
from tests.federation.casework import stories
from tests.federation.casework.stories import SETTLED

pytestmark = pytest.mark.usefixtures("federation")
LATE = SETTLED + timedelta(hours=24)


@pytest.fixture
def filed() -> Appeal:
    """Somebody whom the south has called a contact appeals at home."""
    eve, number = stories.guest()
    eve.user = users.user()
    eve.save(update_fields=["user"])
    stories.named()
    stories.received(number)
    services.judge(now=SETTLED)
    appeals.contact_rules()
    pipeline.drain(now=SETTLED)
    made = appeals.filed(eve, appeals.CLOSE, now=SETTLED)
    appeals.reviewer(now=SETTLED)
    return appeals.attended(made, now=SETTLED)


def answered(*, is_upheld: bool) -> None:
    """Have the south answer, and the north be told."""
    with scope.province(cast.SOUTH):
        desk = stories.official("federation_officer", "120000", unit="southern desk")
        received = queries.contests_to_answer().get()
        services.answer(received, is_upheld=is_upheld, reasons="we looked", by=desk, now=SETTLED)
    stories.exchange(now=SETTLED)
    services.hand_down_answers(now=SETTLED)


class TestCarryAppeals:
    def test_makes_a_contest_with_the_persons_words(self, filed: Appeal) -> None:
        assert services.carry_appeals(now=SETTLED) == 1
        stories.exchange(now=SETTLED)

        with scope.province(cast.SOUTH):
            received = queries.contests_to_answer().get()
        assert received.text == "I was at home that day."
        forwarded = Forwarded.objects.get(appeal=filed)
        assert (forwarded.issuer, forwarded.contest) == (cast.SOUTH, received.pk)
        assert services.carry_appeals(now=SETTLED) == 0

    def test_leaves_it_with_nobody_at_home_meanwhile(self, filed: Appeal) -> None:
        services.carry_appeals(now=SETTLED)

        appeals.attended(filed, now=SETTLED)

        assert not filed.reviews.exists()

    def test_joins_a_contest_that_is_open(self, filed: Appeal) -> None:
        assertion = Assertion.objects.get()
        made = services.contest(assertion, of=filed.citizen, text="no", now=SETTLED)

        assert services.carry_appeals(now=SETTLED) == 1
        assert Forwarded.objects.get().contest == made.pk

    def test_asks_nobody_about_what_was_withdrawn_meanwhile(
        self, filed: Appeal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        waiting = appeal_queries.to_forward()
        appeal.withdraw(filed, by=filed.filed_by, now=SETTLED)
        monkeypatch.setattr(appeal_queries, "to_forward", lambda: waiting)

        assert services.carry_appeals(now=SETTLED) == 0
        assert not Contest.objects.exists()

    def test_gives_back_what_nobody_elsewhere_has_said(self, filed: Appeal) -> None:
        Assertion.objects.update(evidence=None)

        assert services.carry_appeals(now=SETTLED) == 0
        assert Forwarded.objects.get().returned_because == "not-theirs"
        appeals.attended(filed, now=SETTLED)
        assert filed.reviews.count() == 1


class TestHandDownAnswers:
    def test_closes_the_appeal_with_what_the_issuer_took_back(self, filed: Appeal) -> None:
        services.carry_appeals(now=SETTLED)
        stories.exchange(now=SETTLED)

        answered(is_upheld=False)

        filed.refresh_from_db()
        assert filed.outcome == "upheld"
        assert not Evidence.objects.counting(SETTLED).exists()
        assert appeals.status(filed.citizen, SETTLED) == "green"
        assert Letter.objects.get().office == cast.SOUTH

    def test_refuses_what_the_issuer_upholds_and_lets_home_look_again(self, filed: Appeal) -> None:
        services.carry_appeals(now=SETTLED)
        stories.exchange(now=SETTLED)
        answered(is_upheld=True)
        filed.refresh_from_db()
        assert (filed.outcome, filed.forwarded.reasons) == ("refused", "we looked")
        user = filed.filed_by
        high = appeals.high_reviewer(now=SETTLED)

        appeal.ask_again(filed, appeals.complaint(filed.citizen), by=user, now=SETTLED)
        appeals.attended(filed, now=SETTLED)
        appeals.answered(filed, high, now=SETTLED)

        assert appeals.status(filed.citizen, SETTLED) == "green"
        assert Evidence.objects.counting(SETTLED).count() == 1

    def test_upholds_what_the_issuer_leaves_unanswered(self, filed: Appeal) -> None:
        services.carry_appeals(now=SETTLED)

        services.suspend_unanswered(now=LATE)
        services.hand_down_answers(now=LATE)

        filed.refresh_from_db()
        assert filed.outcome == "upheld"
        assert Contest.objects.get().state == "suspended"
        assert appeals.status(filed.citizen, LATE) == "green"

    def test_waits_while_the_contest_is_open(self, filed: Appeal) -> None:
        services.carry_appeals(now=SETTLED)

        assert services.hand_down_answers(now=SETTLED) == 0
        filed.refresh_from_db()
        assert filed.is_open

    def test_is_relieved_at_home_when_nobody_carries_it(self, filed: Appeal) -> None:
        appeals.attended(filed, now=LATE)

        assert appeals.status(filed.citizen, LATE) == "green"
        assert filed.reviews.count() == 1
