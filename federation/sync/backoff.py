"""How long to wait before a peer is asked again: longer each time, and never for ever."""

from __future__ import annotations

from datetime import timedelta

FIRST = timedelta(seconds=20)
# A peer that was away for a day is heard again within the hour.
LONGEST = timedelta(hours=1)


def wait(failures: int) -> timedelta:
    """Return how long to wait after so many failures in a row."""
    if failures <= 0:
        return timedelta(0)
    return min(FIRST * (1 << min(failures - 1, 30)), LONGEST)
