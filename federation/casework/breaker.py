"""When what a province says of many people at once is held, whoever each of them is.

of one issuer within a day          trips when
all                                 more than half were never there, and there are many
all with one source, or one link    a venue code, or one list, names more than fifty
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from .classes import Link

# What an issuer says within so long is looked at together.
WINDOW = timedelta(hours=24)
# How far back a presence in the issuer's territory counts: as long as presences are kept.
LOOKBACK = timedelta(days=15)


class Trip(StrEnum):
    """Why assertions are held."""

    MOSTLY_ELSEWHERE = "mostly_elsewhere"
    ONE_SOURCE = "one_source"
    ONE_VENUE_CODE = "one_venue_code"
    VENUE_CODE_ALONE = "venue_code_alone"
    OVER_BUDGET = "over_budget"
    ISSUER_FAILS = "issuer_fails"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an issuer may say before it is held."""

    remote_per_day: int = 20
    share_one_source: int = 50
    # Of fewer, a half says nothing: the budget looks after them.
    least: int = 10


@dataclass(frozen=True, slots=True)
class Said:
    """What the breaker sees of an assertion: nothing that says who."""

    link: Link
    source_reference: str
    was_present: bool


def trips(cohort: Iterable[Said], limits: Limits) -> tuple[Trip, ...]:
    """Return why a cohort as a whole is held, or nothing."""
    said = list(cohort)
    remote = sum(not each.was_present for each in said)
    sources = Counter(each.source_reference for each in said)
    scanned = sum(each.link is Link.VENUE_CODE for each in said)
    found = []
    if len(said) >= limits.least and 2 * remote > len(said):
        found.append(Trip.MOSTLY_ELSEWHERE)
    if scanned > limits.share_one_source:
        found.append(Trip.ONE_VENUE_CODE)
    if max(sources.values(), default=0) > limits.share_one_source:
        found.append(Trip.ONE_SOURCE)
    return tuple(found)


def alone(said: Said, *, remote_so_far: int, limits: Limits) -> Trip | None:
    """Return why one assertion is held where its cohort is not, or None.

    A scan of a venue's code is no evidence by itself: pictures of codes are scanned from afar.
    """
    if said.link is Link.VENUE_CODE:
        return Trip.VENUE_CODE_ALONE
    if not said.was_present and remote_so_far >= limits.remote_per_day:
        return Trip.OVER_BUDGET
    return None
