"""The province's figures as the public sees them: kept for minutes, small cells hidden.

An exact count that everybody can look at, again and again, tells when one person's status changes:
whoever makes it change, as with a laboratory's stolen key, learns that the person is here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import caches

from provinces.exposure import queries as exposure
from provinces.status import queries as status

KEEP_SECONDS = 600
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


def current(at: datetime) -> PublicFigures:
    """Return the figures of the province in scope, at most some minutes old."""
    # The cache's key function puts the province into the key.
    kept: PublicFigures | None = caches["process"].get("portal.figures")
    if kept is None:
        kept = _counted(at)
        caches["process"].set("portal.figures", kept, KEEP_SECONDS)
    return kept


def _counted(at: datetime) -> PublicFigures:
    counted: Any = status.figures(at)
    return PublicFigures(
        at=at,
        citizens=cell(counted.citizens),
        by_status={key: cell(number) for key, number in counted.by_status.items()},
        exposures=cell(counted.exposures),
        questions=cell(exposure.count_open_questions(at)),
    )


def cell(number: int) -> str:
    """Write a count for the public: in tens, and small ones not at all.

    All are rounded, totals too, or what is small could be found by subtraction.
    """
    return f"<{SMALL}" if 0 < number < SMALL else f"{round(number, -1):,}"
