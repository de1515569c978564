"""At the door: a fix becomes a cell and its minutes, and its coordinates are dropped.

The cell is as coarse as the fix (`core.cells.classes`), a fix attests the minute it was taken in,
and of its speed only remains whether the device was moving; one that was is nowhere for longer,
whatever its record says. Two fixes in the same cell and minute leave as the same row, so nothing
finer can be told from what is kept. What a person's record was refused for is told by record.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.cells.classes import RADIUS_M
from core.cells.datum import Datum, gcj02_to_wgs84
from core.cells.lookup import cells_for
from provinces.presence.days import cut_at_midnight, from_local, local_days, utc_offsets
from provinces.presence.formats.batch import NO_END, Batch
from provinces.presence.formats.fix import Reason, Refused

# What a fix that does not say how good it is, or says 0, is taken to be good to: class 10, never
# the finest. Such records come from satellite loggers (GPX, PLT), good to 5-30 m under open sky
# and some 100 m between tall buildings, and from exports of phone apps (tables, GeoJSON,
# OwnTracks) that lost the figure; 100 m holds for nearly all of the former and most of the latter.
UNSTATED_ACCURACY_M: Final = 100.0

# HaMagen, Israel's contact tracing, ignored points above this speed: faster than a brisk run.
MOVING_MPS: Final = 2.8

# No airliner flies faster over ground, the jet stream behind it.
FASTEST_MPS: Final = 400.0

# Within a kilometre, our coarsest class, of 0, 0 there is only sea.
_NULL_ISLAND_DEG: Final = 0.01

# A phone's clock may be ahead of ours by this much.
TOLERANCE: Final = timedelta(minutes=5)

# Longer periods are habits ("I live here"), not presences.
_LONGEST: Final = timedelta(hours=24)

# A receiver that has no date yet writes the Unix epoch or that of GPS, 1980-01-06.
_DATED_FROM: Final = 315_964_800 + 86_400

_MINUTE: Final = 60
_DAY: Final = 86_400

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Minimised:
    """Presences in columns of equal length, one a cell and minute, ordered by cell and time.

    `started` and `ended` are minutes since the Unix epoch, `[started, ended)`. `line` is the
    record that said so; `duplicates` counts those that said nothing beyond it.
    """

    cell: NDArray[np.int64]
    started: NDArray[np.int32]
    ended: NDArray[np.int32]
    moving: Flags
    line: NDArray[np.int64]
    duplicates: int
    refused: list[Refused]


def minimise(batch: Batch, *, datum: Datum, now: datetime, oldest: datetime) -> Minimised:
    """Turn fixes into presences, and refuse those that cannot or may not be kept.

    A fix older than `oldest` is beyond retention. Whatever the batch, the records read are the
    presences, the duplicates and the refused together; their order makes no difference.

    Raises UnknownDatum for a datum that is none.
    """
    accuracy = np.nan_to_num(batch.accuracy, nan=0.0, posinf=np.inf)
    accuracy[accuracy == 0] = UNSTATED_ACCURACY_M
    resolution = _resolutions(accuracy)
    faults = _faults(batch, accuracy, resolution) | _faults_in_time(batch, now, oldest)
    refused, kept = _refuse(batch.line, faults)
    cell = _cells(batch.lat[kept], batch.lon[kept], resolution[kept], datum)
    moving = batch.speed[kept] > MOVING_MPS
    started, ended = _minutes(batch.at[kept], np.where(moving, NO_END, batch.until[kept]))
    line = batch.line[kept]
    row = _distinct(cell, started, ended, moving, line)
    return Minimised(
        cell=cell[row],
        started=started[row],
        ended=ended[row],
        moving=moving[row],
        line=line[row],
        duplicates=len(kept) - len(row),
        refused=batch.refused + refused,
    )


def _resolutions(accuracy: NDArray[np.float64]) -> NDArray[np.int8]:
    """Return the resolution of each fix's class, as `resolution_for` does; -1 for none."""
    resolution = np.full(len(accuracy), -1, np.int8)
    for of_class, radius in sorted(RADIUS_M.items()):
        resolution[accuracy <= radius] = of_class
    return resolution


def _faults(
    batch: Batch, accuracy: NDArray[np.float64], resolution: NDArray[np.int8]
) -> dict[Reason, Flags]:
    on_globe = (np.abs(batch.lat) <= 90) & (np.abs(batch.lon) <= 180)
    at_null = (np.abs(batch.lat) < _NULL_ISLAND_DEG) & (np.abs(batch.lon) < _NULL_ISLAND_DEG)
    return {
        Reason.ABSURD_POSITION: ~on_globe | at_null,
        Reason.ABSURD_ACCURACY: accuracy < 0,
        Reason.TOO_COARSE: resolution < 0,
        Reason.ABSURD_SPEED: (batch.speed < 0) | (batch.speed > FASTEST_MPS),
    }


