"""Where each published version stands at a moment: in notice, in force, over, and until when.

ordinary    A ├──────────────┤╌╌╌╌╌╌╌╌╌╌╌╌   superseded where B begins, for good
ordinary    B                ├──────┤  ├───────────┤   expires by itself
emergency   E                       ├──┤   only interrupts B, and never brings A back
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Stage(StrEnum):
    """Where a version stands."""

    IN_NOTICE = "in_notice"
    IN_FORCE = "in_force"
    INTERRUPTED = "interrupted"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Place:
    """What counts of a version here."""

    key: int
    begins: datetime
    expires: datetime
    interrupts: bool = False
    withdrawn: datetime | None = None

    @property
    def stands(self) -> bool:
        """Tell whether it was not taken back in time."""
        return self.withdrawn is None or self.withdrawn >= self.begins


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a version stands, when it ends, and which version ends it, or has interrupted it."""

    key: int
    stage: Stage
    ends: datetime
    next: int | None = None


def standings(places: Iterable[Place], at: datetime) -> Iterator[Standing]:
    """Yield the standing of each version at a moment.

    Of two that begin together the later one of `places` supersedes the other.
    """
    inorder = sorted(places, key=lambda place: place.begins)
    standing = [place for place in inorder if place.stands]
    for place in inorder:
        if place.stands:
            yield _standing(place, standing[standing.index(place) + 1 :], at)
        else:
            yield Standing(place.key, Stage.WITHDRAWN, place.withdrawn or place.begins)


def _standing(place: Place, later: Sequence[Place], at: datetime) -> Standing:
    taking_over = next((other for other in later if not other.interrupts), None)
    if taking_over is not None and taking_over.begins > place.expires:
        taking_over = None
    ends = taking_over.begins if taking_over else place.expires
    over = taking_over.key if taking_over else None
    if at < place.begins:
        return Standing(place.key, Stage.IN_NOTICE, ends, over)
    if at >= ends:
        return Standing(place.key, Stage.SUPERSEDED if taking_over else Stage.EXPIRED, ends, over)
    interrupting = [other for other in later if other.begins <= at < other.expires]
    if interrupting:
        return Standing(place.key, Stage.INTERRUPTED, ends, interrupting[-1].key)
    return Standing(place.key, Stage.IN_FORCE, ends, over)
