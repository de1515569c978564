"""Fixes by the tens of thousands, as columns: what the rest of the room works with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

from provinces.presence.formats.fix import Fix, Refused

# Large enough that numpy's cost per call vanishes, small enough (about 20 MB while it is
# gathered) that several imports fit beside one another.
BATCH_ROWS: Final = 50_000

# In a column of times: the fix has no end of its own.
NO_END: Final = int(np.iinfo(np.int64).min)


@dataclass(frozen=True, slots=True)
class Batch:
    """Fixes in columns of equal length, and the records refused on the way.

    Times are whole seconds since the Unix epoch; `until` is NO_END for a fix of a moment.
    `accuracy` (metres) and `speed` (metres a second) are NaN where the record does not say.
    """

    line: NDArray[np.int64]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    at: NDArray[np.int64]
    until: NDArray[np.int64]
    accuracy: NDArray[np.float64]
    speed: NDArray[np.float64]
    refused: list[Refused]

    @property
    def read(self) -> int:
        """How many records were read, the refused ones among them."""
        return len(self.line) + len(self.refused)


def gather(records: Iterable[Fix | Refused], *, size: int = BATCH_ROWS) -> Iterator[Batch]:
    """Gather what a reader yields into batches of at most `size` records."""
    ahead = iter(records)
    while taken := list(islice(ahead, size)):
        yield batch_of(taken)


def batch_of(records: Iterable[Fix | Refused]) -> Batch:
    """Lay records out in columns, in their order."""
    fixes: list[Fix] = []
    refused: list[Refused] = []
    for record in records:
        if isinstance(record, Fix):
            fixes.append(record)
        else:
            refused.append(record)
    line, lat, lon, at, accuracy, speed, until = zip(*fixes, strict=True) if fixes else ((),) * 7
    return Batch(
        line=np.array(line, np.int64),
        lat=np.array(lat, np.float64),
        lon=np.array(lon, np.float64),
        at=np.array(at, np.int64),
        until=np.array([NO_END if end is None else end for end in until], np.int64),
        accuracy=np.array(accuracy, np.float64),
        speed=np.array(speed, np.float64),
        refused=refused,
    )
