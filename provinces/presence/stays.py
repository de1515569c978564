"""Stays: how long someone stayed in a cell, derived from a day's presences.

A stay is a run of presences in one cell, each beginning no more than HOLD_MINUTES after the last
one ended, none reported moving, which lasts longer than someone moving at 2.8 m/s needs to cross
that cell.

    presences   ##  ## #        ###      minutes the citizen was seen in the cell
    run         [-------)       [-)      gaps of up to HOLD_MINUTES are bridged
    stay        [-------)                the other one is no longer than passing by

What happens in other cells does not matter, and a presence reported moving counts for nothing: it
neither makes a stay nor interrupts one. So the rule is monotone (without one of the presences no
stay is added or longer), and neither the order of presences nor their repetition matters. Days
stand apart: the caller groups presences by citizen and local day, cut at midnight.

How long a run lasts is counted in the minutes it touches, the first and the last included.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import h3.api.basic_int as h3
import numpy as np
from numpy.typing import NDArray

from core.cells.ranks import resolution_of
from provinces.presence import ordering
from provinces.presence.minimising import MOVING_MPS

Long = NDArray[np.int64]
Minutes = NDArray[np.int32]

# A phone at rest reports every 5 to 10 minutes, if only to say that it is still there.
HOLD_MINUTES: Final = 10

# Two fixes a second apart may attest two minutes, so two minutes are nothing yet.
_LEAST_MINUTES: Final = 3


def _minutes_to_pass(resolution: int) -> int:
    """Return the whole minutes that the diameter of an average cell takes, and two more.

    The first and the last minute of a run count whole, though only a second of each may have
    been spent in the cell.
    """
    edge: float = h3.average_hexagon_edge_length(resolution, unit="m")
    diameter = 2 * edge
    return max(_LEAST_MINUTES, math.ceil(diameter / MOVING_MPS / 60) + 2)


# By resolution 0 to 15: 3 minutes at 11 and 10, 5 at 9, and 9 at 8, the coarsest a presence has.
MINIMUM_MINUTES: Final = np.array([_minutes_to_pass(r) for r in range(16)], np.int32)


@dataclass(frozen=True, slots=True)
class Stays:
    """Stays in columns of equal length, ordered by key, cell and time; minutes, half-open."""

    key: Long
    cell: Long
    started: Minutes
    ended: Minutes


def derive(
    cells: Long, started: Minutes, ended: Minutes, moving: NDArray[np.bool_], keys: Long
) -> Stays:
    """Derive the stays of many citizens and days at once; a key is one citizen's one day."""
    still = np.flatnonzero(~moving)
    order = still[ordering.order(started[still], cells[still], keys[still])]
    key, cell, start, end = keys[order], cells[order], started[order], ended[order]
    opens = np.ones(len(order), np.bool_)
    opens[1:] = (key[1:] != key[:-1]) | (cell[1:] != cell[:-1])
    reach = _running_maximum(end, opens)
    opens[1:] |= start[1:] > reach[:-1] + HOLD_MINUTES
    first = np.flatnonzero(opens)
    last = np.append(first[1:], len(order))[: len(first)] - 1
    stays = Stays(key[first], cell[first], start[first], reach[last])
    return _lasting(stays)


def _lasting(runs: Stays) -> Stays:
    lasts = runs.ended - runs.started >= MINIMUM_MINUTES[resolution_of(runs.cell)]
    return Stays(runs.key[lasts], runs.cell[lasts], runs.started[lasts], runs.ended[lasts])


def _running_maximum(values: Minutes, opens: NDArray[np.bool_]) -> Minutes:
    """Return the largest value so far within each group; `opens` marks the first of a group."""
    if not len(values):
        return values
    wide = values.astype(np.int64)
    least = int(wide.min())
    # Each group is lifted above all before it, so that one pass over all groups will do.
    lift = np.cumsum(opens) * (int(wide.max()) - least + 1)
    highest: Long = np.maximum.accumulate(wide - least + lift)
    return (highest - lift + least).astype(np.int32)
