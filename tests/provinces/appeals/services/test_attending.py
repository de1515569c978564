"""The machine looks again, others are found who answer, and the clock is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from provinces.appeals import services
from provinces.appeals.models import Recheck, Review
from provinces.citizens.models import Citizen
from provinces.evidence.models import Suspension
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from provinces.zones import services as zoning
from tests import cast
from tests.factories import appeals, evidence, road, zones
from tests.factories.appeals import CLOSE

NOW = cast.NOW
HOUR = timedelta(hours=1)
LATE = NOW + 24 * HOUR


@pytest.fixture
def held(north: object) -> Citizen:
    citizen = appeals.resident()
    appeals.exposed(citizen)
    return citizen


class TestRecheck:
    def test_finds_a_ground_gone_whose_zone_was_lifted(self, held: Citizen) -> None:
        appeal = appeals.filed(held)
        zone = zones.Version.objects.get().zone
        by = zones.official("epidemiologist", unit="third office")
        zoning.lift(zone, at=NOW - timedelta(days=3), by=by, now=NOW + HOUR)

        appeal = appeals.attended(appeal, now=NOW + HOUR)

        assert (appeal.recheck, appeal.outcome) == (Recheck.GONE, "upheld")
        assert "zone_changed" in appeal.findings
        assert appeals.status(held, NOW + HOUR) == "green"

    def test_closes_what_has_ended_by_itself(self, held: Citizen) -> None:
        appeal = appeals.filed(held)

        appeal = appeals.attended(appeal, now=NOW + timedelta(days=8))

        assert (appeal.recheck, appeal.outcome) == (Recheck.ENDED, "ended")
        assert not appeal.letters.exists()

    def test_upholds_nothing_of_somebody_who_was_released(self, north: object) -> None:
        citizen = appeals.resident()
        appeals.contact_rules()
        piece = appeals.contact(citizen)
        appeal = appeals.filed(citizen, CLOSE)
        by = evidence.official("reviewer", unit="third office")
        evidence.services.end(piece, at=NOW, by=by, because="well", now=NOW)

        appeal = appeals.attended(appeal)

        assert (appeal.recheck, appeal.outcome) == (Recheck.ENDED, "ended")
        assert not appeal.letters.exists()

    def test_tells_of_two_places_at_once_and_decides_nothing_by_it(self, held: Citizen) -> None:
        road.stay(held, at=appeals.YESTERDAY, cell=appeals.far_from(appeals.HERE))
        appeal = appeals.attended(appeals.filed(held))

        assert (appeal.recheck, appeal.findings) == (Recheck.STANDS, ["two_places"])
        assert appeal.is_open

    def test_lifts_what_two_offices_have_reversed(self, held: Citizen) -> None:
        first = appeals.attended(appeals.filed(held))
        officer, high = appeals.reviewer(), appeals.high_reviewer()
        appeals.attended(first)
        appeals.answered(first, officer)
        cause = first.bases.get().cause
        proposed = services.propose_reversal(cause, because="wrong", by=officer, now=NOW)
        services.sign_reversal(proposed, by=high, now=NOW)
        other = appeals.resident()
        road.stay(other, at=appeals.YESTERDAY, minutes=75, cell=appeals.HERE)
        assert appeals.status(other) == "red"

        appeal = appeals.attended(appeals.filed(other))

        assert (appeal.recheck, appeal.outcome) == (Recheck.REVERSED, "upheld")
        assert appeals.status(other) == "green"

    def test_is_done_once(self, held: Citizen) -> None:
        appeal = appeals.attended(appeals.filed(held))

        appeals.attended(appeal, now=NOW + HOUR)

        assert Entry.objects.filter(event=Event.APPEAL_RECHECKED).count() == 1


class TestAssign:
    def test_waits_until_there_is_somebody(self, held: Citizen) -> None:
        appeal = appeals.attended(appeals.filed(held))
        assert not Review.objects.exists()

        officer = appeals.reviewer()
        appeals.attended(appeal, now=NOW + HOUR)

        review = appeal.reviews.get()
        assert (review.reviewer, review.answer_by) == (officer, LATE)

    def test_gives_it_to_one_at_a_time(self, held: Citizen) -> None:
        appeals.reviewer()
        appeal = appeals.attended(appeals.filed(held))

        appeals.attended(appeal, now=NOW + HOUR)

        assert appeal.reviews.count() == 1


class TestEscalate:
    def test_goes_to_a_higher_office_with_a_clock_of_its_own(self, held: Citizen) -> None:
        officer, high = appeals.reviewer(), appeals.high_reviewer()
        appeal = appeals.attended(appeals.filed(held))
        assert appeal.reviews.get().reviewer == officer

        appeal = appeals.attended(appeal, now=LATE)

        first, second = appeal.reviews.order_by("pk")
        assert (first.released_at, first.released_because) == (LATE, "late")
        assert (second.reviewer, second.answer_by) == (high, LATE + 24 * HOUR)
        assert appeal.escalated_at == LATE
        assert Entry.objects.filter(event=Event.APPEAL_ESCALATED).count() == 1

    def test_leaves_it_where_it_lies_if_there_is_nobody_else(self, held: Citizen) -> None:
        appeals.reviewer()
        appeal = appeals.attended(appeals.filed(held))

        appeal = appeals.attended(appeal, now=LATE)

        assert appeal.reviews.get().released_at is None
        assert appeal.escalated_at == LATE


class TestRelief:
    def test_is_given_once_and_ends_with_the_answer(self, held: Citizen) -> None:
        high = appeals.high_reviewer()
        appeal = appeals.attended(appeals.filed(held))
        appeals.attended(appeal, now=LATE)
        appeals.attended(appeal, now=LATE + HOUR)

        assert Entry.objects.filter(event=Event.APPEAL_RELIEVED).count() == 1
        assert Suspension.objects.standing().count() == 1
        appeals.answered(appeal, high, wrong=False, now=LATE + HOUR)
        assert not Suspension.objects.standing().exists()

    def test_is_not_given_before_the_clock_is_missed(self, held: Citizen) -> None:
        appeal = appeals.attended(appeals.filed(held))

        appeals.attended(appeal, now=LATE - HOUR)

        assert not Suspension.objects.exists()

    def test_is_not_given_where_officials_have_filed_evidence(self, north: object) -> None:
        citizen = appeals.resident()
        appeals.contact_rules()
        appeals.contact(citizen)
        appeal = appeals.attended(appeals.filed(citizen, CLOSE))

        appeal = appeals.attended(appeal, now=LATE)

        assert appeal.relieved_at is None
        assert appeals.status(citizen, LATE) == "red"

    def test_is_given_again_at_the_second_level(self, held: Citizen) -> None:
        high = appeals.high_reviewer()
        appeal = appeals.attended(appeals.filed(held))
        appeals.answered(appeal, high, wrong=False)
        assert held.user is not None
        services.ask_again(appeal, appeals.complaint(held), by=held.user, now=NOW)
        later = NOW + 72 * HOUR

        appeals.attended(appeal, now=later - HOUR)
        assert appeals.status(held, later - HOUR) == "red"
        appeals.attended(appeal, now=later)

        assert appeals.status(held, later) == "green"
