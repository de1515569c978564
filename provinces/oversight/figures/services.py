"""Figures are counted every night, and published where they may be: in a table and in the feed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from core.db import locks
from provinces.ledger import services as ledger
from provinces.ledger.kinds import Kind
from provinces.oversight.models import Figure
from provinces.status.services import last_midnight
from provinces.tenancy import scope

from . import counting, suppressing
from .counting import Span
from .definitions import Name
from .suppressing import FLOOR, Cell, Shown, Table

SUM = ""


@dataclass(frozen=True, slots=True)
class Period:
    """A month or a day of the province, as it is named, and when it is."""

    name: str
    span: Span


@transaction.atomic
def publish(*, now: datetime) -> int:
    """Count the figures of the last day, of this month and the last; return how many are new.

    A day is counted once. The figures of a month that runs are replaced when there are as many
    more as the floor, so that two tables never differ by fewer.
    """
    locks.hold("figures for the public", [0])
    told = [*_of_the_day(last_day(now), now), *_of_months(now)]
    if told:
        Figure.objects.bulk_create(told)
        ledger.publish(Kind.FIGURES_PUBLISHED, {"figures": [_told(each) for each in told]}, at=now)
    return len(told)


def last_day(now: datetime) -> Period:
    """Return the last civil day of the province that is over."""
    end = last_midnight(now)
    start = last_midnight(end - timedelta(hours=1))
    return Period(start.date().isoformat(), Span(start, end))


def months(now: datetime) -> list[Period]:
    """Return the last month and the running one, the latter as far as it is over."""
    midnight = last_midnight(now)
    this = midnight.replace(day=1)
    last = last_midnight(this - timedelta(hours=1)).replace(day=1)
    spans = [Span(last, this), Span(this, midnight)]
    return [Period(f"{span.start:%Y-%m}", span) for span in spans if span.start < span.end]


def _of_the_day(day: Period, now: datetime) -> Iterator[Figure]:
    for name, count in ((Name.PEOPLE, counting.people), (Name.STUCK, counting.stuck)):
        if not Figure.objects.filter(name=name, period=day.name).exists():
            yield from _rows(name, day, suppressing.rounded(count(day.span.end)), now)


def _of_months(now: datetime) -> Iterator[Figure]:
    for month in months(now):
        for name in counting.COUNTS:
            found = counting.count(name, month.span)
            if _moves(name, month, sum(found.values())):
                yield from _rows(name, month, suppressing.suppressed(found), now)
        hours = counting.hours_to_clear(month.span)
        if _moves(Name.CLEARING, month, len(hours)):
            yield from _times(month, hours, now)


def _moves(name: Name, month: Period, total: int) -> bool:
    """Tell whether a figure of a month is replaced; what stands of it is removed then.

    What it came to when it was published is counted again, for it may not have been told.
    """
    standing = Figure.objects.filter(name=name, period=month.name)
    at = standing.values_list("counted_at", flat=True).first()
    if at is not None and not suppressing.moves(_total(name, month.span, at), total):
        return False
    standing.delete()
    return True


def _total(name: Name, span: Span, at: datetime) -> int:
    until = Span(span.start, max(span.start, min(span.end, last_midnight(at))))
    if name == Name.CLEARING:
        return len(counting.hours_to_clear(until))
    return sum(counting.count(name, until).values())


def _rows(name: Name, period: Period, table: Table, now: datetime) -> Iterator[Figure]:
    for cell, told in {**table.cells, SUM: table.total}.items():
        yield _row(name, period, cell, told, now)


def _times(month: Period, hours: list[float], now: datetime) -> Iterator[Figure]:
    """Yield how long it took, of as many as the floor at least; else that there are few."""
    yield _row(Name.CLEARING, month, SUM, suppressing.alone(len(hours)), now)
    if len(hours) < FLOOR:
        return
    for cell, value in zip(("median", "p90"), counting.median_and_p90(hours), strict=True):
        yield Figure(
            name=Name.CLEARING,
            period=month.name,
            cell=cell,
            hours=value,
            shown=Shown.EXACT,
            counted_at=now,
        )


def _row(name: Name, period: Period, cell: str, told: Cell, now: datetime) -> Figure:
    return Figure(
        name=name,
        period=period.name,
        cell=cell,
        number=told.number,
        shown=told.shown,
        counted_at=now,
    )


def _told(figure: Figure) -> dict[str, Any]:
    """Return a number as the feed has it; one that is not told is null."""
    return {
        "province": scope.current().slug,
        "figure": figure.name,
        "period": figure.period,
        "cell": figure.cell,
        "number": figure.number if figure.hours is None else figure.hours,
        "shown": str(figure.shown),
    }