def _faults_in_time(batch: Batch, now: datetime, oldest: datetime) -> dict[Reason, Flags]:
    end = np.where(batch.until == NO_END, batch.at, batch.until)
    return {
        Reason.ENDS_BEFORE_IT_STARTS: end < batch.at,
        Reason.TOO_LONG: end - batch.at > _LONGEST.total_seconds(),
        Reason.FUTURE: end > (now + TOLERANCE).timestamp(),
        Reason.TOO_OLD: batch.at < oldest.timestamp(),
    }


def _refuse(
    line: NDArray[np.int64], faults: dict[Reason, Flags]
) -> tuple[list[Refused], NDArray[np.int64]]:
    """Return the refusals, each for its first fault, and the rows without any."""
    reasons = list(faults)
    fault = np.full(len(line), -1, np.int8)
    for code, reason in reversed(list(enumerate(reasons))):
        fault[faults[reason]] = code
    bad = np.flatnonzero(fault >= 0)
    codes = zip(line[bad].tolist(), fault[bad].tolist(), strict=True)
    refused = [Refused(number, reasons[code]) for number, code in codes]
    return refused, np.flatnonzero(fault < 0)


def _cells(
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    resolution: NDArray[np.int8],
    datum: Datum,
) -> NDArray[np.int64]:
    if Datum(datum) is Datum.GCJ02:
        lat, lon = gcj02_to_wgs84(lat, lon)
    cell = np.zeros(len(lat), np.int64)
    for of_class in RADIUS_M:
        members = resolution == of_class
        cell[members] = cells_for(lat[members], lon[members], of_class)
    return cell


def _minutes(
    at: NDArray[np.int64], until: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    started = at // _MINUTE
    # Rounded up; NO_END lies before anything, so a fix of a moment lasts its own minute.
    ended = np.maximum((until + _MINUTE - 1) // _MINUTE, started + 1)
    return started.astype(np.int32), ended.astype(np.int32)


def _distinct(
    cell: NDArray[np.int64],
    started: NDArray[np.int32],
    ended: NDArray[np.int32],
    moving: Flags,
    line: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Return the row that stands for each cell and minute, ordered by cell and time.

    One that stood still outdoes one that moved, which counts for nothing in a stay; then the
    longer one outdoes the shorter. It is a maximum, so whatever is stored batch by batch under
    the same rule ends up the same.
    """
    order = np.lexsort((line, -ended, moving, started, cell))
    is_first = np.ones(len(order), np.bool_)
    for_cell, for_minute = cell[order], started[order]
    is_first[1:] = (for_cell[1:] != for_cell[:-1]) | (for_minute[1:] != for_minute[:-1])
    return order[is_first]


def within_days(presences: Minimised, zone: tzinfo) -> Minimised:
    """Cut presences at local midnights, so that each lies within one day of its province.

    A record may then be two rows; the counts of records stay as they were.
    """
    source, started, ended = cut_at_midnight(presences.started, presences.ended, zone)
    cell, moving = presences.cell[source], presences.moving[source]
    line = presences.line[source]
    row = _distinct(cell, started, ended, moving, line)
    return replace(
        presences,
        cell=cell[row],
        started=started[row],
        ended=ended[row],
        moving=moving[row],
        line=line[row],
    )


def earliest(batch: Batch) -> int | None:
    """Return the first moment in a batch that a dated clock can have written, or None."""
    dated = batch.at[batch.at >= _DATED_FROM]
    return int(dated.min()) if len(dated) else None


def shift(batch: Batch, first_day: date, zone: tzinfo, *, first_at: int | None = None) -> Batch:
    """Replay a batch so that its first fix falls on a local day, at the same local time of day.

    All its days move alike. Where a file has several batches, `first_at` says when the first of
    all its fixes was (`earliest` of each); else that of this batch is taken.
    """
    first = earliest(batch) if first_at is None else first_at
    if first is None:
        return batch
    was = int(local_days(np.array([first // _MINUTE]), zone)[0])
    days = (first_day - date(1970, 1, 1)).days - was
    local = batch.at + utc_offsets(batch.at, zone) + days * _DAY
    at = from_local(local, zone)
    until = np.where(batch.until == NO_END, NO_END, batch.until + (at - batch.at))
    return replace(batch, at=at, until=until)
