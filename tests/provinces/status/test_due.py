"""Facts that change by the clock alone wake the road: nothing else has to happen."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F

from provinces.citizens import services as citizens
from provinces.citizens.models import Citizen, StaleMark
from provinces.evidence.classes import EvidenceClass
from provinces.facts.models import FactSheet
from provinces.ledger.events import Event
from provinces.rules import queries as rules
from provinces.rules import services as publishing
from provinces.status import checking, pipeline, queries, runs
from provinces.status.models import Decision
from tests.provinces.facts.known import DAY, NOW, ending, piece, result

CLOSE = EvidenceClass.CLOSE_CONTACT
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def publish() -> None:
    publishing.publish(rules.shipped("sichuan"), by=None, now=NOW - 30 * DAY)


def walk(citizen: Citizen, *, marked: bool = False, at: timedelta = timedelta(0)) -> str:
    """Walk the road at a moment; return the citizen's status then."""
    if marked:
        citizens.mark_stale([citizen.pk], because=Event.EVIDENCE_RECORDED, at=NOW)
    pipeline.drain(now=NOW + at)
    assert not StaleMark.objects.exists()
    assert checking.check(as_of=NOW + at).verdict == "equal"
    return queries.status_of(citizen, NOW + at).status


class TestEvidence:
    def test_counts_from_when_it_is_in_force(self, eve: Citizen) -> None:
        publish()
        piece(eve, CLOSE, in_force_at=NOW + 10 * MINUTE)

        read = [
            walk(eve, marked=True),
            walk(eve, at=9 * MINUTE),
            walk(eve, at=10 * MINUTE),
        ]

        assert read == ["green", "green", "red"]
        assert Decision.objects.count() == 1

    def test_that_expires_uncovers_the_one_before(self, eve: Citizen) -> None:
        publish()
        piece(eve, CLOSE, happened_at=NOW - 10 * DAY)
        piece(eve, CLOSE, happened_at=NOW - DAY, expires_at=NOW + DAY)
        first = walk(eve, marked=True), queries.status_of(eve, NOW).until

        then = walk(eve, at=DAY), queries.status_of(eve, NOW + DAY).until

        # What is told is the most: of two pieces, the hold of the one that ends last.
        assert first == ("red", NOW + 20 * DAY)
        assert then == ("red", NOW + 11 * DAY)

    def test_that_expires_last_leaves_no_sheet(self, eve: Citizen) -> None:
        publish()
        piece(eve, CLOSE, expires_at=NOW + DAY)

        read = [walk(eve, marked=True), walk(eve, at=DAY)]

        assert read == ["red", "green"]
        assert not FactSheet.objects.exists()

    def test_ends_when_that_was_noted(self, eve: Citizen) -> None:
        publish()
        told = ending(NOW - HOUR, noted_at=NOW + HOUR)
        piece(eve, EvidenceClass.CONFIRMED_CASE, happened_at=NOW - 20 * DAY, **told)

        grounds = []
        for at in (timedelta(0), HOUR):
            walk(eve, marked=not at, at=at)
            grounds.append([g.ground for g in queries.status_of(eve, NOW + at).grounds])

        assert grounds == [["confirmed_case"], ["confirmed_case_discharged"]]


class TestResult:
    def test_clears_when_it_becomes_known(self, eve: Citizen) -> None:
        publish()
        result(eve, sampled_at=NOW - 5 * DAY, outcome="positive")
        result(eve, sampled_at=NOW - 3 * DAY)
        last = result(eve, sampled_at=NOW - DAY, resulted_at=NOW + HOUR, received_at=NOW + 2 * HOUR)

        read = [walk(eve, marked=True), walk(eve, at=HOUR), walk(eve, at=2 * HOUR)]

        assert read == ["red", "red", "green"]
        assert last.outcome == "negative"

    def test_that_is_voided_later_counts_until_then(self, eve: Citizen) -> None:
        publish()
        void = {"voided_at": NOW + HOUR, "voided_because": "mixed up"}
        result(eve, sampled_at=NOW - DAY, outcome="positive", **void)

        assert [walk(eve, marked=True), walk(eve, at=HOUR)] == ["red", "green"]


class TestRun:
    def test_leaves_what_came_into_force_since_to_the_clock(self, eve: Citizen) -> None:
        """It takes the mark, and judges as of a moment at which there was nothing yet."""
        publish()
        run = runs.start(runs.Plan(as_of=NOW), now=NOW)
        piece(eve, CLOSE, in_force_at=NOW + 5 * MINUTE)
        citizens.mark_stale([eve.pk], because=Event.EVIDENCE_RECORDED, at=NOW + 5 * MINUTE)

        runs.work(run)

        assert queries.status_of(eve, NOW + 5 * MINUTE).status == "green"
        assert not StaleMark.objects.exists()
        assert walk(eve, at=6 * MINUTE) == "red"

    def test_takes_up_whoever_is_due(self, eve: Citizen) -> None:
        publish()
        piece(eve, CLOSE, in_force_at=NOW + 5 * MINUTE)
        walk(eve, marked=True)
        runs.work(runs.start(runs.Plan(as_of=NOW), now=NOW))

        runs.work(runs.start(runs.Plan(as_of=NOW + HOUR), now=NOW + HOUR))

        assert queries.status_of(eve, NOW + HOUR).status == "red"
        assert checking.check(as_of=NOW + HOUR).verdict == "equal"


class TestCheck:
    def test_tells_a_clock_that_is_wrong(self, eve: Citizen) -> None:
        publish()
        piece(eve, CLOSE)
        walk(eve, marked=True)

        FactSheet.objects.update(due_at=NOW + 90 * DAY)

        assert checking.check(as_of=NOW).facts == 1

    def test_tells_a_fact_that_is_wrong_under_a_digest_that_is_not(self, eve: Citizen) -> None:
        publish()
        piece(eve, CLOSE)
        walk(eve, marked=True)

        FactSheet.objects.update(contacts_close_evidence=F("contacts_close_evidence") + 1)

        assert checking.check(as_of=NOW).facts == 1
