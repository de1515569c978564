"""Dates are read and moved as JavaScript does, as far as a calendar goes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.certlogic.instants import (
    NoDate,
    movable,
    read_date,
    read_date_time,
    shifted,
    written,
)
from core.certlogic.syntax import UNITS
from tests.core.certlogic.expressions import DATES, NO_DATES

moments = st.datetimes(timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
)


class TestReadDateTime:
    @pytest.mark.parametrize(
        ("text", "read"),
        [
            ("2021", "2021-12-31T00:00:00.000Z"),
            ("2020-02", "2020-02-29T00:00:00.000Z"),
            ("2021-02-03", "2021-02-03T00:00:00.000Z"),
            ("2021-02-03T04:05:06", "2021-02-03T04:05:06.000Z"),
            ("2021-02-03T04:05:06Z", "2021-02-03T04:05:06.000Z"),
            ("2021-02-03T04:05:06+1", "2021-02-03T03:05:06.000Z"),
            ("2021-02-03T04:05:06+01", "2021-02-03T03:05:06.000Z"),
            ("2021-02-03T04:05:06-130", "2021-02-03T05:35:06.000Z"),
            ("2021-02-03T04:05:06-0130", "2021-02-03T05:35:06.000Z"),
            ("2021-02-03T04:05:06+1:30", "2021-02-03T02:35:06.000Z"),
            ("2021-02-03T04:05:06+01:30", "2021-02-03T02:35:06.000Z"),
            ("2021-02-03T04:05:06.7", "2021-02-03T04:05:06.700Z"),
            ("2021-02-03T04:05:06.7899999Z", "2021-02-03T04:05:06.789Z"),
            ("2021-02-03T04:05:06.78-12", "2021-02-03T16:05:06.780Z"),
            ("0001-01-01", "0001-01-01T00:00:00.000Z"),
        ],
    )
    def test_takes_every_form_of_the_specification(self, text: str, read: str) -> None:
        assert written(read_date_time(text)) == read

    @pytest.mark.parametrize("text", [*NO_DATES, "9999-12-31T23:59:59-1", "0001-01-01T00:00:00+1"])
    def test_refuses_what_is_none(self, text: str) -> None:
        with pytest.raises(NoDate, match=r"calendar|form"):
            read_date_time(text)


class TestReadDate:
    @pytest.mark.parametrize("text", [text for text in DATES if "T" in text])
    def test_refuses_date_times(self, text: str) -> None:
        with pytest.raises(NoDate, match="form"):
            read_date(text)


class TestShifted:
    @pytest.mark.parametrize(
        ("amount", "unit", "arrived"),
        [
            (1, "day", (2020, 3, 1)),
            (1, "month", (2020, 3, 29)),
            (1, "year", (2021, 3, 1)),
            (-1, "year", (2019, 3, 1)),
            (4, "year", (2024, 2, 29)),
            (-24, "hour", (2020, 2, 28)),
        ],
    )
    def test_counts_on_from_29_february(
        self, amount: int, unit: str, arrived: tuple[int, int, int]
    ) -> None:
        assert shifted(datetime(2020, 2, 29, tzinfo=UTC), amount, unit) == datetime(
            *arrived, tzinfo=UTC
        )


class TestMovable:
    @settings(deadline=None)
    @given(moments, st.integers(-9998, 9998), st.sampled_from(UNITS))
    def test_tells_what_can_be_shifted(self, moment: datetime, amount: int, unit: str) -> None:
        earliest, latest = movable(amount, unit)

        try:
            shifted(moment, amount, unit)
        except NoDate:
            assert not earliest <= moment <= latest
        else:
            assert earliest <= moment <= latest
