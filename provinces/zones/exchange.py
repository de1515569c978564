"""Zones in effect as provinces hand them to one another: plain numbers, checked on arrival."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from core.cells.classes import RADIUS_M
from core.cells.compiling import Compiled
from core.cells.ranges import Ranges
from core.cells.ranks import NotACell

from .drafts import longest
from .models import EffectiveZone, Level
from .rows import Rows

Pairs = Sequence[tuple[int, int]]
Key = tuple[str, int]

_MINUTES = range(-(2**31), 2**31)
_NUMBERS = range(1, 2**31)


@dataclass(frozen=True, slots=True)
class ClassRanges:
    """Cells of one accuracy class, as pairs of ids `[first, last]`: certain, or only possible."""

    resolution: int
    certain: Pairs
    possible: Pairs


@dataclass(frozen=True, slots=True)
class ReceivedZone:
    """One version of a zone in effect for `[starts, ends)` minutes since the Unix epoch."""

    reference: str
    version: int
    level: int
    name_zh: str
    name_en: str
    starts: int
    ends: int
    ranges: Sequence[ClassRanges]

    @property
    def key(self) -> Key:
        return self.reference, self.version


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one record of a set."""

    reference: str
    version: object
    reason: str


class BadZones(ValueError):
    """A set of zones with bad records in it, each named in `problems`; none was taken."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(f"{len(problems)} bad records, the first: {problems[0]}")


def checked(zones: Iterable[ReceivedZone]) -> dict[Key, tuple[ReceivedZone, Rows]]:
    """Return the zones that are in effect for any time at all, by key, each with its rows.

    The order of records and of ranges, and repeating a record, make no difference. Raises
    BadZones, with every bad record.
    """
    found: dict[Key, tuple[ReceivedZone, Rows]] = {}
    problems: list[Problem] = []
    for zone in zones:
        try:
            rows = _rows(zone)
            if zone.key in found and _said(*found[zone.key]) != _said(zone, rows):
                raise ValueError("is in the set twice, and not the same")
            found[zone.key] = zone, rows
        except (ValueError, TypeError, OverflowError) as problem:
            problems.append(Problem(str(zone.reference)[:40], zone.version, str(problem)))
    if problems:
        raise BadZones(problems)
    return {key: pair for key, pair in found.items() if pair[0].starts < pair[0].ends}


def _said(zone: ReceivedZone, rows: Rows) -> tuple[object, ...]:
    return zone.level, zone.name_zh, zone.name_en, zone.starts, zone.ends, rows.digest()


def _rows(zone: ReceivedZone) -> Rows:
    for problem in _flaws(zone):
        raise ValueError(problem)
    resolutions = [each.resolution for each in zone.ranges]
    if len(set(resolutions)) < len(resolutions):
        raise ValueError("a class is there twice")
    return Rows.of({each.resolution: _compiled(each) for each in zone.ranges})


def _flaws(zone: ReceivedZone) -> Iterator[str]:
    for name in ("reference", "name_zh", "name_en"):
        text, most = getattr(zone, name), longest(EffectiveZone, name)
        if not (isinstance(text, str) and text.isprintable() and 0 < len(text) <= most):
            yield f"{name} is not a text of 1 to {most} characters"
    if not _is_in(zone.version, _NUMBERS):
        yield f"{zone.version!r} is not the number of a version"
    if not _is_in(zone.level, Level.values):
        yield f"{zone.level!r} is none of the levels {Level.values}"
    if not (_is_in(zone.starts, _MINUTES) and _is_in(zone.ends, _MINUTES)):
        yield "the period is not in minutes since the epoch"
    elif zone.ends < zone.starts:
        yield "ends before it starts"


def _is_in(value: object, allowed: Sequence[int]) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value in allowed


def _compiled(each: ClassRanges) -> Compiled:
    if not _is_in(each.resolution, list(RADIUS_M)):
        raise ValueError(f"resolution {each.resolution!r} is none of the classes {list(RADIUS_M)}")
    certain, possible = (_ranges(pairs, each.resolution) for pairs in (each.certain, each.possible))
    if certain & possible:
        raise ValueError(f"a cell of resolution {each.resolution} is both certain and possible")
    return Compiled(certain, possible)


def _ranges(pairs: Pairs, resolution: int) -> Ranges:
    if not len(pairs):
        return Ranges.empty(resolution)
    ids = np.array(pairs)
    if ids.dtype.kind != "i" or ids.ndim != 2 or ids.shape[1] != 2:
        raise ValueError(f"ranges of resolution {resolution} are not pairs of ids")
    try:
        return Ranges.from_pairs(ids, resolution)
    except NotACell as problem:
        raise ValueError(str(problem)) from problem
