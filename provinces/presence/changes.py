"""Which rows have to go and which have to come, so that what is kept becomes what is wanted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Columns = Sequence[NDArray[np.integer]]


def difference(kept: Columns, wanted: Columns) -> tuple[Flags, Flags]:
    """Flag the kept rows that are not wanted, and the wanted ones that are not kept.

    Both are columns of equal length in the same order; no row occurs twice in either.
    """
    count = len(kept[0])
    if not count or not len(wanted[0]):
        return np.ones(count, np.bool_), np.ones(len(wanted[0]), np.bool_)
    columns = [np.concatenate(pair) for pair in zip(kept, wanted, strict=True)]
    order = np.lexsort(columns[::-1])
    same = np.ones(len(order) - 1, np.bool_)
    for column in columns:
        in_order = column[order]
        same &= in_order[1:] == in_order[:-1]
    alone = np.ones(len(order), np.bool_)
    alone[1:] &= ~same
    alone[:-1] &= ~same
    flags = np.empty_like(alone)
    flags[order] = alone
    return flags[:count], flags[count:]
