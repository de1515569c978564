"""The tree of areas as rows, checked before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .models import Level

# GB/T 2260 has six digits down to the county; below it, townships have nine and communities
# twelve (GB/T 10114).
CODE = re.compile(r"\d{6}|\d{9}|\d{12}", re.ASCII)
DIGITS = {Level.PROVINCE: 2, Level.PREFECTURE: 4, Level.COUNTY: 6, Level.COMMUNITY: 9}


class MisplacedArea(ValueError):
    """An area that cannot be where a row puts it."""


class AreaRow(NamedTuple):
    """One area: `parent` is the code of the one above, None for the province itself."""

    code: str
    parent: str | None
    level: int
    name_zh: str
    name_en: str


def in_order(rows: Iterable[AreaRow], present: Mapping[str, int]) -> list[AreaRow]:
    """Return the rows with every parent before its children.

    `present` gives the levels of areas that exist already, by code. Raises MisplacedArea for a
    wrong code, one that comes twice, a second province, a parent that is unknown or not above,
    or one whose code the child's does not begin with.
    """
    ordered = sorted((AreaRow(*row) for row in rows), key=lambda row: (row.level, row.code))
    levels = dict(present)
    seen: set[str] = set()
    for row in ordered:
        if row.code in seen:
            raise MisplacedArea(f"{row.code} comes twice")
        _check(row, levels)
        seen.add(row.code)
        levels[row.code] = row.level
    return ordered


def _check(row: AreaRow, levels: Mapping[str, int]) -> None:
    if not CODE.fullmatch(row.code):
        raise MisplacedArea(f"{row.code!r} is not a division code")
    if row.level not in DIGITS:
        raise MisplacedArea(f"{row.code} has no such level: {row.level}")
    if row.parent is None:
        _check_root(row, levels)
    elif row.parent not in levels:
        raise MisplacedArea(f"{row.code} lies in {row.parent}, which is unknown")
    elif levels[row.parent] >= row.level:
        raise MisplacedArea(f"{row.code} lies in {row.parent}, which is not above it")
    elif not row.code.startswith(row.parent[: DIGITS[Level(levels[row.parent])]]):
        raise MisplacedArea(f"{row.code} does not begin as {row.parent} does")


def _check_root(row: AreaRow, levels: Mapping[str, int]) -> None:
    if row.level != Level.PROVINCE:
        raise MisplacedArea(f"{row.code} lies in nothing, and is no province")
    others = {code for code, level in levels.items() if level == Level.PROVINCE} - {row.code}
    if others:
        raise MisplacedArea(f"{row.code} is a second province beside {others.pop()}")
