"""Reading the figures for the public, as they were published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise

from provinces.oversight.models import Figure

from .definitions import BY_NAME, CELLS, DEFINITIONS, Definition, Name, Per
from .suppressing import Shown

DAYS = 30
MONTHS = timedelta(days=366)
WRONG = ("appeal", "correction", "contest")


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a figure, as it is told: `value` is None where it is not."""

    cell: str
    words: Promise | str
    value: int | None
    shown: str


@dataclass(frozen=True, slots=True)
class Line:
    """A figure of one day or month: its cells in the order of their table, and their sum."""

    period: str
    numbers: tuple[Number, ...]
    total: Number | None

    @property
    def rate(self) -> float | None:
        """The share of grounds found wrong, where all that it takes is told and there are any."""
        told = {number.cell: number.value for number in self.numbers}
        wrong = [told.get(cell) for cell in WRONG]
        if self.total is None or not self.total.value or None in wrong:
            return None
        return sum(each for each in wrong if each) / self.total.value


@dataclass(frozen=True, slots=True)
class Section:
    """A figure with its definition, and its lines, the latest first."""

    definition: Definition
    lines: tuple[Line, ...]


def published(at: datetime) -> list[Section]:
    """Return what is published: of the last 30 days, and of the months of a year."""
    by_name: dict[str, list[Line]] = {}
    for (name, period), rows in groupby(_rows(at), key=lambda row: (row.name, row.period)):
        by_name.setdefault(name, []).append(_line(Name(name), period, list(rows)))
    return [Section(each, tuple(by_name.get(each.name, ()))) for each in DEFINITIONS]


def section(name: Name, at: datetime) -> Section:
    """Return one figure as it is published."""
    return next(each for each in published(at) if each.definition.name == name)


def _rows(at: datetime) -> Any:
    first_day = (at - timedelta(days=DAYS)).date().isoformat()
    first_month = f"{at - MONTHS:%Y-%m}"
    daily = [name for name, each in BY_NAME.items() if each.per == Per.DAY]
    wanted = Q(name__in=daily, period__gte=first_day)
    wanted |= ~Q(name__in=daily) & Q(period__gte=first_month)
    return Figure.objects.filter(wanted).order_by("name", "-period", "id")


def _line(name: Name, period: str, rows: list[Figure]) -> Line:
    numbers = [_number(name, row) for row in rows]
    total = next((number for number in numbers if not number.cell), None)
    return Line(period, tuple(number for number in numbers if number.cell), total)


def _number(name: Name, row: Figure) -> Number:
    words = CELLS.get(name, {}).get(row.cell, row.cell)
    value = row.number if row.hours is None else row.hours
    return Number(row.cell, words, value, row.shown)


__all__ = ["Line", "Number", "Section", "Shown", "published", "section"]
