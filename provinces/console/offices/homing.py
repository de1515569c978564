"""What an official's own desk says of offices: which end soon."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions.powers import Power
from provinces.jurisdictions.roles import ROLES

MOST = 10


def on_home(context: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Tell what to warn of on a desk; None for nothing."""
    now, official = context["now"], context["request"].user
    own = [one["office"] for one in context["offices"]]
    ending = [
        _row(one, now) for one in own if one.period.upper <= now + jurisdictions.FIRST_WARNING
    ]
    if not context["may"].get(str(Power.GRANT_OFFICE)):
        return {"own_ending": ending} if ending else None
    others = jurisdictions.ending_soon(jurisdictions.within_reach(official, now), now)
    others = others.exclude(user=official)
    return {
        "own_ending": ending,
        "others_ending": [_row(one, now) for one in others[:MOST]],
    }


def _row(office: Any, now: datetime) -> dict[str, Any]:
    return {
        "office": office,
        "role": ROLES[office.role],
        "is_urgent": office.period.upper <= now + jurisdictions.LAST_WARNING,
    }
