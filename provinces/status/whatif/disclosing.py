"""Small numbers are not told: few people in a small place are soon known by name. Pure.

green → red     all     38
                county A  31    would tell that B and C are seven: withheld
                county B   5    fewer than 10
                county C   2    fewer than 10
                county D   0    has no line
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

FEWEST = 10
# Of what is hidden the sum is known: each small count could still be one of so many, one after
# the other. Two that come to 17 are eight and nine, and one that lies with a ten is known.
VAGUE = 5
Key = TypeVar("Key", bound=Hashable)


class Hidden(StrEnum):
    """Why a count is not told."""

    FEW = "fewer_than_10"
    WITHHELD = "withheld"  # or another one could be worked out from it


Told = int | Hidden


def told(count: int) -> Told:
    """Return a count by itself as it is told."""
    return Hidden.FEW if 0 < count < FEWEST else count


def parts(counts: Mapping[Key, int]) -> dict[Key, Told]:
    """Return the parts of a whole as they are told where the whole is told as well.

    What is hidden of them comes to ten at least, is no single part, and leaves open how much each
    small one is, as long as there are others to hide it behind.
    """
    inorder = sorted(counts, key=lambda key: counts[key])
    shown: dict[Key, Told] = {key: told(counts[key]) for key in counts}
    hidden = [counts[key] for key in inorder if shown[key] is Hidden.FEW]
    if not hidden or sum(counts.values()) < FEWEST:
        return shown
    for key in (key for key in inorder if counts[key] >= FEWEST):
        if len(hidden) > 1 and sum(hidden) >= FEWEST and _is_vague(hidden, counts[key]):
            break
        shown[key] = Hidden.WITHHELD
        hidden.append(counts[key])
    return shown


def _is_vague(hidden: Sequence[int], next_told: int) -> bool:
    """Tell whether small counts could be several numbers, by the sum and by how each is hidden.

    What is withheld is ten at least, and no more than the least that is told.
    """
    whole, small = sum(hidden), sum(count < FEWEST for count in hidden)
    others, withheld = small - 1, len(hidden) - small
    most = min(FEWEST - 1, whole - others - withheld * FEWEST)
    least = max(1, whole - others * (FEWEST - 1) - withheld * next_told)
    return most - least + 1 >= VAGUE
