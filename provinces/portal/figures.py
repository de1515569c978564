"""The province's figures as the public sees them: kept for some seconds, small cells hidden."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import caches

from provinces.exposure import queries as exposure
from provinces.status import queries as status

KEEP_SECONDS = 20
# Fewer people than this could be told apart; the cell says "<10" instead.
SMALL = 10


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """What everybody may know of a province now, ready to be shown."""

    at: datetime
    citizens: str
    by_status: dict[str, str]
    exposures: str
    questions: str
    is_rounded: bool


def current(at: datetime) -> PublicFigures:
    """Return the figures of the province in scope, at most some seconds old."""
    # The cache's key function puts the province into the key.
    kept: PublicFigures | None = caches["process"].get("portal.figures")
    if kept is None:
        kept = _counted(at)
        caches["process"].set("portal.figures", kept, KEEP_SECONDS)
    return kept


def _counted(at: datetime) -> PublicFigures:
    counted: Any = status.figures(at)
    by_status, is_rounded = cells(counted.by_status)
    return PublicFigures(
        at=at,
        citizens=cell(counted.citizens),
        by_status=by_status,
        exposures=cell(counted.exposures),
        questions=cell(exposure.count_open_questions(at)),
        is_rounded=is_rounded,
    )


def cell(number: int) -> str:
    """Write a count for the public: exact, but for small ones."""
    return f"<{SMALL}" if 0 < number < SMALL else f"{number:,}"


def cells(counts: dict[str, int]) -> tuple[dict[str, str], bool]:
    """Write counts that add up to a known total; tell whether they had to be rounded.

    Where one is small the others are rounded to tens, or it could be found by subtraction.
    """
    if not any(0 < number < SMALL for number in counts.values()):
        return {key: cell(number) for key, number in counts.items()}, False
    return {
        key: cell(number if number < SMALL else round(number, -1)) for key, number in counts.items()
    }, True
