"""Offices, granted as the application grants them."""

from __future__ import annotations

from datetime import datetime, timedelta

from provinces.accounts.models import User
from provinces.jurisdictions import services
from provinces.jurisdictions.models import Area, Office


def office(
    user: User,
    area: Area,
    role: str = "epidemiologist",
    *,
    now: datetime,
    unit: str = "health office",
    period: tuple[datetime, datetime] | None = None,
) -> Office:
    """Grant an office, by default from the day before `now` for a fortnight."""
    return services.grant_office(
        user=user,
        area=area,
        role=role,
        unit=unit,
        period=period or (now - timedelta(days=1), now + timedelta(days=14)),
        by=None,
        now=now,
    )
