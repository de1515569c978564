"""Do answers about known people take as long as answers about unknown ones?

Requests about a known and an unknown person are sent in pairs, in an order by lot, so that whatever
slows the machine slows both alike. Where the doors make no difference, which of a pair's two times
is the known person's is a matter of that lot alone, whatever the times are distributed like: each
difference is as likely to have the other sign. All that is told of a comparison rests on that:

- how often the known person's answer took longer (0.5: no difference), and by how much in the
  middle, each with bounds between which it lies in 99.9 of 100 such comparisons;
- `p` of Wilcoxon's signed ranks, for a shift;
- `p` of McNemar's test of who is among the quickest and the slowest, for any other difference.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

# Standard errors to either side (99.9 of 100, of the normal distribution).
WIDTH = 3.29
# Which parts of all times are looked at: the quickest tenth, the slowest quarter, and so on.
PARTS = (0.1, 0.75, 0.9, 0.98)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of comparing pairs; `shift` is the median difference and its bounds, in seconds."""

    pairs: int
    share: float
    low: float
    high: float
    shift: tuple[float, float, float]
    p_shift: float
    p_shape: float

    def is_leak(self, comparisons: int) -> bool:
        """Tell whether chance is no explanation, where so many were made (Bonferroni, 1 in 100).

        Each has two values of p.
        """
        return min(self.p_shift, self.p_shape) * 2 * comparisons < 0.01

    def is_within(self, most: float) -> bool:
        """Tell whether the share is shown to be no further from a half than `most`."""
        return 0.5 - most < self.low and self.high < 0.5 + most


def compare(known: list[float], unknown: list[float]) -> Comparison:
    """Compare pairs of times, one of a known and one of an unknown person."""
    differences = [one - other for one, other in zip(known, unknown, strict=True)]
    count = len(differences)
    longer = sum((each > 0) + 0.5 * (each == 0) for each in differences) / count
    width = WIDTH * 0.5 / math.sqrt(count)
    return Comparison(
        pairs=count,
        share=longer,
        low=longer - width,
        high=longer + width,
        shift=_middle(differences),
        p_shift=_shift(differences),
        p_shape=min(1.0, len(PARTS) * min(_part(known, unknown, part) for part in PARTS)),
    )


def _middle(differences: list[float]) -> tuple[float, float, float]:
    """Return the median and its bounds, by order statistics."""
    told, count = sorted(differences), len(differences)
    width = math.ceil(WIDTH * math.sqrt(count) / 2)
    least, most = max(0, count // 2 - width), min(count - 1, count // 2 + width)
    return told[count // 2], told[least], told[most]


def _shift(differences: list[float]) -> float:
    """Return the p of the signed ranks, by the normal approximation, with ties."""
    told = sorted((each for each in differences if each), key=abs)
    if not told:
        return 1.0
    total, squares, start = 0.0, 0.0, 0
    while start < len(told):
        end = start
        while end < len(told) and abs(told[end]) == abs(told[start]):
            end += 1
        rank = (start + end + 1) / 2
        squares += rank * rank * (end - start)
        total += rank * sum(1 if each > 0 else -1 for each in told[start:end])
        start = end
    return math.erfc(abs(total) / math.sqrt(2 * squares))


def _part(known: list[float], unknown: list[float], part: float) -> float:
    """Return the p of who is beyond a quantile of all times: of pairs where one of the two is."""
    bound = sorted(known + unknown)[int(part * 2 * len(known))]
    beyond = [(one > bound) - (other > bound) for one, other in zip(known, unknown, strict=True)]
    more, fewer = beyond.count(1), beyond.count(-1)
    count = more + fewer
    ways = sum(math.comb(count, at) for at in range(min(more, fewer) + 1))
    return min(1.0, 2 * ways / 2**count)
