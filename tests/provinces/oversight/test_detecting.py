"""What is found in looks and filings, and what is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from provinces.oversight.misuse import detecting
from provinces.oversight.misuse.detecting import Act, Filing, Limits, Look
from tests import cast

LIMITS = Limits(
    repeated=5,
    office_hours=(7, 21),
    out_of_hours=3,
    volume_least=20,
    volume_score=3.5,
    without_act=10,
    act_within=timedelta(days=3),
    cohort=10,
    pair=10,
)
NOON = cast.NOW.replace(hour=12)
MINUTE = timedelta(minutes=1)


def looks(
    count: int, *, official: int = 1, at: datetime = NOON, citizen: int | None = None
) -> list[Look]:
    return [
        Look(
            entry=1000 * official + number,
            official=official,
            citizen=citizen or number,
            at=at + number * MINUTE,
            role="case_officer",
        )
        for number in range(1, count + 1)
    ]


def filings(count: int, **values: Any) -> list[Filing]:
    first = Filing(0, 1, 0, NOON, is_linked=False, second=2, second_at=NOON + MINUTE)
    return [
        replace(first, piece=number, citizen=number, **values) for number in range(1, count + 1)
    ]


class TestRepeated:
    def test_is_one_person_many_times(self) -> None:
        (found,) = detecting.repeated(looks(5, citizen=7), LIMITS)

        assert (found.official, found.citizens, len(found.entries)) == (1, (7,), 5)

    def test_is_not_many_people_once(self) -> None:
        assert not list(detecting.repeated(looks(50), LIMITS))


class TestOutOfHours:
    @pytest.mark.parametrize(("hour", "is_found"), [(6, True), (7, False), (20, False), (21, True)])
    def test_is_before_and_after_the_hours_of_the_day(self, hour: int, is_found: bool) -> None:
        found = list(detecting.out_of_hours(looks(3, at=NOON.replace(hour=hour)), LIMITS))

        assert bool(found) is is_found

    def test_is_one_night_across_midnight(self) -> None:
        night = looks(2, at=NOON.replace(hour=23)) + looks(
            2, at=NOON.replace(hour=2) + 24 * 60 * MINUTE
        )

        (found,) = detecting.out_of_hours(night, LIMITS)

        assert found.measures["looks"] == 4


class TestOfProtected:
    def test_is_a_single_look(self) -> None:
        (found,) = detecting.of_protected(looks(3), frozenset({2}))

        assert found.citizens == (2,)


class TestVolume:
    def test_is_far_from_what_others_of_the_role_do(self) -> None:
        crowd = [look for who in range(2, 7) for look in looks(6 + who, official=who)]

        (found,) = detecting.volume(crowd + looks(60), LIMITS)

        assert (found.official, found.measures["looks"]) == (1, 60)

    def test_is_not_a_busy_day_of_everybody(self) -> None:
        crowd = [look for who in range(1, 7) for look in looks(60 + who, official=who)]

        assert not list(detecting.volume(crowd, LIMITS))

    def test_is_not_told_without_others(self) -> None:
        assert not list(detecting.volume(looks(60), LIMITS))


class TestWithoutAct:
    later = NOON + timedelta(days=4)

    def test_is_nothing_done_for_most(self) -> None:
        (found,) = detecting.without_act(looks(12), [], LIMITS, now=self.later)

        assert found.measures["idle"] == 12

    def test_is_not_where_something_followed(self) -> None:
        acts = [Act(1, number, NOON + timedelta(hours=5)) for number in range(1, 12)]

        assert not list(detecting.without_act(looks(12), acts, LIMITS, now=self.later))

    def test_waits_until_something_could_have_followed(self) -> None:
        assert not list(detecting.without_act(looks(12), [], LIMITS, now=NOON + MINUTE))


class TestCohorts:
    def test_is_people_who_share_a_venue_and_no_cause(self) -> None:
        (found,) = detecting.cohorts(filings(10, shared=(("venue", "bank"),)), LIMITS)

        assert found.measures["shared"] == "venue"
        assert len(found.citizens) == 10

    def test_is_not_where_a_cause_speaks_for_it(self) -> None:
        linked = filings(10, shared=(("venue", "market"),), is_linked=True)

        assert not list(detecting.cohorts(linked, LIMITS))


class TestPairs:
    def test_is_two_who_sign_for_each_other(self) -> None:
        both = filings(6) + [
            replace(each, piece=each.piece + 50, citizen=each.citizen + 50, official=2, second=1)
            for each in filings(6)
        ]

        (found,) = detecting.pairs(both, LIMITS)

        assert {found.official, found.accomplice} == {1, 2}
        assert found.measures == {"people": 12, "least": 10, "seconds": 60}

    def test_is_not_one_who_is_signed_for_by_many(self) -> None:
        many = [replace(each, second=each.piece + 10) for each in filings(30)]

        assert not list(detecting.pairs(many, LIMITS))
