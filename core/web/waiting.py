"""What waits for an official, room by room: each adds a line, and the first page shows them.

A room adds what waits in it in its AppConfig.ready, in one line:

    waiting.add(Waiting(_("Appeals that lie with me"), "console:appeals", {Power.…}, appeals.lying))

and a page asks for all of it. So the page knows no room, and a room further up is shown all the
same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Count:
    """How much waits; since when the oldest does, or by when the first is to be done."""

    number: int
    since: datetime | None = None
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that may wait: its words, the page to see to it ("" for none), and for whom.

    `powers` are those of which an official holds any, or it is not counted for them. `count` is
    told the official and the moment.
    """

    words: Any
    page: str
    powers: Collection[str]
    count: Callable[[Any, datetime], Count]


@dataclass(frozen=True, slots=True)
class Line:
    """Something that does wait for an official, and how much."""

    words: Any
    page: str
    count: Count
    is_late: bool


_WAITING: dict[tuple[str, str], Waiting] = {}
_LAST = datetime.max.replace(tzinfo=UTC)


def add(*waiting: Waiting) -> None:
    """Have something counted for whoever holds its powers; the same of a page is counted once."""
    _WAITING.update({(each.page, str(each.count.__qualname__)): each for each in waiting})


def lines(official: Any, powers: Collection[str], at: datetime) -> list[Line]:
    """Return what waits for an official, what is due first before the others."""
    found = []
    for each in _WAITING.values():
        if any(str(power) in powers for power in each.powers):
            count = each.count(official, at)
            if count.number:
                is_late = count.due is not None and count.due <= at
                found.append(Line(each.words, each.page, count, is_late))
    return sorted(found, key=_urgency)


def _urgency(line: Line) -> tuple[bool, datetime]:
    return line.count.due is None, line.count.due or _LAST
