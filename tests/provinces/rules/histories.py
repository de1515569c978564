"""People made up: what becomes known of them over the weeks, from a seed.

Whatever is known of somebody as of a moment follows from what happened to them and when that was
told, as it does on the road: the latest piece of each class that counts, each test whose result
has come.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from provinces.evidence.classes import FORMS, EvidenceClass
from provinces.facts.schema import GROUP_OF, OBSERVED_DAYS, TESTS_DAYS

Flat = dict[str, Any]
# When it was sampled, when its result was known, whether positive, whether pooled.
Test = tuple[datetime, datetime, bool, bool]
COUNTRIES = ["MO", "SG", "JP", None]
DIVISIONS = ["310000", "533102", None]
# Of hours between two tests, those near the ends that rules set to them.
APART = [5, 17, 23, 24, 25, 48, 71, 72, 73]


@dataclass(frozen=True)
class Piece:
    """Something told of a person, for `[told, forgotten)`; its end is told later, if at all."""

    group: str
    happened: datetime
    told: datetime
    forgotten: datetime
    facts: Flat
    ending: str = ""
    ended: datetime | None = None
    ended_told: datetime | None = None

    def known(self, at: datetime) -> Flat:
        """Return the facts that it makes."""
        facts = dict(self.facts)
        if self.ended and self.ended_told and self.ended_told <= at:
            facts[f"{self.group}.{self.ending}"] = self.ended
        return facts


@dataclass
class Life:
    """What happens to a person."""

    pieces: list[Piece] = field(default_factory=list)
    tests: list[Test] = field(default_factory=list)

    def facts(self, at: datetime) -> dict[str, Any]:
        """Return what is known of the person as of a moment, nested by the names of the facts."""
        latest: dict[str, Piece] = {}
        for piece in sorted(self.pieces, key=lambda piece: piece.happened):
            if piece.told <= at < piece.forgotten:
                latest[piece.group] = piece
        flat: Flat = {}
        for piece in latest.values():
            flat |= piece.known(at)
        return _nested(flat | self._tested(at))

    def _tested(self, at: datetime) -> Flat:
        kept = at - timedelta(days=TESTS_DAYS)
        known = sorted(test for test in self.tests if test[1] <= at and test[0] > kept)
        flat: Flat = {}
        for sampled, resulted, positive, pooled in known:
            group = "tests.positive" if positive else "tests.negative"
            flat |= {f"{group}.sampled_at": sampled, f"{group}.resulted_at": resulted}
            flat |= {"tests.positive.pooled": pooled} if positive else {}
        negative = [test for test in known if not test[2]]
        if negative:
            flat["tests.negatives.count"] = len(negative)
            flat["tests.negatives.sampled"] = [test[0] for test in negative]
            flat["tests.negatives.resulted"] = [test[1] for test in negative]
        for (before, *_), (after, *_) in pairwise(negative):
            flat["tests.negatives.gap_hours"] = (after - before) // timedelta(hours=1)
        return flat


def life(seed: int, first: datetime, days: int) -> Life:
    """Return somebody's life over some days, and the month before them."""
    rng = random.Random(seed)  # noqa: S311

    def moment() -> datetime:
        """Return a moment in that time; now and then it is a midnight."""
        day = first + timedelta(days=rng.randrange(-25, days))
        return day if rng.random() < 0.1 else day + timedelta(minutes=rng.randrange(1440))

    made = Life()
    classes = list(EvidenceClass)
    # Of twenty people in a row each has another class for certain.
    for of in [classes[seed % len(classes)], *rng.sample(classes, k=rng.randrange(6))]:
        made.pieces += [_of_class(of, moment(), rng) for _ in range(rng.randrange(1, 3))]
    made.pieces += _observed(moment, rng)
    made.tests += _series(moment(), rng) if rng.random() < 0.7 else []
    # Most tests are taken because something happened.
    for piece in made.pieces:
        made.tests += _series(piece.happened, rng) if rng.random() < 0.4 else []
    return made


def _of_class(of: EvidenceClass, happened: datetime, rng: random.Random) -> Piece:
    form, group = FORMS[of], GROUP_OF[of]
    # An order may be told ahead.
    told = happened + timedelta(hours=rng.randrange(-96 if form.has_planned_end else 0, 48))
    forgotten = happened + timedelta(days=rng.randrange(3, form.most_days + 1))
    facts: Flat = {
        f"{group}.{form.happened}": happened,
        f"{group}.expires_at": forgotten,
        f"{group}.evidence": rng.randrange(1, 999),
    }
    if form.has_planned_end:
        facts[f"{group}.ends_at"] = happened + timedelta(days=rng.randrange(5, 40))
    details: dict[str, list[Any]] = {
        "country": COUNTRIES,
        "division": DIVISIONS,
        "bound_elsewhere": [True, False, False, None],
    }
    for name in [name for name in form.details if name in details]:
        facts[f"{group}.{name}"] = rng.choice(details[name])
    if not form.ended or rng.random() < 0.4:
        return Piece(group, happened, told, forgotten, facts)
    ended = happened + timedelta(hours=rng.randrange(24 * 20))
    # A release may be told ahead.
    ended_told = ended + timedelta(hours=rng.randrange(-36, 12))
    return Piece(group, happened, told, forgotten, facts, form.ended, ended, ended_told)


def _observed(moment: Callable[[], datetime], rng: random.Random) -> Iterator[Piece]:
    groups = ["exposures.high", "exposures.medium", "exposures.low"]
    groups += ["divisions.high", "divisions.medium", "companion"]
    for group in rng.choices(groups, k=rng.randrange(4)):
        left = moment()
        facts: Flat = {f"{group}.left_at": left}
        if group.startswith("exposures"):
            facts |= {f"{group}.minutes": rng.randrange(10, 600), f"{group}.zone": 7}
        if group == "companion":
            minutes, stay = rng.choice([10, 11, 90]), rng.choice([1800, 1801, 5000])
            facts = {"companion.last_at": left, "companion.evidence": 5}
            facts |= {"companion.minutes": minutes, "companion.stay_minutes": stay}
        yield Piece(group, left, left, left + timedelta(days=OBSERVED_DAYS), facts)


def _series(begins: datetime, rng: random.Random) -> Iterator[Test]:
    at = begins + timedelta(minutes=rng.randrange(-600, 1800))
    for _ in range(rng.randrange(1, 5)):
        known = at + timedelta(minutes=rng.randrange(60, 2400))
        yield at, known, rng.random() < 0.15, rng.random() < 0.5
        at += timedelta(hours=rng.choice(APART))


def _nested(flat: Flat) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in flat.items():
        *groups, last = name.split(".")
        inner = found
        for group in groups:
            inner = inner.setdefault(group, {})
        inner[last] = _written(value)
    return found


def _written(value: Any) -> Any:
    if isinstance(value, list):
        return [_written(each) for each in value]
    return value.isoformat() if isinstance(value, datetime) else value
