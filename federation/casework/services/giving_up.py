"""Messages that never got through are given up, and nobody is left between two provinces by it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from . import handing_over, posting


@transaction.atomic
def give_up(*, now: datetime) -> int:
    """Give up messages whose time is over, and do what follows; return how many they were."""
    over = posting.expire(now=now)
    for message in over:
        handing_over.expired(message, now=now)
    return len(over)
