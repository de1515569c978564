"""Numbers and moments, in every way the formats write them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

# From here on a number of seconds would lie after the year 5138, so it counts milliseconds,
# as JavaScript and some phones do.
_MILLISECONDS_FROM: Final = 100_000_000_000
# Years 69 to 5138: what a clock may show and every time zone can still convert.
_EARLIEST: Final = -60_000_000_000
_LATEST: Final = _MILLISECONDS_FROM
# "2022-04-30" is a day, not a moment.
_LENGTH_OF_A_DATE: Final = 10


def number(value: object) -> float | None:
    """Return a number written in JSON or as text, or None when there is none.

    Raises ValueError for anything else.
    """
    if value is None or value == "":
        return None
    if isinstance(value, str):
        if value.isspace():
            return None
        if "_" in value:  # float() takes Python's own "1_000"
            raise ValueError(value)
        return float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("not a number")
    try:
        return float(value)
    except OverflowError:
        raise ValueError("a number without measure") from None


def seconds(value: object) -> int | None:
    """Return a moment as whole seconds since the Unix epoch, or None when there is none.

    Takes ISO 8601 with date and time, in UTC where no zone is named, and seconds or milliseconds
    since the Unix epoch. Raises ValueError for anything else.
    """
    if isinstance(value, str):
        value = value.strip()
        if value and not value.replace(".", "", 1).isdigit():
            return _within(_from_iso(value))
    count = number(value)
    if count is None:
        return None
    return _within(count / 1000 if count >= _MILLISECONDS_FROM else count)


def _from_iso(text: str) -> float:
    if len(text) <= _LENGTH_OF_A_DATE:
        raise ValueError(text)
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _within(moment: float) -> int:
    if not _EARLIEST <= moment < _LATEST:
        raise ValueError("not a time any clock shows")
    return int(moment // 1)
