"""Local days: where they begin, and which one a moment lies in.

Moments are whole seconds or minutes since the Unix epoch, days are counted from 1970-01-01.
Offsets are looked up minute by minute, since clocks have been changed at any minute of the hour.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]

_EPOCH_DAY: Final = date(1970, 1, 1)
_MINUTE: Final = 60
_DAY: Final = 86_400


def local_days(minutes: NDArray[np.integer], zone: tzinfo) -> Integers:
    """Return the local day in which each minute begins."""
    seconds = minutes.astype(np.int64) * _MINUTE
    return (seconds + utc_offsets(seconds, zone)) // _DAY


def cut_at_midnight(
    started: NDArray[np.int32], ended: NDArray[np.int32], zone: tzinfo
) -> tuple[Integers, NDArray[np.int32], NDArray[np.int32]]:
    """Cut periods of minutes `[started, ended)` at each local midnight.

    Return the pieces, each within one local day, as the row each was cut from, its start and end.
    """
    row = np.arange(len(started))
    pieces = [(row[:0], started[:0], ended[:0])]
    while len(row):
        midnight = np.maximum(_next_midnight(started, zone), started + 1)
        pieces.append((row, started, np.minimum(ended, midnight)))
        goes_on = ended > midnight
        row, started, ended = row[goes_on], midnight[goes_on], ended[goes_on]
    rows, starts, ends = (np.concatenate(column) for column in zip(*pieces, strict=True))
    return rows, starts, ends


def _next_midnight(minutes: NDArray[np.int32], zone: tzinfo) -> NDArray[np.int32]:
    def begins(day: int) -> int:
        midnight = datetime.combine(_EPOCH_DAY + timedelta(day), time.min, zone)
        return int(midnight.timestamp()) // _MINUTE

    return _each(begins, local_days(minutes, zone) + 1).astype(np.int32)


def utc_offsets(seconds: Integers, zone: tzinfo) -> Integers:
    """Return how many seconds local time is ahead of UTC at each moment."""

    def ahead(minute: int) -> int:
        return _seconds_ahead(datetime.fromtimestamp(minute * _MINUTE, zone))

    return _each(ahead, seconds // _MINUTE)


def from_local(seconds: Integers, zone: tzinfo) -> Integers:
    """Return the moments at which local clocks show `seconds` since 1970-01-01T00:00.

    Of an hour that comes twice, the first is meant; one that is skipped counts on from before.
    """

    def ahead(minute: int) -> int:
        shown = datetime.fromtimestamp(minute * _MINUTE, UTC)
        return _seconds_ahead(shown.replace(tzinfo=zone))

    return seconds - _each(ahead, seconds // _MINUTE)


def _seconds_ahead(moment: datetime) -> int:
    offset = moment.utcoffset() or timedelta()
    return offset // timedelta(seconds=1)


def _each(look_up: Callable[[int], int], values: Integers) -> Integers:
    """Look a value up once, however often it occurs."""
    distinct, where = np.unique(values, return_inverse=True)
    return np.array([look_up(value) for value in distinct.tolist()], np.int64)[where]
