"""What comes of a resolution: zones in effect, who lost to whom and why, and its digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.cells.ranges import Ranges

from .claims import Key

ALGORITHM = 1


class Rule(StrEnum):
    """Why a claim is in effect on a cell."""

    OWN_GROUND = "own-ground"
    ACCEPTED = "accepted"
    SHARED_GROUND = "shared-ground"
    UNDER_TREATY = "under-treaty"
    # Where claims of several provinces stand:
    SETTLEMENT = "settlement"
    OWNER = "owner"
    TREATY = "treaty"
    LATER_AND_FINER = "later-and-finer"
    LESS_RESTRICTIVE = "less-restrictive"
    NOBODY = "nobody"


class Reason(StrEnum):
    """Why a claim is not in effect on a cell: what it lost to, or what it lacks."""

    SETTLED = "settled-against"
    OWNER = "owner-decides"
    TREATY = "treaty-names-another"
    LATER_AND_FINER = "another-is-later-and-finer"
    LESS_RESTRICTIVE = "another-is-less-restrictive"
    LOST_BEFORE = "lost-before"
    OFFER_OPEN = "offer-unanswered"
    OFFER_REFUSED = "offer-refused"
    OFFER_LAPSED = "offer-lapsed"
    NOT_AS_ACCEPTED = "not-as-accepted"
    NOT_ITS_GROUND = "not-its-ground"


class Flaw(StrEnum):
    """Why an input was ignored."""

    UNKNOWN_ORIGIN = "unknown-origin"
    NOT_A_RECORD = "not-a-record"
    BAD_REFERENCE = "bad-reference"
    BAD_VERSION = "bad-version"
    BAD_LEVEL = "bad-level"
    BAD_EVIDENCE = "bad-evidence"
    BAD_PERIOD = "bad-period"
    BAD_CELLS = "bad-cells"
    NO_CELLS = "no-cells"
    BAD_INDEX = "bad-index"
    FROM_THE_FUTURE = "from-the-future"
    TOLD_TWICE = "told-twice"
    ANSWERED_LATE = "answered-late"
    ANSWERED_EARLY = "answered-early"
    OWN_OFFER = "answers-itself"
    BAD_PARTIES = "bad-parties"
    NOT_SIGNED_BY_BOTH = "not-signed-by-both"


@dataclass(frozen=True, slots=True)
class Rejected:
    """An input that was ignored: `what` kind, whose, its leaf (or the treaty's id), and why."""

    what: str
    origin: str
    place: str
    flaw: Flaw


@dataclass(frozen=True, slots=True)
class Effective:
    """Cells on which a claim is in effect for `[starts, ends)`; one claim may have several."""

    key: Key
    level: int
    starts: int
    ends: int
    cells: Ranges


@dataclass(frozen=True, slots=True)
class Loser:
    """A claim that is not in effect somewhere, and why."""

    key: Key
    reason: Reason


@dataclass(frozen=True, slots=True)
class Contest:
    """Cells and a time where something was weighed: the deciders, by which rule, the losers."""

    cells: Ranges
    starts: int
    ends: int
    deciders: tuple[Key, ...]
    rule: Rule
    losers: tuple[Loser, ...]


@dataclass(frozen=True, slots=True)
class Powerless:
    """Cells on which a claim has no effect at all, with what it lacks."""

    key: Key
    cells: Ranges
    starts: int
    ends: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Tie:
    """Claims that no rule but leniency parts; `chosen` are in effect until they are settled."""

    claims: tuple[Key, ...]
    chosen: tuple[Key, ...]
    cells: Ranges
    starts: int

    @property
    def digest(self) -> str:
        """The name of the case, the same in every province and whatever the cells."""
        said = json.dumps([list(key) for key in self.claims])
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Resolution:
    """Which claims are in effect where and when, what was ignored, and what ties."""

    effective: tuple[Effective, ...]
    rejected: tuple[Rejected, ...]
    conflicts: tuple[Tie, ...]
    digest: str
    contests: tuple[Contest, ...]
    powerless: tuple[Powerless, ...]
    grounds: tuple[tuple[Key, Ranges, Rule], ...]


def digest_of(effective: tuple[Effective, ...], sizes: Mapping[str, int]) -> str:
    """Return the SHA-256 of what is in effect, bound to the logs' sizes it was computed from.

    Canonical JSON: names sorted, no spaces, ASCII only, whole numbers (RFC 8785 for such data).
    """
    rows = [
        {
            "cells": each.cells.digest(),
            "ends": each.ends,
            "level": each.level,
            "origin": each.key.origin,
            "reference": each.key.reference,
            "starts": each.starts,
            "version": each.key.version,
        }
        for each in effective
    ]
    said = {"algorithm": ALGORITHM, "effective": rows, "sizes": dict(sizes)}
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
