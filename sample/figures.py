"""What a set-up came to, province by province."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from provinces.exposure import queries as exposure
from provinces.presence.models import Presence, Stay
from provinces.status import queries as status
from provinces.tenancy import scope


@dataclass(frozen=True, slots=True)
class Figures:
    """A sample province in numbers."""

    province: str
    citizens: int
    presences: int
    stays: int
    exposures: int
    questions: int
    by_status: dict[str, int]
    new_presences: int
    changed: int
    seconds: float
    seconds_by_step: dict[str, float]


def of_province(
    *, new_presences: int, changed: int, seconds: Mapping[str, float], now: datetime
) -> Figures:
    """Return the figures of the province in scope."""
    known = status.figures(now)
    return Figures(
        province=scope.current().slug,
        citizens=known.citizens,
        presences=Presence.objects.count(),
        stays=Stay.objects.count(),
        exposures=known.exposures,
        questions=exposure.count_open_questions(now),
        by_status=known.by_status,
        new_presences=new_presences,
        changed=changed,
        seconds=round(sum(seconds.values()), 1),
        seconds_by_step={step: round(spent, 1) for step, spent in seconds.items()},
    )


LEGEND = "s: the seconds that setting up the province took"
HEADS = ("province", "citizens", "presences", "stays", "exposures", "questions", "s")


def table(figures: list[Figures]) -> str:
    """Return the figures as a table for a terminal."""
    statuses = sorted({status for each in figures for status in each.by_status})
    heads = (*HEADS[:-1], *statuses, HEADS[-1])
    rows = [
        (
            each.province,
            *(f"{number:,}" for number in _numbers(each, statuses)),
            f"{each.seconds:.1f}",
        )
        for each in figures
    ]
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in (heads, *rows)
    )


def _numbers(each: Figures, statuses: list[str]) -> tuple[int, ...]:
    return (
        each.citizens,
        each.presences,
        each.stays,
        each.exposures,
        each.questions,
        *(each.by_status.get(status, 0) for status in statuses),
    )
