"""Civil days, as minutes since the epoch."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from core.db import days
from core.periods import epoch_minute

SHANGHAI = ZoneInfo("Asia/Shanghai")
MADRID = ZoneInfo("Europe/Madrid")


class TestDayOf:
    def test_begins_at_local_midnight(self) -> None:
        day = days.day_of(date(2026, 11, 15), SHANGHAI)

        assert day.lo == epoch_minute(datetime(2026, 11, 15, tzinfo=SHANGHAI))
        assert day.hi - day.lo == 1440
        assert day.suffix == "d20261115"

    @pytest.mark.parametrize(("on", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
    def test_is_as_long_as_the_clocks_make_it(self, on: date, hours: int) -> None:
        day = days.day_of(on, MADRID)

        assert day.hi - day.lo == hours * 60


class TestDaysBetween:
    def test_leaves_no_gap(self) -> None:
        found = list(days.days_between(date(2026, 3, 27), date(2026, 3, 31), MADRID))

        assert len(found) == 5
        assert all(one.hi == other.lo for one, other in pairwise(found))
