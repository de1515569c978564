"""From when, for how long and until what, in plain words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from provinces.rules import queries, reading
from provinces.rules.document import (
    Anchor,
    ClearedByEvent,
    ClearedByTests,
    Clearing,
    Clock,
    Counting,
    NthTest,
    Phase,
)
from provinces.rules.wording import anchor, clearing, days, parameters

CONTACT = "contacts.close.last_contact_at"
RELEASED = "contacts.close.released_at"
CALLED = "Close contact: when the last contact was"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


class TestAnchor:
    @pytest.mark.parametrize(
        ("counting", "says"),
        [
            (Counting.EXACT, "a day is 24 hours from then"),
            (Counting.INCLUSIVE, "that day is day 1, and the last day ends at midnight"),
            (Counting.EXCLUSIVE, "the day after is day 1, and the last day ends at midnight"),
        ],
    )
    def test_says_how_days_are_counted(self, counting: Counting, says: str) -> None:
        assert anchor(Anchor(CONTACT, counting)) == f"{CALLED}; {says}"

    @pytest.mark.parametrize(
        ("clock", "says"), [(Clock.SAMPLE, "The sample of"), (Clock.RESULT, "The result of")]
    )
    def test_may_be_a_test(self, clock: Clock, says: str) -> None:
        said = anchor(Anchor(CONTACT, Counting.EXACT, NthTest(2, clock)))

        assert said.startswith(f"{says} negative test no. 2 since “{CALLED}”; ")


class TestDays:
    def test_are_counted_through_all_phases(self) -> None:
        phases = [Phase("red", 14, ()), Phase("yellow", 1, ()), Phase("orange", 6, ())]

        assert days(phases) == ["Days 1 to 14", "Day 15", "Days 16 to 21"]


class TestClearing:
    @pytest.mark.parametrize(
        ("of", "says"),
        [
            (
                ClearedByTests(1, 14, 0, Clock.SAMPLE, CONTACT),
                f"1 negative test, sampled at or after “{CALLED}”; from when the result is known",
            ),
            (
                ClearedByTests(2, 3, 24, Clock.RESULT, CONTACT),
                f"2 negative tests, known at or after “{CALLED}”; all within 3 days; each at least"
                " 24 hours after the one before; from when the last result is known",
            ),
            (
                ClearedByTests(3, 7, 0, Clock.SAMPLE, CONTACT),
                f"3 negative tests, sampled at or after “{CALLED}”; all within 7 days; from when"
                " the last result is known",
            ),
            (ClearedByEvent(RELEASED), "Close contact: when the person was released"),
        ],
    )
    def test_says_what_it_takes(self, of: Clearing, says: str) -> None:
        assert clearing(of) == says


class TestParameters:
    def test_say_what_counts_as_a_stay(self) -> None:
        read = reading.read(queries.shipped("first"))

        assert parameters(read) == [
            "A stay in a zone counts if it lasts 10 minutes or longer on a day."
        ]

    def test_say_what_counts_as_time_spent_with_a_case(self) -> None:
        _stay, said = parameters(reading.read(queries.shipped("sichuan")))

        assert said == (
            "Time spent with a case counts if the two were in one cell (H3 resolution 8) at the"
            " same time for 10 minutes or longer within 14 days, and one of them stayed there for"
            " 30 hours or longer altogether."
        )
