"""When a ground holds somebody, in SQL over the fact sheet `f`: as `phases` says it for one person.

    e0              the anchor: before it a ground waits
    e1, e2 ...      the end of each phase: the first that is yet to come is the end of what holds
    closes          the first piece of evidence expires

A moment that is not known is NULL, and `least` passes over it. Days are hours: an interval of days
would depend on the session's time zone.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from zoneinfo import ZoneInfo

from core.certlogic.sql import literals

from . import vocabulary
from .document import Anchor, ClearedByTests, Clearing, Clock, Counting, Ground
from .vocabulary import column

SAMPLED, RESULTED = column(vocabulary.SAMPLED), column(vocabulary.RESULTED)
# Each negative test: when it was taken, when it was known, and a number to tell it from others.
TESTS = "unnest({sampled}, {resulted}) WITH ORDINALITY AS t (sampled, resulted, place)"
# Most people have too few tests for it to be worth looking at each.
ENOUGH = "CASE WHEN cardinality({sampled}) >= {count} THEN ({when}) END"
NTH = """SELECT t.{clock} FROM {tests} WHERE t.{clock} >= {after}
    ORDER BY t.{clock} LIMIT 1 OFFSET {before}"""
FIRST = """SELECT t.{clock} AS first, t.{clock} AS last, t.place, t.resulted AS known
    FROM {tests} WHERE t.{clock} >= {since}"""
# A chain of tests goes on with any that is far enough from its last and near enough to its first;
# of those with the same first and last the one known earliest is kept.
NEXT = """SELECT p.first, t.{clock} AS last, t.place, min(greatest(p.known, t.resulted)) AS known
    FROM ({chains}) AS p JOIN {tests} ON {follows} GROUP BY 1, 2, 3"""
LAST = """SELECT min(greatest(p.known, t.resulted))
    FROM ({chains}) AS p JOIN {tests} ON {follows}"""
ONLY = "SELECT min(t.resulted) FROM {tests} WHERE t.{clock} >= {since}"
FOLLOWS = "{follows} AND t.{clock} <= p.first + interval '{hours} hours'"
APART = "t.{clock} >= p.last + interval '{hours} hours'"
LATER = "(t.{clock}, t.place) > (p.last, p.place)"
MIDNIGHT = (
    "(date_trunc('day', {moment} AT TIME ZONE {zone}) + interval '{days} days') AT TIME ZONE {zone}"
)
AS_OF = "%(as_of)s"


def anchor(of: Anchor) -> str:
    """Return the moment that a hold is counted from."""
    if of.test is None:
        return column(of.fact)
    when = NTH.format(
        clock=_clock(of.test.clock),
        tests=_tests(),
        after=column(of.fact),
        before=of.test.test - 1,
    )
    return ENOUGH.format(sampled=SAMPLED, count=of.test.test, when=when)


def ends(ground: Ground, moment: str, zone: ZoneInfo) -> Iterator[str]:
    """Yield the end of each phase, where `moment` is the anchor."""
    total = accumulate(phase.days for phase in ground.phases)
    for phase, days in zip(ground.phases, total, strict=True):
        by_days = counted(moment, days, ground.anchor.counting, zone)
        clears = [cleared(clearing, moment) for clearing in phase.clears]
        yield f"least({', '.join([by_days, *clears])})" if clears else by_days


def counted(moment: str, days: int, counting: Counting, zone: ZoneInfo) -> str:
    """Return the end of so many days from an anchor."""
    if counting is Counting.EXACT:
        return f"{moment} + interval '{days * 24} hours'"
    last = days if counting is Counting.INCLUSIVE else days + 1
    return MIDNIGHT.format(moment=moment, zone=literals.text(zone.key), days=last)


def cleared(clearing: Clearing, moment: str) -> str:
    """Return when a phase clears, where `moment` is the anchor."""
    if isinstance(clearing, ClearedByTests):
        return ENOUGH.format(sampled=SAMPLED, count=clearing.count, when=_tested(clearing))
    event = column(clearing.fact)
    return f"CASE WHEN {event} >= {moment} THEN {event} END"


def closes(ground: Ground) -> str:
    """Return when the first piece of evidence expires, all of which it needs, or ""."""
    columns = [column(fact) for fact in vocabulary.expiries(ground.rests_on)]
    return f"least({', '.join(columns)})" if len(columns) > 1 else "".join(columns)


def may_clear(ground: Ground) -> bool:
    """Tell whether a phase may end earlier than by its days: then the last may not end last."""
    return any(phase.clears for phase in ground.phases)


def looks_at_tests(ground: Ground) -> bool:
    """Tell whether a ground asks about each test, which had better be done once."""
    clears = (clearing for phase in ground.phases for clearing in phase.clears)
    is_by_tests = any(isinstance(clearing, ClearedByTests) for clearing in clears)
    return is_by_tests or ground.anchor.test is not None


def _tested(clearing: ClearedByTests) -> str:
    """Return when enough tests are known: the end of the chain that is known first."""
    clock, tests, since = _clock(clearing.clock), _tests(), column(clearing.since)
    if clearing.count == 1:
        return ONLY.format(clock=clock, tests=tests, since=since)
    step = (
        APART.format(clock=clock, hours=clearing.hours_apart)
        if clearing.hours_apart
        else LATER.format(clock=clock)
    )
    follows = FOLLOWS.format(follows=step, clock=clock, hours=clearing.within_days * 24)
    chains = FIRST.format(clock=clock, tests=tests, since=since)
    for _ in range(clearing.count - 2):
        chains = NEXT.format(clock=clock, chains=chains, tests=tests, follows=follows)
    return LAST.format(chains=chains, tests=tests, follows=follows)


def _tests() -> str:
    return TESTS.format(sampled=SAMPLED, resulted=RESULTED)


def _clock(clock: Clock) -> str:
    return "sampled" if clock is Clock.SAMPLE else "resulted"
