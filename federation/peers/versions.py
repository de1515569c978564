"""Which versions of the protocol are spoken, and the one that two provinces share."""

from __future__ import annotations

from collections.abc import Iterable

# From version 2 on, blobs are served in bundles as well.
SPOKEN = (1, 2)
BUNDLES = 2


class NoCommonVersion(ValueError):
    """Two provinces speak no version in common."""


def common(theirs: Iterable[int]) -> int:
    """Return the highest version that both speak; raises NoCommonVersion."""
    told = sorted(set(theirs))
    shared = set(SPOKEN) & set(told)
    if not shared:
        raise NoCommonVersion(f"they speak {told}, we {list(SPOKEN)}")
    return max(shared)
