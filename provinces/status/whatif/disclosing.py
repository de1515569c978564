"""Small numbers are not told: few people in a small place are soon known by name. Pure.

green → red     all     38
                county A  31    would tell that B and C are seven: withheld
                county B   5    fewer than 10
                county C   2    fewer than 10
                county D   0    has no line
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from enum import StrEnum
from typing import TypeVar

FEWEST = 10
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

    What is hidden of them comes to ten at least, and is no single part, as long as there are
    others to hide it behind.
    """
    inorder = sorted(counts, key=lambda key: counts[key])
    shown: dict[Key, Told] = {key: told(counts[key]) for key in counts}
    hidden = [key for key in inorder if shown[key] is Hidden.FEW]
    if not hidden or sum(counts.values()) < FEWEST:
        return shown
    for key in inorder[len(hidden) :]:
        if len(hidden) > 1 and sum(counts[one] for one in hidden) >= FEWEST:
            break
        shown[key] = Hidden.WITHHELD
        hidden.append(key)
    return shown
