"""Which other provinces somebody may live in: whoever knows of a federation says so here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

Others = Callable[[datetime], Iterable[str]]

_others: list[Others] = []


def told_by(others: Others) -> None:
    """Have somebody say from now on which other provinces there are at a moment."""
    _others[:] = [others]


def others(at: datetime) -> frozenset[str]:
    """Return the short names of the other provinces, none where nobody says."""
    return frozenset(each for say in _others for each in say(at))
