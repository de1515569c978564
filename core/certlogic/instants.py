"""Dates and date-times: reading them, and moving them as JavaScript's Date does.

What may be written, and what it is read as:

    2021                                31 December, the last day that it may mean
    2021-02                             28 February, likewise
    2021-02-03                          midnight in UTC
    2021-02-03T04:05:06.789012+1:30     02:35:06.789 in UTC, cut to milliseconds
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from core.certlogic.saying import say

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_DATE_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2})(\.[0-9]+)?"
    r"(?:Z|([+-])([01]?[0-9]|2[0-3])(?::?([0-5][0-9]))?)?"
)
_MILLISECOND = timedelta(milliseconds=1)
FIRST = datetime(1, 1, 1, tzinfo=UTC)
LAST = datetime(9999, 12, 31, 23, 59, 59, 999_000, tzinfo=UTC)


class NoDate(ValueError):
    """A text is no date, or a date is beyond the years 1 to 9999."""


@lru_cache(maxsize=4096)
def read_date_time(text: str) -> datetime:
    """Return the date-time that a date, partial or not, or a date-time is; raises NoDate."""
    found = _DATE_TIME.fullmatch(text)
    return _read(found) if found else read_date(text)


def read_date(text: str) -> datetime:
    """Return midnight of the last day that a date, partial or not, may mean; raises NoDate."""
    found = _DATE.fullmatch(text)
    if not found:
        raise NoDate(say('"%(text)s" is not in a form that dates have', text=text))
    year, month, day = found.groups()
    try:
        last = monthrange(int(year), int(month or 12))[1]
        return datetime(int(year), int(month or 12), int(day or last), tzinfo=UTC)
    except ValueError as problem:
        raise NoDate(say('"%(text)s" is not in the calendar', text=text)) from problem


def _read(found: re.Match[str]) -> datetime:
    second, fraction, sign, hours, minutes = found.groups()
    try:
        local = datetime.fromisoformat(f"{second}{(fraction or '.')[:4]:0<4}+00:00")
        if not sign:
            return local
        ahead = timedelta(hours=int(hours), minutes=int(minutes or 0))
        return local + ahead if sign == "-" else local - ahead
    except (ValueError, OverflowError) as problem:
        raise NoDate(say('"%(text)s" is not in the calendar', text=found[0])) from problem


def shifted(moment: datetime, amount: int, unit: str) -> datetime:
    """Return the moment so many units later; raises NoDate beyond the years 1 to 9999.

    A day that the month arrived at does not have is counted on into the next one: a year after
    29 February is 1 March.
    """
    try:
        if unit in ("day", "hour"):
            return moment + _delta(amount, unit)
        arrived = _first_of(_month(moment) + _months(amount, unit))
        time = moment - moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        return arrived + time
    except (ValueError, OverflowError) as problem:
        beyond = say(
            "%(moment)s plus %(amount)s %(unit)s is beyond the calendar",
            moment=written(moment),
            amount=amount,
            unit=unit,
        )
        raise NoDate(beyond) from problem


def movable(amount: int, unit: str) -> tuple[datetime, datetime]:
    """Return the first and the last moment that can be shifted so and stay in the calendar."""
    if unit in ("day", "hour"):
        delta = _delta(amount, unit)
        return (FIRST, LAST - delta) if amount >= 0 else (FIRST - delta, LAST)
    months = _months(amount, unit)
    if months <= 0:
        return _first_of(_month(FIRST) - months), LAST
    return FIRST, _first_of(_month(LAST) + 1 - months) - _MILLISECOND


def _delta(amount: int, unit: str) -> timedelta:
    return timedelta(days=amount) if unit == "day" else timedelta(hours=amount)


def _months(amount: int, unit: str) -> int:
    return amount * 12 if unit == "year" else amount


def _month(moment: datetime) -> int:
    return moment.year * 12 + moment.month - 1


def _first_of(month: int) -> datetime:
    return datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC)


def written(moment: datetime) -> str:
    """Return a date-time as JavaScript would write it in JSON."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
