"""What is in a rule set's document, schema 2.

statuses, the mildest first        green < yellow < red
ground   when it holds ── anchor ─┬─ phase 1 ─┬─ phase 2 ─┬─ over
                                  red, 14 days   yellow, 7 days
                                  each may clear early: by tests, by an event
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from core.certlogic.syntax import Json, Node

SCHEMA = 2
# Neither a hold nor the rules themselves last longer.
LONGEST_DAYS = 90
MOST_TESTS = 5
# So many facts are shown with a decision; PostgreSQL puts no more than 50 into one object.
MOST_SHOWN = 20
Texts = Mapping[str, str]


class Counting(StrEnum):
    """From when the days of a hold are counted, and when the last one ends."""

    EXACT = "exact"  # so many times 24 hours after the anchor
    INCLUSIVE = "inclusive"  # the anchor's day is day 1; over at midnight
    EXCLUSIVE = "exclusive"  # the day after the anchor's is day 1; over at midnight


class Clock(StrEnum):
    """Which moment of a test counts."""

    SAMPLE = "sample"
    RESULT = "result"


class Consequence(StrEnum):
    """What follows from a status, the mildest first."""

    FREE = "free"
    RESTRICTED = "restricted"
    HELD = "held"


class Admission(StrEnum):
    """What a class of places does with somebody of a status."""

    ALLOWED = "allowed"
    ASK = "ask"
    REFUSED = "refused"


# No status keeps anybody from these.
CARVE_OUTS = ("emergency_care", "testing", "going_home", "appealing")
# Care, and the way home, of a guest in the city as well: these may ask for a test, and not refuse.
NEVER_REFUSED = ("clinic", "own_compound", "travel_from_city")
PLACES = (
    *("public_place", "school", "workplace", "shop", "restaurant", "entertainment", "scenic_area"),
    *("event", "place_of_worship", "construction_site", "hotel", "care_home", "clinic"),
    *("own_compound", "other_compound", "transport", "intercity_transport", "flight"),
    *("high_speed_rail", "train", "coach", "ship", "metro", "bus", "taxi", "travel_to_city"),
    *("travel_from_city", *CARVE_OUTS),
)
# What a rule set says of the wider class holds of a narrower one that it does not name.
WIDER = {
    **dict.fromkeys(("metro", "bus", "taxi"), "transport"),
    **dict.fromkeys(("flight", "high_speed_rail", "train", "coach", "ship"), "intercity_transport"),
    **dict.fromkeys(
        ("shop", "restaurant", "entertainment", "scenic_area", "event", "place_of_worship"),
        "public_place",
    ),
    # To whoever does not live there; otherwise more would be open next door than at home.
    "other_compound": "public_place",
    "construction_site": "workplace",
    # Who leaves goes by one of those.
    "travel_from_city": "intercity_transport",
}


def admission(said: Mapping[str, str], place: str) -> Admission:
    """Return what a class of places does, by what a rule set says of a status.

    What is said neither of it nor of a wider class is allowed. Care and the way home may ask, and
    not refuse.
    """
    wider = said.get(WIDER.get(place, ""), Admission.ALLOWED)
    found = Admission(said.get(place, wider))
    return Admission.ASK if found is Admission.REFUSED and place in NEVER_REFUSED else found


# Cells with sides of 3.7 km down to 200 m (H3): coarser ones make companions of a city, finer ones
# miss whoever's phone is less exact.
COARSE = (6, 9)


@dataclass(frozen=True, slots=True)
class Companion:
    """When somebody counts as having shared a case's place and time."""

    resolution: int
    minutes: int
    stay_minutes: int
    lookback_days: int


@dataclass(frozen=True, slots=True)
class Status:
    """A status of the province's own, and what follows from it."""

    key: str
    rank: int
    consequence: Consequence
    names: Texts
    meaning: Texts


@dataclass(frozen=True, slots=True)
class NthTest:
    """The moment of the n-th negative test at or after a fact."""

    test: int
    clock: Clock


@dataclass(frozen=True, slots=True)
class Anchor:
    """From when a hold is counted: a fact, or a test at or after that fact."""

    fact: str
    counting: Counting
    test: NthTest | None = None


@dataclass(frozen=True, slots=True)
class ClearedByTests:
    """So many negative tests end a phase, when the last of them is known.

    At or after `since` by the clock, the first and the last within so many days, and neighbours
    at least so many hours apart.
    """

    count: int
    within_days: int
    hours_apart: int
    clock: Clock
    since: str


@dataclass(frozen=True, slots=True)
class ClearedByEvent:
    """A moment at or after the anchor ends a phase, even one that is yet to come."""

    fact: str


Clearing = ClearedByTests | ClearedByEvent


@dataclass(frozen=True, slots=True)
class Phase:
    """A status for so many days, or until it clears."""

    status: str
    days: int
    clears: tuple[Clearing, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """Why somebody may be held, from when, for how long, and who answers for it."""

    key: str
    rests_on: tuple[str, ...]
    when: Json
    condition: Node
    anchor: Anchor
    phases: tuple[Phase, ...]
    evidence: Mapping[str, str]
    legal_basis: Texts
    office: Texts
    contact: str
    texts: Mapping[str, Texts]
    path: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What a case is to come to."""

    status: str
    until: datetime | None
    grounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """Somebody made up, and what the rules are to say of them.

    `name` is for programs and authors, `names` are what people read, where there are any.
    """

    name: str
    names: Texts
    as_of: datetime
    facts: dict[str, Any]
    expected: Expected
    path: str


@dataclass(frozen=True, slots=True)
class Ruleset:
    """A rule set as its document says it."""

    name: str
    version: str
    names: Texts
    modelled_on: Mapping[str, Any]
    days_in_force: int
    dwell_minutes: int
    companion: Companion | None
    statuses: tuple[Status, ...]
    default: str
    consequences: Mapping[str, Mapping[str, str]]
    grounds: tuple[Ground, ...]
    cases: tuple[Case, ...]

    def status(self, key: str) -> Status | None:
        """Return a status by its key."""
        return next((status for status in self.statuses if status.key == key), None)
