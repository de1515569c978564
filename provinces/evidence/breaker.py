"""When what officials of one's own file of many people is held, whoever each of them is. Pure.

    within a day                    trips when
    one official                    files more than anybody can look into: in an hour, in a day
    one unit                        files more than an office can look into: in an hour, in a day
    one official, without a link    files of people whom nothing else connects with a case
    many, without a link            share a paper, a case elsewhere, a vehicle, or a community
    of one case                     more contacts than one case has

A link is what officials have not said themselves: a case of a register, a laboratory or another
province that the piece rests on, or such a word about the person. What was released counts no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

HOUR, WINDOW = timedelta(hours=1), timedelta(hours=24)


class Trip(StrEnum):
    """Why evidence is held; the value stands in the ledger for good."""

    OFFICIAL_HOUR = "official_hour"
    OFFICIAL_DAY = "official_day"
    UNIT_HOUR = "unit_hour"
    UNIT_DAY = "unit_day"
    UNLINKED = "unlinked"
    SHARED = "shared"
    ONE_CASE = "one_case"


class Attribute(StrEnum):
    """What people on one list may have in common, where it is not a case."""

    PAPER = "source_reference"
    CASE_ELSEWHERE = "case_reference"
    VEHICLE = "conveyance"
    COMMUNITY = "community"


# By attribute, how it is written when spelling is left aside.
Value = tuple[Attribute, str]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may be filed before it is held."""

    official_hour: int
    official_day: int
    unit_hour: int
    unit_day: int
    unlinked: int
    shared: int
    one_case: int


@dataclass(frozen=True, slots=True)
class Filed:
    """How much was filed within a day, what is filed now included; nothing that says of whom.

    `hour` and `unit_hour` leave out what came with a list and is linked: a list is not typed.
    `shared` counts what has no link by what it has in common, `cases` contacts by their case.
    """

    hour: int = 0
    day: int = 0
    unit_hour: int = 0
    unit_day: int = 0
    unlinked: int = 0
    shared: Mapping[Value, int] = field(default_factory=dict)
    cases: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tripped:
    """Why something is held, and what the pieces that it is about have in common."""

    why: tuple[Trip, ...]
    shared: tuple[Value, ...] = ()
    cases: tuple[int, ...] = ()


def spelt(value: str) -> str:
    """Return a value as lists are told apart by it, however it is spelt."""
    return "".join(value.split()).casefold()


def trips(filed: Filed, limits: Limits) -> Tripped:
    """Return why what was filed is held; without a reason it is not."""
    counted = (
        (Trip.OFFICIAL_HOUR, filed.hour, limits.official_hour),
        (Trip.OFFICIAL_DAY, filed.day, limits.official_day),
        (Trip.UNIT_HOUR, filed.unit_hour, limits.unit_hour),
        (Trip.UNIT_DAY, filed.unit_day, limits.unit_day),
        (Trip.UNLINKED, filed.unlinked, limits.unlinked),
    )
    why = [trip for trip, count, most in counted if count > most]
    shared = tuple(value for value, count in filed.shared.items() if count > limits.shared)
    cases = tuple(case for case, count in filed.cases.items() if count > limits.one_case)
    if shared:
        why.append(Trip.SHARED)
    if cases:
        why.append(Trip.ONE_CASE)
    return Tripped(tuple(why), shared, cases)
