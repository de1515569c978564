"""Who sees which results, and what was known when."""

from __future__ import annotations

from datetime import timedelta

from provinces.citizens.models import Citizen
from provinces.jurisdictions.powers import Power
from provinces.screening import queries, services
from provinces.screening.models import Result, Vaccination
from tests import cast
from tests.factories import evidence, screening

NOW, HOUR = cast.NOW, timedelta(hours=1)


class TestVisibleTo:
    def test_reaches_as_far_as_the_power(self, eve: Citizen, finn: Citizen) -> None:
        officer = evidence.official("case_officer", unit="care office")
        result = screening.result(eve)
        screening.result(finn)

        assert list(queries.visible_to(officer, Power.VIEW_PERSON, NOW)) == [result]
        assert list(queries.visible_to(officer, Power.AUDIT, NOW)) == []

    def test_holds_for_vaccinations_too(self, eve: Citizen, finn: Citizen) -> None:
        officer = evidence.official("case_officer", unit="care office")
        dose = screening.vaccination(eve)
        screening.vaccination(finn)

        assert list(Vaccination.objects.visible_to(officer, Power.VIEW_PERSON, NOW)) == [dose]


class TestResultsOf:
    def test_are_those_known_by_then(self, eve: Citizen, finn: Citizen) -> None:
        early = screening.result(eve, sampled_at=NOW - timedelta(days=3))
        late = screening.result(eve)
        screening.result(eve, now=NOW + HOUR)
        screening.result(finn)

        assert list(queries.results_of(eve, NOW)) == [late, early]

    def test_leave_out_what_was_voided_by_then(self, eve: Citizen) -> None:
        result = screening.result(eve)
        services.void(result, because="污染", source="x", now=NOW + HOUR)

        assert list(queries.results_of(eve, NOW)) == [result]
        assert list(queries.results_of(eve, NOW + HOUR)) == []

    def test_wait_for_a_result_that_is_dated_some_minutes_ahead(self, eve: Citizen) -> None:
        soon = NOW + timedelta(minutes=4)
        result = screening.result(eve, resulted_at=soon)

        assert list(queries.results_of(eve, NOW)) == []
        assert list(queries.results_of(eve, soon)) == [result]


class TestVaccinationsOf:
    def test_are_told_the_latest_first(self, eve: Citizen, finn: Citizen) -> None:
        first = screening.vaccination(eve, given_at=NOW - timedelta(days=60))
        second = screening.vaccination(eve, dose_number=2)
        screening.vaccination(finn)

        assert list(queries.vaccinations_of(eve)) == [second, first]


class TestStanding:
    def test_is_what_was_not_voided(self, eve: Citizen) -> None:
        wrong = screening.result(eve, sample_reference="S-1")
        services.void(wrong, because="污染", source="x", now=NOW)
        right = screening.result(eve, sample_reference="S-1")

        found = queries.standing(screening.LABORATORY, "S-1")

        assert list(found) == [right]

    def test_is_everybodys_of_a_tube(self, eve: Citizen, finn: Citizen) -> None:
        for each in (eve, finn):
            screening.result(each, sample_reference="T-1", pooled=True)

        assert queries.standing(screening.LABORATORY, "T-1").count() == Result.objects.count() == 2
