"""Tests and vaccinations on the sheet: two clocks, and what was known when."""

from __future__ import annotations

from datetime import timedelta

from provinces.citizens.models import Citizen
from provinces.facts.models import FactSheet

from .known import DAY, NOW, dose, due, facts_of, kept, result

HOUR = timedelta(hours=1)


class TestNegatives:
    def test_are_listed_in_the_order_of_their_samples(self, eve: Citizen) -> None:
        """The first sample's result came last: each list is in the same order."""
        slow = result(eve, sampled_at=NOW - 2 * DAY, resulted_at=NOW - HOUR)
        quick = result(eve, sampled_at=NOW - DAY, resulted_at=NOW - 20 * HOUR)

        known = facts_of(eve)

        assert known["tests.negatives.sampled"] == [slow.sampled_at, quick.sampled_at]
        assert known["tests.negatives.resulted"] == [slow.resulted_at, quick.resulted_at]
        assert known["tests.negatives.count"] == 2

    def test_are_told_of_by_the_last_sample_not_the_last_result(self, eve: Citizen) -> None:
        result(eve, sampled_at=NOW - 2 * DAY, resulted_at=NOW - HOUR)
        last = result(eve, sampled_at=NOW - DAY, resulted_at=NOW - 20 * HOUR)

        known = facts_of(eve)

        assert known["tests.negative.result"] == last.pk
        assert known["tests.negative.sampled_at"] == last.sampled_at
        assert known["tests.negative.resulted_at"] == last.resulted_at

    def test_lie_whole_hours_apart(self, eve: Citizen) -> None:
        result(eve, sampled_at=NOW - 4 * DAY)
        result(eve, sampled_at=NOW - 2 * DAY)
        result(eve, sampled_at=NOW - DAY - timedelta(minutes=1))

        assert facts_of(eve)["tests.negatives.gap_hours"] == 23

    def test_lie_nothing_apart_where_there_is_one(self, eve: Citizen) -> None:
        result(eve, sampled_at=NOW - DAY)

        assert "tests.negatives.gap_hours" not in facts_of(eve)

    def test_are_by_pcr(self, eve: Citizen) -> None:
        result(eve, sampled_at=NOW - DAY, method="antigen")
        result(eve, sampled_at=NOW - DAY, method="antigen", outcome="positive")
        result(eve, sampled_at=NOW - DAY, outcome="indeterminate")

        assert facts_of(eve) == {}
        assert not FactSheet.objects.exists()


class TestPositive:
    def test_is_the_last_sampled(self, eve: Citizen) -> None:
        result(eve, sampled_at=NOW - 3 * DAY, outcome="positive")
        last = result(eve, sampled_at=NOW - DAY, outcome="positive", pooled=True)
        result(eve, sampled_at=NOW - 5 * HOUR)

        known = facts_of(eve)

        assert known["tests.positive.result"] == last.pk
        assert known["tests.positive.sampled_at"] == NOW - DAY
        assert known["tests.positive.resulted_at"] == NOW - DAY + 3 * HOUR
        assert known["tests.positive.pooled"] is True
        assert known["tests.negatives.count"] == 1

    def test_of_a_tube_ends_by_itself(self, eve: Citizen) -> None:
        lapses_at = NOW + HOUR
        result(eve, sampled_at=NOW - DAY, outcome="positive", pooled=True, lapses_at=lapses_at)

        assert facts_of(eve)["tests.positive.pooled"] is True
        assert due(eve) == lapses_at
        assert facts_of(eve, as_of=lapses_at) == {}

    def test_is_the_last_told_among_those_of_one_moment(self, eve: Citizen) -> None:
        results = [result(eve, sampled_at=NOW - DAY, outcome="positive") for _ in range(2)]

        assert facts_of(eve)["tests.positive.result"] == results[-1].pk


class TestMoment:
    def test_before_the_result_nothing_is_known(self, eve: Citizen) -> None:
        result(eve, sampled_at=NOW - HOUR, resulted_at=NOW + HOUR, received_at=NOW - HOUR)

        assert facts_of(eve) == {}
        assert due(eve) == NOW + HOUR
        assert facts_of(eve, as_of=NOW + HOUR)["tests.negatives.count"] == 1

    def test_before_we_were_told_nothing_is_known(self, eve: Citizen) -> None:
        result(eve, sampled_at=NOW - DAY, received_at=NOW + HOUR)

        assert facts_of(eve) == {}
        assert due(eve) == NOW + HOUR

    def test_after_it_was_voided_nothing_is_known(self, eve: Citizen) -> None:
        void = {"voided_at": NOW, "voided_because": "mixed up"}
        result(eve, sampled_at=NOW - DAY, outcome="positive", **void)

        assert "tests.positive.result" in facts_of(eve, as_of=NOW - HOUR)
        assert due(eve) == NOW
        assert facts_of(eve) == {}

    def test_a_corrected_result_takes_the_place_of_the_voided_one(self, eve: Citizen) -> None:
        void = {"voided_at": NOW - HOUR, "voided_because": "mixed up"}
        result(eve, sampled_at=NOW - DAY, outcome="positive", **void)
        result(eve, sampled_at=NOW - DAY, received_at=NOW - HOUR)

        assert facts_of(eve).keys() & {"tests.positive.result", "tests.negatives.count"} == {
            "tests.negatives.count"
        }

    def test_nothing_is_due_where_nothing_is_to_come(self, eve: Citizen) -> None:
        result(eve, sampled_at=NOW - DAY)
        facts_of(eve)

        assert due(eve) is None


class TestVaccination:
    def test_tells_the_highest_number_and_the_last_dose(self, eve: Citizen) -> None:
        dose(eve, 3, given_at=NOW - 10 * DAY)
        dose(eve, 2, given_at=NOW - 200 * DAY)

        known = facts_of(eve)

        assert known == {"vaccination.doses": 3, "vaccination.last_at": NOW - 10 * DAY}

    def test_is_not_known_before_the_register_told_of_it(self, eve: Citizen) -> None:
        dose(eve, 1, given_at=NOW - 200 * DAY)
        dose(eve, 2, given_at=NOW - DAY, received_at=NOW + DAY)

        assert facts_of(eve)["vaccination.doses"] == 1
        assert due(eve) == NOW + DAY
        assert facts_of(eve, as_of=NOW + DAY)["vaccination.doses"] == 2

    def test_is_everybodys_own(self, eve: Citizen, finn: Citizen) -> None:
        dose(eve, 1, given_at=NOW - DAY)
        result(finn, sampled_at=NOW - DAY)

        assert facts_of(eve, finn).keys() == {"vaccination.doses", "vaccination.last_at"}
        assert "vaccination.doses" not in kept(finn)
