"""When a site is open, by the province's clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from provinces.screening.openings import Hours, slot_at, slots_of

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 11, 16)
HOURS = Hours([1, 2], time(8), time(9, 10), 30)


class TestSlotsOf:
    def test_fit_between_opening_and_closing(self) -> None:
        found = [start.strftime("%H:%M") for start, _ in slots_of(HOURS, MONDAY, ZONE)]

        assert found == ["08:00", "08:30"]

    def test_are_none_on_a_day_on_which_it_is_closed(self) -> None:
        assert list(slots_of(HOURS, MONDAY + timedelta(days=2), ZONE)) == []


class TestSlotAt:
    def test_knows_a_moment_in_any_zone(self) -> None:
        moment = datetime(2026, 11, 16, 0, 30, tzinfo=UTC)

        assert slot_at(HOURS, moment, ZONE) == (moment, moment + timedelta(minutes=30))

    def test_knows_no_slot_in_between(self) -> None:
        assert slot_at(HOURS, datetime(2026, 11, 16, 8, 10, tzinfo=ZONE), ZONE) is None
