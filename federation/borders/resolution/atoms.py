"""Sets of cells cut at one another's ends, into stretches that lie in the same of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from core.cells.classes import FINE
from core.cells.nearby import spans
from core.cells.ranges import Ranges


def atoms(sets: Sequence[Ranges]) -> Iterator[tuple[tuple[int, ...], Ranges]]:
    """Yield which sets some cells lie in, by their numbers, with all those cells; none twice.

    0      [-----]               0 0 0
    1         [------]    cut at    1 1 1      (0,) a a   (0, 1) b   (1,) c c
    cuts   |  |  |   |
    """
    if not any(sets):
        return
    lo, hi = (np.concatenate(ends) for ends in zip(*(each.ranks for each in sets), strict=True))
    cuts = np.unique(np.concatenate((lo, hi + 1)))
    start = np.searchsorted(cuts, lo)
    length = np.searchsorted(cuts, hi + 1) - start
    stretch = spans(start, length)
    number = np.repeat(np.repeat(range(len(sets)), [len(s.ranks[0]) for s in sets]), length)
    order = np.lexsort((number, stretch))
    stretch, number = stretch[order], number[order]
    firsts = np.flatnonzero(np.diff(stretch, prepend=-1))
    places: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for group, place in zip(np.split(number, firsts[1:]), stretch[firsts], strict=True):
        places[tuple(group.tolist())].append(int(place))
    for members, found in sorted(places.items()):
        at = np.array(found)
        yield members, Ranges.from_ranks(cuts[at], cuts[at + 1] - 1, FINE)
