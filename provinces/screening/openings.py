"""When a site is open: its slots of a day, by the clocks of its province. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Hours:
    """On which days of the week (1 is Monday) something is open, from when until when."""

    weekdays: Sequence[int]
    opens: time
    shuts: time
    slot_minutes: int


def slots_of(hours: Hours, day: date, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """Yield a day's slots as `[start, end)`; one that would end after closing is none."""
    if day.isoweekday() not in hours.weekdays:
        return
    start = datetime.combine(day, hours.opens, zone)
    end = datetime.combine(day, hours.shuts, zone)
    step = timedelta(minutes=hours.slot_minutes)
    while start + step <= end:
        yield start, start + step
        start += step


def slot_at(hours: Hours, moment: datetime, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """Return the slot that begins at a moment, None where none does."""
    day = moment.astimezone(zone).date()
    return next((slot for slot in slots_of(hours, day, zone) if slot[0] == moment), None)
