"""Are people answered in time, and for long enough able to ask once more?"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

# The longest that each clock may be: 24 and 48 hours, 72 for the second look. What health codes
# were promised in practice was a day or two; no law sets it.
CLOCKS = {
    "APPEALS_HELD_HOURS": 24,
    "APPEALS_RESTRICTED_HOURS": 48,
    "APPEALS_AGAIN_HOURS": 72,
    "APPEALS_ESCALATED_HOURS": 24,
}


@register()
def appeals_are_answered_in_time(**_: Any) -> list[CheckMessage]:
    """A clock may be shorter, never longer."""
    return [
        Error(f"{name} is {hours}; it is 1 to {most}", id="appeals.E001")
        for name, most in CLOCKS.items()
        if not 1 <= (hours := getattr(settings, name)) <= most
    ]


@register()
def appeals_are_kept_for_a_while(**_: Any) -> list[CheckMessage]:
    """An answer can be looked at for half a year, and a second look asked for a week at least."""
    found: list[CheckMessage] = []
    if not 30 <= settings.APPEALS_KEEP_DAYS <= 365:
        found.append(Error("APPEALS_KEEP_DAYS is not between 30 and 365", id="appeals.E002"))
    if not 7 <= settings.APPEALS_AGAIN_DAYS < settings.APPEALS_KEEP_DAYS:
        found.append(Error("APPEALS_AGAIN_DAYS is not a week at least", id="appeals.E003"))
    return found
