"""What is observed besides exposures, kept in step with stays: companions, and listed divisions.

    evidence, lists ── follow ──┐
                                ├──► marks of whoever may be told otherwise now
    stays ──────────── restay ──┘

`companions` and `divisions` then say what there is to tell of whoever is marked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from . import cases, commuting, divisions
from .companions import Parameters


@dataclass(frozen=True, slots=True)
class Affected:
    """Whose exposures are looked at: in marked cells, in the revised zones, or all."""

    cells: bool
    zones: bool
    everybody: bool

    def __bool__(self) -> bool:
        return self.cells or self.zones or self.everybody


@transaction.atomic
def follow(
    parameters: Parameters | None, *, as_of: datetime, now: datetime, everything: bool = False
) -> None:
    """Mark whoever is concerned by cases, lists and terms on commuters that came or went.

    Comes before anybody is decided about as of that moment, and before stays are matched: it
    waits for those who match. With `everything` nobody is marked, for whoever asks for
    everything goes on to decide about everybody.
    """
    resolution = parameters.resolution if parameters else None
    cases.follow(resolution, as_of=as_of, now=now, everything=everything)
    divisions.follow(now=now, everything=everything)
    commuting.follow(now=now, everything=everything)


def restay(cursor: Any, values: dict[str, Any], affected: Affected, *, noting: bool) -> None:
    """Follow stays that changed: those in `marked_stay`, or everybody's of the days `[lo, hi)`.

    Whoever is concerned is added to the temporary table `moved`, if they are to be noted.
    """
    for is_so, of_cases, of_divisions in (
        (affected.cells, cases.BY_STAY, divisions.BY_STAY),
        (affected.everybody, cases.BY_DAY, divisions.BY_DAY),
    ):
        if is_so:
            cases.restay(cursor, values, of_cases, noting=noting)
        if is_so and noting:
            divisions.restay(cursor, values, of_divisions)


def note_later(cursor: Any, values: dict[str, Any], *, as_of: datetime) -> None:
    """Add to the temporary table `later` whoever of `stale` something later than `as_of` concerns.

    `values` has its minute, and `after`, a minute before its day.
    """
    cases.note_later(cursor, values, as_of=as_of)
    divisions.note_later(cursor, values)
