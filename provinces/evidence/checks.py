"""Is evidence kept for long enough, and no longer? And is what is filed of many held?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from .limits import NAMES


@register()
def evidence_is_kept_for_a_while(**_: Any) -> list[CheckMessage]:
    """What is dropped at once cannot be contested; what stays for good is a file on somebody."""
    return [Error(problem, id=name) for name, problem, is_right in _looked_at() if not is_right]


def _looked_at() -> Iterator[tuple[str, str, bool]]:
    days = settings.EVIDENCE_KEEP_DAYS
    told = f"EVIDENCE_KEEP_DAYS is {days}; between 1 and 90 is sensible"
    yield "evidence.E001", told, 1 <= days <= 90
    days = settings.EVIDENCE_TRIP_KEEP_DAYS
    told = f"EVIDENCE_TRIP_KEEP_DAYS is {days}; where people went is kept 0 to 14 days"
    yield "evidence.E002", told, 0 <= days <= 14
    days = settings.EVIDENCE_TRIP_AHEAD_DAYS
    told = f"EVIDENCE_TRIP_AHEAD_DAYS is {days}; between 1 and 90 is sensible"
    yield "evidence.E003", told, 1 <= days <= 90
    yield from _limits()


def _limits() -> Iterator[tuple[str, str, bool]]:
    """What holds nothing protects nobody; what holds everything is released unread."""
    for name in NAMES:
        value = getattr(settings, name)
        yield "evidence.E004", f"{name} is {value}, not 1 to 1000", 1 <= value <= 1000
    lines = settings.EVIDENCE_LIST_LINES
    told = f"EVIDENCE_LIST_LINES is {lines}, not 1 to 2000"
    yield "evidence.E005", told, 1 <= lines <= 2000
