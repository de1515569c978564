"""How far back whatever is observed counts: in civil days, so that it changes at midnight only.

    today, in part, and so many whole days before it
    |────────|────────|──···──|────────|─────●
    first                                  as of

Stays are kept for as long.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from core.db.days import day_of
from provinces.tenancy import scope

# The first moment after a day, by its first minute, at which it does not count any more.
LEAVES = """((to_timestamp({} * 60.0) AT TIME ZONE %(time_zone)s)::date + %(days)s + 1)
    ::timestamp AT TIME ZONE %(time_zone)s"""


def first(as_of: datetime, days: int) -> int:
    """Return the first minute of the day that is so many days before the one of a moment."""
    zone = scope.current().zone
    return day_of(as_of.astimezone(zone).date() - timedelta(days=days), zone).lo


def kept_days() -> int:
    """Return for how many days before today stays are kept."""
    return int(settings.PRESENCE_KEEP_DAYS) - 1
