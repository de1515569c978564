"""How far sealing is behind; officials stop when it is too far, or a key is missing."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from provinces.tenancy import keys, scope

OLDEST = "SELECT coalesce(%s::timestamptz, clock_timestamp()) - min(queued_at) FROM ledger_unsealed"


def lag(now: datetime | None = None) -> timedelta:
    """Return for how long the oldest entry has waited to be sealed.

    Entries are queued by the database's clock, which is also asked unless a moment is given.
    """
    with connection.cursor() as cursor:
        cursor.execute(OLDEST, [now])
        (found,) = cursor.fetchone()
    return max(found or timedelta(), timedelta())


def is_closed(now: datetime | None = None) -> bool:
    """Tell whether officials may neither read nor decide; citizens are not concerned."""
    return not keys.are_complete(scope.current().slug) or lag(now) > settings.LEDGER_MAX_LAG


def unsealed() -> int:
    """Return how many entries of both logs wait to be sealed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_unsealed")
        return int(cursor.fetchone()[0])
