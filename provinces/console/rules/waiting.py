"""Whether a draft of rules waits for an official: to be signed, or to be put right."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from provinces.jurisdictions.powers import Power
from provinces.rules import queries as rules

# Time enough to draft, to sign, and to give 48 hours of notice.
SOON = timedelta(days=7)


def ending(at: datetime) -> datetime | None:
    """Return when the rules end, where that is soon and nothing is to take their place."""
    current = rules.in_force(at)
    if current is None or current.expires_at - at > SOON:
        return None
    last = rules.last_to_come()
    is_followed = last is not None and last.in_force_from > at
    return None if is_followed else current.expires_at


def waits(draft: Any, view: Any) -> bool:
    """Tell whether a draft waits for the official who looks."""
    if draft.drafted_by_id == view.official.pk:
        return bool(draft.state == "sent_back")
    return Power.SIGN_RULES in view.powers and draft.state == "submitted"
