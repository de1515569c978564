"""Whoever appealed withdraws their appeal, or adds to it, until it is answered."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from provinces.appeals import queries, services
from provinces.appeals.models import Appeal, Forwarded
from provinces.citizens.models import Citizen
from provinces.evidence.models import Suspension
from provinces.jurisdictions.models import Area
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from provinces.notices.models import Notice
from provinces.oversight.figures import counting
from provinces.oversight.figures.definitions import Name
from tests import cast
from tests.factories import appeals

NOW = cast.NOW
HOUR = timedelta(hours=1)
LATE = NOW + 24 * HOUR


@pytest.fixture
def held(north: object) -> Citizen:
    citizen = appeals.resident()
    appeals.exposed(citizen)
    return citizen


@pytest.fixture
def appeal(held: Citizen) -> Appeal:
    appeals.reviewer()
    return appeals.attended(appeals.filed(held))


def withdrawn(appeal: Appeal, *, now: datetime = NOW) -> Appeal:
    return services.withdraw(appeal, by=appeal.filed_by, now=now)


def entries() -> int:
    return Entry.objects.filter(event=Event.APPEAL_WITHDRAWN).count()


class TestWithdraw:
    def test_takes_it_from_whom_it_lies_with(self, appeal: Appeal) -> None:
        found = withdrawn(appeal)

        assert (found.result, found.is_open) == ("withdrawn", False)
        assert found.reviews.get().released_because == "closed"
        assert appeals.attended(appeal, now=LATE).escalated_at is None

    def test_leaves_the_ground_to_hold_and_to_be_contested_again(self, appeal: Appeal) -> None:
        withdrawn(appeal)

        assert appeals.status(appeal.citizen) == "red"
        assert appeals.filed(appeal.citizen).pk != appeal.pk

    def test_ends_the_relief_until_an_answer(self, appeal: Appeal) -> None:
        appeals.attended(appeal, now=LATE)
        assert appeals.status(appeal.citizen, LATE) == "green"

        withdrawn(appeal, now=LATE + HOUR)

        assert appeals.status(appeal.citizen, LATE + HOUR) == "red"
        assert Suspension.objects.get().ended_at == LATE + HOUR

    def test_happens_once(self, appeal: Appeal) -> None:
        withdrawn(appeal)
        notices = Notice.objects.count()

        again = withdrawn(appeal, now=NOW + HOUR)

        assert again.answered_at == NOW
        assert entries() == 1
        assert Notice.objects.count() == notices

    def test_is_recorded_of_the_person_and_told(self, appeal: Appeal) -> None:
        withdrawn(appeal)

        assert Notice.objects.filter(of=f"withdrawn:appeal:{appeal.pk}").count() == 1
        about = Entry.objects.get(event=Event.APPEAL_WITHDRAWN).payload.about
        assert about == f"citizens.citizen:{appeal.citizen_id}"

    def test_is_not_for_what_is_answered(self, appeal: Appeal) -> None:
        officer = appeal.reviews.get().reviewer
        appeals.answered(appeal, officer, wrong=False)

        with pytest.raises(services.AlreadyAnswered):
            withdrawn(appeal)

        assert entries() == 0

    def test_takes_a_second_look_back_and_leaves_the_first_answer(self, appeal: Appeal) -> None:
        appeals.answered(appeal, appeal.reviews.get().reviewer, wrong=False)
        again = appeals.complaint(appeal.citizen)
        services.ask_again(appeal, again, by=appeal.filed_by, now=NOW)

        found = withdrawn(appeal)

        assert (found.outcome, found.again_outcome) == ("refused", "withdrawn")
        assert not queries.may_ask_again(found, NOW)

    def test_leaves_nothing_for_whoever_had_it_to_answer(self, appeal: Appeal) -> None:
        officer = appeal.reviews.get().reviewer
        verdict = appeals.verdict(appeal)
        withdrawn(appeal)

        with pytest.raises(services.AlreadyAnswered):
            services.answer(appeal, verdict, by=officer, now=NOW)


class TestWithdrawFromAfar:
    def queued(self, appeal: Appeal) -> Forwarded:
        return Forwarded.objects.create(appeal=appeal, piece=1, queued_at=NOW)

    def test_takes_it_from_the_queue(self, appeal: Appeal) -> None:
        queued = self.queued(appeal)

        withdrawn(appeal)

        assert queries.to_forward() == []
        assert not services.hold_forwarded(queued.pk)

    def test_is_not_for_what_another_province_was_asked(self, appeal: Appeal) -> None:
        self.asked(appeal)

        with pytest.raises(services.LiesElsewhere):
            withdrawn(appeal)

        assert Appeal.objects.get().is_open

    def test_is_for_what_that_province_has_answered(self, appeal: Appeal) -> None:
        self.asked(appeal)
        Forwarded.objects.update(answered_at=NOW, outcome="refused", reasons="no")

        assert withdrawn(appeal).result == "withdrawn"

    def asked(self, appeal: Appeal) -> None:
        queued = self.queued(appeal)
        assert services.hold_forwarded(queued.pk)
        Forwarded.objects.update(taken_at=NOW, contest=uuid4(), issuer="south", answer_by=LATE)


class TestFigures:
    def test_count_no_withdrawal_as_an_answer(self, appeal: Appeal) -> None:
        withdrawn(appeal)

        told = queries.figures(since=NOW, until=LATE, at=LATE, k=1)
        today = queries.today(Area.objects.all(), since=NOW, at=NOW)

        assert (told.filed, told.answered, told.late) == (1, 0, 0)
        assert (today.open, today.answered) == (0, 0)

    @pytest.mark.parametrize(("later", "breached"), [(HOUR, 0), (25 * HOUR, 1)])
    def test_count_a_clock_that_was_missed_before(
        self, appeal: Appeal, later: timedelta, breached: int
    ) -> None:
        withdrawn(appeal, now=NOW + later)

        span = counting.Span(NOW, NOW + timedelta(days=30))

        assert counting.count(Name.CLOCKS, span) == {"kept": 0, "breached": breached}


class TestAdd:
    def test_joins_what_was_said_and_leaves_the_clock(self, appeal: Appeal) -> None:
        more = appeals.complaint(appeal.citizen, text="My neighbour saw me.")

        found = services.add(appeal, more, by=appeal.filed_by, now=NOW + HOUR)

        assert found.answer_by == appeal.answer_by
        assert [one.text for one in queries.said(found)][1:] == ["My neighbour saw me."]
        assert Entry.objects.filter(event=Event.APPEAL_JOINED).count() == 1
        assert Notice.objects.filter(of=f"joined:appeal:{appeal.pk}").count() == 1

    def test_is_not_for_what_is_over(self, appeal: Appeal) -> None:
        withdrawn(appeal)

        with pytest.raises(services.AlreadyAnswered):
            services.add(appeal, appeals.complaint(appeal.citizen), by=appeal.filed_by, now=NOW)

        assert appeal.statements.count() == 1
