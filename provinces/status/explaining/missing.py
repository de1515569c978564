"""What tests are still missing for a phase to clear, and when they would count. Pure.

since ├────┬─────────────┬────────────────┤ first + within
           first         last + apart
           known         └ not before      └ not after
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
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


# The first and the last of tests that count together.
Chain = tuple[datetime, datetime]


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
            chain
            for chain in _chains(clearing, tests, count)
            if _can_go_on(clearing, chain, clearing.count - count, at)
        ]
        if open_chains:
            first, last = min(open_chains, key=lambda chain: _soonest(clearing, chain, at))
            return Missing(
                count=clearing.count - count,
                after=last,
                not_before=last + _apart(clearing),
                not_after=first + _within(clearing),
            )
    return Missing(clearing.count, not_before=since if since > at else None)


def _tests(clock: Clock, facts: Mapping[str, Any]) -> list[datetime]:
    """Return when each negative test was, by a clock."""
    by = vocabulary.SAMPLED if clock is Clock.SAMPLE else vocabulary.RESULTED
    return sorted(vocabulary.moments_of(facts, by))


def _chains(clearing: ClearedByTests, tests: Sequence[datetime], count: int) -> Iterator[Chain]:
    """Yield the first and the last of so many tests, far enough apart and near enough.

    What is between them is chosen as early as may be: then any test that is far enough from the
    last but one ends such a chain.
    """
    for place, first in enumerate(tests):
        near = [test for test in tests[place:] if test - first <= _within(clearing)]
        ends = [0]
        for _ in range(count - 1):
            ends = _following(clearing, near, ends)
        yield from ((first, near[end]) for end in ends)


def _following(
    clearing: ClearedByTests, tests: Sequence[datetime], ends: Sequence[int]
) -> list[int]:
    """Return the places of the tests that may follow the earliest of some."""
    if not ends:
        return []
    later = range(ends[0] + 1, len(tests))
    return [place for place in later if tests[place] - tests[ends[0]] >= _apart(clearing)]


def _can_go_on(clearing: ClearedByTests, chain: Chain, left: int, at: datetime) -> bool:
    """Tell whether so many tests from now on could still complete a chain in time."""
    first, last = chain
    following = max(at, last + _apart(clearing))
    return following + (left - 1) * _apart(clearing) <= first + _within(clearing)


def _soonest(
    clearing: ClearedByTests, chain: Chain, at: datetime
) -> tuple[datetime, timedelta, datetime]:
    """Return when the next test may be; of those alike, the one that leaves more time is less."""
    first, last = chain
    return max(at, last + _apart(clearing)), at - first, last


def _apart(clearing: ClearedByTests) -> timedelta:
    return timedelta(hours=clearing.hours_apart)


def _within(clearing: ClearedByTests) -> timedelta:
    return timedelta(days=clearing.within_days)
