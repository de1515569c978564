"""Local days are what the province's calendar says, also when its clocks are changed."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provinces.presence.days import cut_at_midnight, from_local, local_days, utc_offsets

# Whole hours, half hours, a midnight that was skipped, clocks changed at one minute past it.
ZONES = [
    ZoneInfo(name)
    for name in ("Asia/Shanghai", "Europe/Madrid", "America/Sao_Paulo", "America/St_Johns")
]
EPOCH = date(1970, 1, 1)

# 2006 to 2012: all of these zones were changing their clocks, or had just.
minutes = st.integers(19_000_000, 22_100_000)


class TestLocalDays:
    @given(st.lists(minutes, max_size=20), st.sampled_from(ZONES))
    @settings(deadline=None)
    def test_are_those_of_the_calendar(self, moments: list[int], zone: ZoneInfo) -> None:
        days = local_days(np.array(moments, np.int32), zone)

        assert days.tolist() == [
            (datetime.fromtimestamp(moment * 60, zone).date() - EPOCH).days for moment in moments
        ]


class TestCutAtMidnight:
    @given(st.lists(st.tuples(minutes, st.integers(1, 3_000)), max_size=20), st.sampled_from(ZONES))
    @settings(deadline=None)
    def test_leaves_pieces_that_make_up_the_whole(
        self, periods: list[tuple[int, int]], zone: ZoneInfo
    ) -> None:
        started = np.array([start for start, _ in periods], np.int32)
        ended = started + np.array([length for _, length in periods], np.int32)

        row, start, end = cut_at_midnight(started, ended.astype(np.int32), zone)

        for number, (began, length) in enumerate(periods):
            pieces = sorted(zip(start[row == number], end[row == number], strict=True))
            assert (pieces[0][0], pieces[-1][1]) == (began, began + length)
            assert all(one[1] == two[0] for one, two in pairwise(pieces))

    @pytest.mark.parametrize("zone", ZONES[:3])
    def test_leaves_pieces_within_a_day(self, zone: ZoneInfo) -> None:
        started = np.arange(20_500_000, 21_100_000, 977, dtype=np.int32)

        _, start, end = cut_at_midnight(started, started + np.int32(1440), zone)

        assert np.array_equal(local_days(start, zone), local_days(end - 1, zone))

    def test_takes_the_hour_that_a_day_lacks_or_has_twice(self) -> None:
        madrid = ZoneInfo("Europe/Madrid")
        days = [datetime(2022, *day, tzinfo=madrid) for day in ((3, 27), (10, 30))]
        started = np.array([day.timestamp() // 60 for day in days], np.int32)

        _, start, end = cut_at_midnight(started, started + np.int32(1560), madrid)

        assert (end - start).tolist() == [23 * 60, 25 * 60, 3 * 60, 60]


class TestFromLocal:
    @given(minutes, st.sampled_from(ZONES))
    @settings(deadline=None)
    def test_undoes_the_offset_but_for_the_hour_that_comes_twice(
        self, minute: int, zone: ZoneInfo
    ) -> None:
        moment = np.array([minute * 60])
        is_second = datetime.fromtimestamp(minute * 60, zone).fold

        back = from_local(moment + utc_offsets(moment, zone), zone)

        assert back.tolist() == moment.tolist() or is_second

    def test_counts_on_through_the_hour_that_is_skipped(self) -> None:
        skipped = int(datetime(2022, 3, 27, 2, 30, tzinfo=UTC).timestamp())

        (moment,) = from_local(np.array([skipped]), ZoneInfo("Europe/Madrid")).tolist()

        assert datetime.fromtimestamp(moment, UTC) == datetime(2022, 3, 27, 1, 30, tzinfo=UTC)

    def test_looks_no_further_than_the_minute(self) -> None:
        assert timedelta(seconds=int(utc_offsets(np.array([59]), ZONES[0])[0])) == timedelta(
            hours=8
        )
