"""Cases are followed, and their stays: whoever may have met one is marked, and nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import h3.api.basic_int as h3
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.periods import epoch_minute
from provinces.citizens.models import Citizen
from provinces.evidence.models import Evidence
from provinces.exposure import observing, services
from provinces.exposure.models import Case, CaseStay
from provinces.exposure.services import Span
from provinces.retention import services as retention
from tests import cast
from tests.factories import citizens
from tests.provinces.exposure import following
from tests.provinces.exposure.crowds import ASKED, DAY, NOW, Asked, case
from tests.provinces.exposure.following import (
    ELSEWHERE,
    PLACE,
    YESTERDAY,
    follow,
    ingest,
    marked,
    match,
    stay,
    vanish,
)


def places_of_cases() -> list[tuple[int, int, int]]:
    """Return who of the cases stayed where, and when."""
    return sorted(CaseStay.objects.values_list("citizen_id", "place", "started"))


class TestFollowingCases:
    def test_marks_whoever_was_there_at_the_time(self, eve: Citizen, finn: Citizen) -> None:
        later, afar = citizens.citizen(), citizens.citizen()
        for person in (eve, finn):
            stay(person)
        stay(later, at=YESTERDAY + timedelta(minutes=60))
        stay(afar, cell=ELSEWHERE)
        case(eve)

        assert follow() == {finn.pk}

    def test_marks_nobody_twice(self, eve: Citizen, finn: Citizen) -> None:
        for person in (eve, finn):
            stay(person)
        case(eve)
        follow()

        assert follow() == set()

    @pytest.mark.parametrize(
        ("change", "days"),
        [
            ({"withdrawn_at": NOW, "withdrawn_because": "mixed up"}, 0),
            ({"ended_at": NOW, "end_noted_at": NOW, "ended_because": "discharged"}, 0),
            ({}, 30),
        ],
    )
    def test_marks_them_when_the_case_is_told_otherwise(
        self, eve: Citizen, finn: Citizen, change: dict[str, Any], days: int
    ) -> None:
        for person in (eve, finn):
            stay(person)
        piece = case(eve)
        follow()
        if change:
            Evidence.objects.filter(pk=piece.pk).update(**change)

        assert follow(as_of=NOW + days * DAY) == {finn.pk}
        assert Case.objects.exists() == ("ended_at" in change)
        assert CaseStay.objects.exists() == ("ended_at" in change)

    def test_marks_nobody_before_the_case_was_infectious(self, eve: Citizen, finn: Citizen) -> None:
        for person in (eve, finn):
            stay(person)
        case(eve, happened_at=YESTERDAY, onset_at=YESTERDAY + 3 * DAY)

        assert follow() == set()

    def test_takes_places_up_anew_where_they_are_of_another_size(
        self, eve: Citizen, finn: Citizen
    ) -> None:
        for person in (eve, finn):
            stay(person)
        case(eve)
        follow()

        assert follow(asked=Asked(resolution=7)) == {finn.pk}
        assert places_of_cases()[0][1] == h3.cell_to_parent(PLACE, 7)

    def test_keeps_nothing_where_no_rule_asks(self, eve: Citizen, finn: Citizen) -> None:
        for person in (eve, finn):
            stay(person)
        case(eve)
        follow()

        follow(asked=None)

        assert not Case.objects.exists()
        assert not CaseStay.objects.exists()

    def test_of_everything_makes_all_anew_and_marks_nobody(
        self, eve: Citizen, finn: Citizen
    ) -> None:
        for person in (eve, finn):
            stay(person)
        case(eve)
        follow()
        before = places_of_cases()
        CaseStay.objects.update(place=1)

        assert follow(everything=True) == set()
        assert places_of_cases() == before

    def test_is_three_statements_where_nothing_came(self, eve: Citizen) -> None:
        stay(eve)
        case(eve)
        follow()

        with CaptureQueriesContext(connection) as asked:
            observing.follow(ASKED, as_of=NOW, now=NOW)

        read = [one["sql"] for one in asked.captured_queries]
        assert not [sql for sql in read if "presence_stay" in sql]
        assert len([sql for sql in read if "SAVEPOINT" not in sql and "pg_temp" not in sql]) == 3


class TestStaysNearCases:
    @following.BOTH_MARKS
    def test_mark_whoever_meets_the_case_by_its_new_stay(
        self, eve: Citizen, finn: Citizen, by_day: bool
    ) -> None:
        stay(finn, cell=ELSEWHERE)
        case(eve)
        follow()

        ingest(eve, cell=ELSEWHERE, by_day=by_day)

        assert finn.pk in match()
        assert [row[1] for row in places_of_cases()] == [h3.cell_to_parent(ELSEWHERE, 8)]

    @following.BOTH_MARKS
    def test_mark_whoever_met_it_where_it_stays_longer_now(
        self, eve: Citizen, finn: Citizen, by_day: bool
    ) -> None:
        for person in (eve, finn):
            stay(person, at=YESTERDAY - 2 * DAY)
        case(eve)
        follow()

        ingest(eve, by_day=by_day)

        assert finn.pk in match()

    @following.BOTH_MARKS
    def test_mark_whoever_comes_near_it(self, eve: Citizen, finn: Citizen, by_day: bool) -> None:
        stay(eve)
        case(eve)
        follow()

        ingest(finn, by_day=by_day)

        assert finn.pk in match()

    @following.BOTH_MARKS
    def test_mark_nobody_elsewhere(self, eve: Citizen, finn: Citizen, by_day: bool) -> None:
        stay(eve)
        case(eve)
        follow()

        ingest(finn, cell=ELSEWHERE, by_day=by_day)

        assert finn.pk not in match()

    @following.BOTH_MARKS
    def test_mark_nobody_where_there_is_no_case(
        self, eve: Citizen, finn: Citizen, by_day: bool
    ) -> None:
        stay(eve)

        ingest(finn, by_day=by_day)

        assert match() == set()

    def test_that_vanish_mark_whoever_met_it(self, eve: Citizen, finn: Citizen) -> None:
        for person in (eve, finn):
            stay(person)
        case(eve)
        follow()

        vanish(eve)

        assert finn.pk in match()
        assert places_of_cases() == []

    @following.BOTH_MARKS
    def test_are_followed_without_a_mark_where_everybody_is_decided_about(
        self, eve: Citizen, finn: Citizen, by_day: bool
    ) -> None:
        stay(finn)
        case(eve)
        follow()
        ingest(eve, by_day=by_day)

        services.rematch(Span(0, 2**31 - 2000), zones=[], now=NOW, everything=True)

        assert marked() == set()
        assert len(places_of_cases()) == 1


class TestForgetting:
    def test_takes_where_cases_stayed_with_their_day(self, eve: Citizen) -> None:
        for days in (2, 4):
            stay(eve, at=NOW - days * DAY)
        case(eve)
        follow()

        retention.forget_before(cast.TODAY - timedelta(days=3), now=NOW)

        assert [row.started for row in CaseStay.objects.all()] == [epoch_minute(NOW - 2 * DAY)]
