"""When a ground holds somebody: its anchor, the end of each phase, and what ended it. Pure.

         anchor ──── phase 1 ────┬──── phase 2 ────┬ over
    waiting │    ends by its days, or earlier:     │
    (pause) │    ▲ tests known   ▲ event           │
            └─ D₁ days ──────────┘                 │
            └─ D₁ + D₂ days ───────────────────────┘

A phase begins when the one before it ends, and ends by its own days, which are counted from the
anchor; one that would end before it begins is passed over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from itertools import accumulate
from typing import Any

from . import vocabulary
from .document import Anchor, ClearedByTests, Clearing, Clock, Counting, Ground, Phase

# When a test was, by a clock, and when it was known.
Test = tuple[datetime, datetime]


class EndedBy(StrEnum):
    """What ends a phase."""

    DAYS = "days"
    TESTS = "tests"
    EVENT = "event"
    EVIDENCE = "evidence"
    BEGINNING = "beginning"


@dataclass(frozen=True, slots=True)
class Part:
    """A phase, for `[since, until)`; number 0 is the wait for an anchor that is yet to come."""

    number: int
    status: str
    since: datetime
    until: datetime
    ended_by: EndedBy

    def holds(self, at: datetime) -> bool:
        return self.since <= at < self.until


def anchor_of(anchor: Anchor, facts: Mapping[str, Any]) -> datetime | None:
    """Return the moment that a hold is counted from, if it is known."""
    moment = vocabulary.moment_of(facts, anchor.fact)
    if anchor.test is None or moment is None:
        return moment
    after = sorted(at for at, _ in _negatives(facts, anchor.test.clock) if at >= moment)
    return after[anchor.test.test - 1] if len(after) >= anchor.test.test else None


def parts(
    ground: Ground, facts: Mapping[str, Any], zone: tzinfo, *, default: str, as_of: datetime
) -> list[Part]:
    """Return the parts of a ground that are not passed over, in order; none without an anchor."""
    anchor = anchor_of(ground.anchor, facts)
    if anchor is None:
        return []
    found = []
    if anchor > as_of:
        found.append(Part(0, default, as_of, anchor, EndedBy.BEGINNING))
    since = anchor
    days = accumulate(phase.days for phase in ground.phases)
    for number, (phase, total) in enumerate(zip(ground.phases, days, strict=True), 1):
        by_days = counted(anchor, total, ground.anchor.counting, zone)
        until, ended_by = _end(phase, facts, anchor, by_days)
        if until > since:
            found.append(Part(number, phase.status, since, until, ended_by))
        since = max(since, until)
    return _cut(found, expires_at(ground, facts))


def counted(anchor: datetime, days: int, counting: Counting, zone: tzinfo) -> datetime:
    """Return the end of so many days from an anchor."""
    if counting is Counting.EXACT:
        return anchor + timedelta(days=days)
    last = days if counting is Counting.INCLUSIVE else days + 1
    return midnight(anchor.astimezone(zone).date() + timedelta(days=last), zone)


def midnight(day: date, zone: tzinfo) -> datetime:
    """Return the moment a day begins.

    Where clocks are put back over midnight it is the second time; where they are put forward over
    it, the moment they are. So PostgreSQL reads a local time, too.
    """
    at = datetime(day.year, day.month, day.day, tzinfo=zone)
    return max(at.astimezone(UTC), at.replace(fold=1).astimezone(UTC))


def expires_at(ground: Ground, facts: Mapping[str, Any]) -> datetime | None:
    """Return when the first piece of evidence expires that a ground rests on.

    It needs each of them, as `validating` sees to: one that it could do without would cut it short.
    """
    expiries = vocabulary.expiries(ground.rests_on)
    moments = [vocabulary.moment_of(facts, fact) for fact in expiries]
    return min((moment for moment in moments if moment), default=None)


def cleared_at(clearing: Clearing, facts: Mapping[str, Any], anchor: datetime) -> datetime | None:
    """Return when a phase clears, if that is known."""
    if isinstance(clearing, ClearedByTests):
        since = vocabulary.moment_of(facts, clearing.since)
        return _tested_at(clearing, facts, since) if since else None
    event = vocabulary.moment_of(facts, clearing.fact)
    return event if event and event >= anchor else None


def _end(
    phase: Phase, facts: Mapping[str, Any], anchor: datetime, by_days: datetime
) -> tuple[datetime, EndedBy]:
    ends = [(by_days, EndedBy.DAYS)]
    for clearing in phase.clears:
        moment = cleared_at(clearing, facts, anchor)
        by = EndedBy.TESTS if isinstance(clearing, ClearedByTests) else EndedBy.EVENT
        if moment:
            ends.append((moment, by))
    return min(ends, key=lambda end: end[0])


def _cut(found: list[Part], closes_at: datetime | None) -> list[Part]:
    if closes_at is None:
        return found
    return [
        replace(part, until=closes_at, ended_by=EndedBy.EVIDENCE)
        if part.until > closes_at
        else part
        for part in found
        if part.since < closes_at
    ]


def _negatives(facts: Mapping[str, Any], clock: Clock) -> list[Test]:
    """Return for each negative test when it was, by a clock, and when it was known."""
    sampled, resulted = (
        vocabulary.moments_of(facts, name) for name in (vocabulary.SAMPLED, vocabulary.RESULTED)
    )
    by_clock = sampled if clock is Clock.SAMPLE else resulted
    return list(zip(by_clock, resulted, strict=True))


def _tested_at(
    clearing: ClearedByTests, facts: Mapping[str, Any], since: datetime
) -> datetime | None:
    """Return the earliest moment at which enough tests, far enough apart, are known."""
    tests = sorted(test for test in _negatives(facts, clearing.clock) if test[0] >= since)
    first = (_known_from(tests[place:], clearing) for place in range(len(tests)))
    return min((known for known in first if known), default=None)


def _known_from(tests: Sequence[Test], clearing: ClearedByTests) -> datetime | None:
    """Return when a chain that begins with the first of some tests is known at the earliest.

    There are as many chains as ways to choose; so tests are added one by one to all of them at
    once, and of those with the same last test the one known earliest is kept, as SQL does.
    """
    start, known = tests[0]
    near = [test for test in tests if test[0] - start <= timedelta(days=clearing.within_days)]
    chains: list[datetime | None] = [known, *[None] * (len(near) - 1)]
    for _ in range(clearing.count - 1):
        chains = _longer(chains, near, timedelta(hours=clearing.hours_apart))
    return min((chain for chain in chains if chain), default=None)


def _longer(
    chains: Sequence[datetime | None], tests: Sequence[Test], apart: timedelta
) -> list[datetime | None]:
    """Return for each test when the best chain that it goes on is known, if it goes on any."""
    found: list[datetime | None] = []
    earliest: datetime | None = None
    before = 0
    for place, (at, known) in enumerate(tests):
        while before < place and at - tests[before][0] >= apart:
            chain = chains[before]
            earliest = min(earliest or chain, chain) if chain else earliest
            before += 1
        found.append(max(earliest, known) if earliest else None)
    return found
