"""Timing: some work, several times, each after a preparation that does not count."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

TIMES = 3


def nothing() -> None:
    """Prepare nothing."""


@dataclass(slots=True)
class Timed:
    """The seconds that each repetition took; `limit` is how long one was allowed to take."""

    seconds: list[float] = field(default_factory=list)
    limit: float | None = None

    @contextmanager
    def once(self) -> Iterator[None]:
        """Time a repetition."""
        began = time.perf_counter()
        yield
        self.seconds.append(time.perf_counter() - began)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds) if self.seconds else self.limit or 0.0

    @property
    def total(self) -> float:
        return sum(self.seconds)

    @property
    def is_over(self) -> bool:
        """Whether the work was given up at its limit."""
        return not self.seconds

    def percentile(self, share: float) -> float:
        """Return the repetition that a share of them did not exceed."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def per_second(self, count: float) -> Timed:
        """Return rates instead: so many things in each repetition."""
        return Timed([count / seconds for seconds in self.seconds])


@contextmanager
def clocked(owner: Any, name: str) -> Iterator[Timed]:
    """Time every call of a function or method, by the name under which its caller finds it."""
    timed, called = Timed(), getattr(owner, name)

    def call(*arguments: Any, **named: Any) -> Any:
        with timed.once():
            return called(*arguments, **named)

    setattr(owner, name, call)
    try:
        yield timed
    finally:
        setattr(owner, name, called)


def repeat(
    work: Callable[[], object], *, before: Callable[[], object] = nothing, times: int = TIMES
) -> Timed:
    """Time some work several times."""
    timed = Timed()
    for _ in range(times):
        before()
        with timed.once():
            work()
    return timed


def warm(
    work: Callable[[], object], *, before: Callable[[], object] = nothing, times: int = TIMES
) -> Timed:
    """Time some work several times after a first time that only warms up."""
    before()
    work()
    return repeat(work, before=before, times=times)
