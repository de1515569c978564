"""When what a province says of many people at once is held, whoever each of them is.

of one issuer within a day          trips when
all                                 more than half were never there, and there are many
all                                 they are many, and many times as many as on other days
all with one source, or one link    a venue code, or one list, names more than fifty; of a list,
                                    also what other issuers say by it

by itself a word is held that rests on a venue's code alone, that says again what was suspended or
refused, and, of who was never there, that is beyond what the issuer may say in a day, what of it
may count at a time, or what all issuers together may say in a day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from .classes import Link

# What an issuer says within so long is looked at together.
WINDOW = timedelta(hours=24)
# How far back a presence in the issuer's territory counts: as long as presences are kept.
LOOKBACK = timedelta(days=15)
# As many days before the window say how much an issuer usually says in one.
USUAL_DAYS = 14


class Trip(StrEnum):
    """Why assertions are held."""

    MOSTLY_ELSEWHERE = "mostly_elsewhere"
    ONE_SOURCE = "one_source"
    ONE_VENUE_CODE = "one_venue_code"
    VENUE_CODE_ALONE = "venue_code_alone"
    OVER_BUDGET = "over_budget"
    OVER_STANDING = "over_standing"
    OVER_ALL = "over_all"
    BURST = "burst"
    SAID_AGAIN = "said_again"
    ISSUER_FAILS = "issuer_fails"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an issuer may say before it is held."""

    remote_per_day: int = 20
    share_one_source: int = 50
    # Of fewer, a half says nothing: the budget looks after them.
    least: int = 10
    # Of who was never there: how many words of one issuer may count at a time, and how many of
    # all issuers a day, so that neither patience nor company gets around the budget.
    remote_standing: int = 60
    remote_of_all: int = 60
    # So many a day are many if they are so many times the median day's.
    burst_least: int = 100
    burst_times: int = 5


@dataclass(frozen=True, slots=True)
class Said:
    """What the breaker sees of an assertion: nothing that says who."""

    link: Link
    source_reference: str
    was_present: bool
    # The issuer said it before, and it was suspended, refused, or taken back when contested.
    is_again: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What the breaker knows beside a cohort: how much its issuer says on a usual day.

    `elsewhere` is how many words of other issuers within the window have a source.
    """

    usual: float = 0
    elsewhere: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class SoFar:
    """How many words about people who were never there count: of the issuer, and of all."""

    today: int = 0
    standing: int = 0
    of_all: int = 0

    def add(self) -> None:
        """Count one more."""
        self.today += 1
        self.standing += 1
        self.of_all += 1


NOTHING = Context()


def source(reference: str) -> str:
    """Return a reference as lists are told apart by it, however it is spelt."""
    return "".join(reference.split()).casefold()


def trips(cohort: Iterable[Said], limits: Limits, context: Context = NOTHING) -> tuple[Trip, ...]:
    """Return why a cohort as a whole is held, or nothing."""
    said = list(cohort)
    remote = sum(not each.was_present for each in said)
    sources = Counter(source(each.source_reference) for each in said)
    named = (count + context.elsewhere.get(name, 0) for name, count in sources.items())
    scanned = sum(each.link is Link.VENUE_CODE for each in said)
    found = []
    if len(said) >= limits.least and 2 * remote > len(said):
        found.append(Trip.MOSTLY_ELSEWHERE)
    if scanned > limits.share_one_source:
        found.append(Trip.ONE_VENUE_CODE)
    if max(named, default=0) > limits.share_one_source:
        found.append(Trip.ONE_SOURCE)
    if len(said) > max(limits.burst_least, limits.burst_times * context.usual):
        found.append(Trip.BURST)
    return tuple(found)


def alone(said: Said, *, so_far: SoFar, limits: Limits) -> Trip | None:
    """Return why one assertion is held where its cohort is not, or None.

    A scan of a venue's code is no evidence by itself: pictures of codes are scanned from afar.
    """
    if said.link is Link.VENUE_CODE:
        return Trip.VENUE_CODE_ALONE
    if said.is_again:
        return Trip.SAID_AGAIN
    return None if said.was_present else _over(so_far, limits)


def _over(so_far: SoFar, limits: Limits) -> Trip | None:
    if so_far.today >= limits.remote_per_day:
        return Trip.OVER_BUDGET
    if so_far.standing >= limits.remote_standing:
        return Trip.OVER_STANDING
    return Trip.OVER_ALL if so_far.of_all >= limits.remote_of_all else None
