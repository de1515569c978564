"""Officials are warned 60, 30 and 7 days before trust ends: once each."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from federation.peers import queries
from federation.peers.models import ExpiryWarning


@transaction.atomic
def warn_of_expiry(*, now: datetime) -> list[ExpiryWarning]:
    """Write the warnings that are due and return them: of each thing, the most urgent one.

    A thing first seen when it is nearly over is warned of at once, and only once.
    """
    given = []
    for each in queries.expiring(now, within=timedelta(days=max(settings.FEDERATION_WARN_DAYS))):
        passed = [
            days for days in settings.FEDERATION_WARN_DAYS if each.at <= now + timedelta(days=days)
        ]
        warning, is_new = ExpiryWarning.objects.get_or_create(
            what=each.what, days=min(passed), expires_at=each.at, defaults={"warned_at": now}
        )
        if is_new:
            given.append(warning)
    return given
