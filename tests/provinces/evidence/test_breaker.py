"""When evidence about many people is held: at one more than the limit, and not before."""

from __future__ import annotations

from typing import Any

import pytest

from provinces.evidence.breaker import Attribute, Filed, Limits, Trip, Tripped, spelt, trips

LIMITS = Limits(
    official_hour=3,
    official_day=5,
    unit_hour=6,
    unit_day=8,
    unlinked=2,
    shared=2,
    one_case=4,
)
PAPER = (Attribute.PAPER, "depositors")


class TestTrips:
    @pytest.mark.parametrize(
        ("what", "most", "trip"),
        [
            ("hour", 3, Trip.OFFICIAL_HOUR),
            ("day", 5, Trip.OFFICIAL_DAY),
            ("unit_hour", 6, Trip.UNIT_HOUR),
            ("unit_day", 8, Trip.UNIT_DAY),
            ("unlinked", 2, Trip.UNLINKED),
        ],
    )
    def test_are_one_beyond_the_limit(self, what: str, most: int, trip: Trip) -> None:
        within: dict[str, Any] = {what: most}
        beyond: dict[str, Any] = {what: most + 1}

        assert trips(Filed(**within), LIMITS) == Tripped(())
        assert trips(Filed(**beyond), LIMITS).why == (trip,)

    def test_name_what_many_have_in_common(self) -> None:
        other = (Attribute.VEHICLE, "g101")
        found = trips(Filed(shared={PAPER: 3, other: 2}), LIMITS)

        assert (found.why, found.shared) == ((Trip.SHARED,), (PAPER,))

    def test_name_the_case_of_which_there_are_too_many_contacts(self) -> None:
        found = trips(Filed(cases={7: 5, 8: 4}), LIMITS)

        assert (found.why, found.cases) == ((Trip.ONE_CASE,), (7,))

    def test_are_all_told(self) -> None:
        found = trips(Filed(hour=9, day=9, unlinked=9), LIMITS)

        assert found.why == (Trip.OFFICIAL_HOUR, Trip.OFFICIAL_DAY, Trip.UNLINKED)


class TestSpelt:
    def test_leaves_spelling_aside(self) -> None:
        assert spelt(" Bank  LIST\t7") == spelt("banklist7")
