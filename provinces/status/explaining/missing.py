"""What tests are still missing for a phase to clear, and when they would count. Pure.

since ├────┬─────────────┬────────────────┤ first + within
           first         last + apart
           known         └ not before      └ not after
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations, pairwise
from typing import Any

from provinces.rules import vocabulary
from provinces.rules.document import ClearedByTests, Clock


@dataclass(frozen=True, slots=True)
class Missing:
    """So many more negative tests would clear, the next no earlier and the last no later.

    `after` is the test that they would go on from, where there is one.
    """

    count: int
    after: datetime | None = None
    not_before: datetime | None = None
    not_after: datetime | None = None


Chain = Sequence[datetime]


def missing(clearing: ClearedByTests, facts: Mapping[str, Any], at: datetime) -> Missing | None:
    """Return what is missing at a moment; None where nothing says since when tests count.

    Requires that the tests known by then do not clear. As many of them as may be are used, and of
    several ways the one that clears soonest.
    """
    since = vocabulary.moment_of(facts, clearing.since)
    if since is None:
        return None
    tests = [test for test in _tests(clearing.clock, facts) if test >= since]
    for count in range(min(clearing.count - 1, len(tests)), 0, -1):
        open_chains = [
            chain for chain in _chains(clearing, tests, count) if _can_go_on(clearing, chain, at)
        ]
        if open_chains:
            best = min(open_chains, key=lambda chain: _soonest(clearing, chain, at))
            return Missing(
                count=clearing.count - count,
                after=best[-1],
                not_before=best[-1] + _apart(clearing),
                not_after=best[0] + _within(clearing),
            )
    return Missing(clearing.count, not_before=since if since > at else None)


def _tests(clock: Clock, facts: Mapping[str, Any]) -> list[datetime]:
    """Return when each negative test was, by a clock."""
    by = vocabulary.SAMPLED if clock is Clock.SAMPLE else vocabulary.RESULTED
    return sorted(vocabulary.moments_of(facts, by))


def _chains(clearing: ClearedByTests, tests: Chain, count: int) -> Iterator[Chain]:
    """Yield so many tests, far enough from each other and near enough to the first."""
    for chain in combinations(tests, count):
        are_apart = all(later - earlier >= _apart(clearing) for earlier, later in pairwise(chain))
        if are_apart and chain[-1] - chain[0] <= _within(clearing):
            yield chain


def _can_go_on(clearing: ClearedByTests, chain: Chain, at: datetime) -> bool:
    """Tell whether tests from now on could still complete a chain in time."""
    left = clearing.count - len(chain)
    following = max(at, chain[-1] + _apart(clearing))
    return following + (left - 1) * _apart(clearing) <= chain[0] + _within(clearing)


def _soonest(clearing: ClearedByTests, chain: Chain, at: datetime) -> tuple[datetime, timedelta]:
    """Return when the next test may be; of those alike, the one that leaves more time is less."""
    return max(at, chain[-1] + _apart(clearing)), at - chain[0]


def _apart(clearing: ClearedByTests) -> timedelta:
    return timedelta(hours=clearing.hours_apart)


def _within(clearing: ClearedByTests) -> timedelta:
    return timedelta(days=clearing.within_days)
