"""What provinces sign about zones at a border: claims, answers to them, and treaties."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from core.cells.ranges import Ranges


class Key(NamedTuple):
    """Which version of which zone of which province."""

    origin: str
    reference: str
    version: int

    def __str__(self) -> str:
        return f"{self.origin}/{self.reference} v{self.version}"


@dataclass(frozen=True, slots=True)
class ZoneClaim:
    """A province's statement that a zone is in effect for `[starts, ends)` epoch minutes.

    `index` is the leaf in its feed. `cells` are on its own ground as it sees it, `spill` beyond;
    only the ground decides which is which. `finest` is the resolution of the evidence.
    """

    origin: str
    index: int
    reference: str
    version: int
    level: int
    starts: int
    ends: int
    cells: Ranges
    spill: Ranges
    declared_at: int
    finest: int

    @property
    def key(self) -> Key:
        return Key(self.origin, self.reference, self.version)

    @property
    def whole(self) -> Ranges:
        """All cells it was drawn over, whosever they are."""
        return self.cells | self.spill if self.spill else self.cells

    def digest(self) -> str:
        """Return the SHA-256 of what it says, the place in the log left out."""
        said = [self.origin, self.reference, self.version, self.level, self.starts, self.ends]
        said += [self.cells.digest(), self.spill.digest(), self.declared_at, self.finest]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Ended:
    """A province's statement that a version never was: it was corrected away."""

    origin: str
    index: int
    reference: str
    version: int

    @property
    def key(self) -> Key:
        return Key(self.origin, self.reference, self.version)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The owner's answer to the part of another province's zone that lies on its ground.

    What is accepted is what was offered: cells, up to `level`, within `[starts, ends)`. The same
    version told anew, graver or longer, is not covered. The owner may accept it as less grave
    than it was offered: at `lowered_to`.
    """

    origin: str
    index: int
    of_origin: str
    reference: str
    version: int
    cells: Ranges
    level: int
    starts: int
    ends: int
    answered_at: int
    is_accepted: bool
    lowered_to: int | None = None

    @property
    def about(self) -> Key:
        return Key(self.of_origin, self.reference, self.version)


class TreatyKind(StrEnum):
    """What a treaty is about."""

    STRIP = "strip"
    COMMUTERS = "commuters"
    SETTLEMENT = "settlement"


@dataclass(frozen=True, slots=True)
class Treaty:
    """What two provinces agreed on; it counts once both have signed the same terms.

    `strip` are the cells on which the `decider` decides in `[starts, ends)`. A settlement names
    in `settles` the claims it is about: those of the decider stay, the others give way.
    """

    id: str
    kind: TreatyKind
    parties: frozenset[str]
    strip: Ranges
    decider: str
    starts: int
    ends: int
    settles: frozenset[Key] = frozenset()
    signed_by: frozenset[str] = frozenset()

    @property
    def terms(self) -> tuple[object, ...]:
        """All that is signed."""
        about = self.kind, self.parties, self.strip, self.decider
        return *about, self.starts, self.ends, self.settles


Claim = ZoneClaim | Ended | Acceptance
