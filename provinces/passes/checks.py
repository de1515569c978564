"""Do passes last no longer than they may, and do lists reach checkpoints in time?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@register()
def passes_are_over_in_time(**_: Any) -> list[CheckMessage]:
    """A screen is copied in a moment; a list that is never fetched anew withdraws nothing."""
    problems = [problem for problem, is_right in _looked_at() if not is_right]
    return [Error(problem, id=f"passes.E00{at}") for at, problem in enumerate(problems, 1)]


def _looked_at() -> Iterator[tuple[str, bool]]:
    live, size = settings.PASSES_LIVE_SECONDS, settings.PASSES_LIST_SIZE
    yield f"PASSES_LIVE_SECONDS is {live}; from 15 to 60 is allowed", 15 <= live <= 60
    hours = settings.PASSES_DAY_HOURS
    yield f"PASSES_DAY_HOURS is {hours}; from 1 to 24 is allowed", 1 <= hours <= 24
    hours = settings.PASSES_ENTRY_HOURS
    yield f"PASSES_ENTRY_HOURS is {hours}; from 1 to 72 is allowed", 1 <= hours <= 72
    days = settings.PASSES_PAPER_DAYS
    yield f"PASSES_PAPER_DAYS is {days}; from 1 to 90 is allowed", 1 <= days <= 90
    yield from _by_post(days)
    days = settings.PASSES_KEEP_DAYS
    yield f"PASSES_KEEP_DAYS is {days}; from 0 to 30 is allowed", 0 <= days <= 30
    # Few enough for a checkpoint's memory, and enough that a place in it tells nobody apart.
    fits = 1 << 10 <= size <= 1 << 23
    yield f"PASSES_LIST_SIZE is {size}; from 2**10 to 2**23 is allowed", fits
    for name, most in (("STATUS", 10 * MINUTE), ("TRUST", 60 * MINUTE)):
        ttl = getattr(settings, f"PASSES_{name}_TTL")
        lasts = getattr(settings, f"PASSES_{name}_LASTS")
        yield f"PASSES_{name}_TTL is {ttl}; {most} is the most", timedelta() < ttl <= most
        yield f"PASSES_{name}_LASTS is {lasts}; from {ttl} to 14 days", ttl < lasts <= 14 * DAY
    late = settings.PASSES_RELAY_LATE
    is_between = settings.PASSES_STATUS_TTL < late < settings.PASSES_STATUS_LASTS
    yield f"PASSES_RELAY_LATE is {late}; between a list's ttl and its end is sensible", is_between
    days = settings.PASSES_RELAY_KEEP_DAYS
    yield f"PASSES_RELAY_KEEP_DAYS is {days}; 90 is the longest that a pass lasts", days >= 90
    kept = settings.PASSES_KEPT_SECONDS
    yield f"PASSES_KEPT_SECONDS is {kept}; from 0 to 60 is allowed", 0 <= kept <= 60
    shown = settings.PASSES_SHOWN_SECONDS
    yield f"PASSES_SHOWN_SECONDS is {shown}; from {live} to 600 is allowed", live <= shown <= 600


def _by_post(paper: int) -> Iterator[tuple[str, bool]]:
    """A letter counts when it arrives, and no longer than any pass."""
    days = settings.PASSES_POST_DAYS
    fits = days >= 1 and paper + days <= 90
    yield f"PASSES_POST_DAYS is {days}; with PASSES_PAPER_DAYS 90 is the most", fits
    tried = settings.PASSES_POST_TRY_DAYS
    # A status that ends while a letter would be under way is waited for.
    yield f"PASSES_POST_TRY_DAYS is {tried}; from {days + 1} to 30 is allowed", days < tried <= 30
    most = settings.PASSES_POSTS_PER_WEEK
    yield f"PASSES_POSTS_PER_WEEK is {most}; from 1 to 7 is allowed", 1 <= most <= 7
    kept = settings.PASSES_POST_KEEP_DAYS
    # Those of a week are counted.
    yield f"PASSES_POST_KEEP_DAYS is {kept}; from 7 to 30 is allowed", 7 <= kept <= 30
