"""Are a venue's codes over in time, and check-ins with them?"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

# Name to the least and the most that is sensible. A code that counts for longer is sent around.
BOUNDS = {
    "PRESENCE_VENUE_CODE_SECONDS": (30, 300),
    "PRESENCE_CHECK_IN_HOURS": (1, 24),
    "PRESENCE_VENUE_DAYS": (15, 183),
}


@register()
def codes_are_over_in_time(**_: Any) -> list[CheckMessage]:
    """Each number lies within its bounds, and a venue is kept as long as its check-ins."""
    wrong: list[CheckMessage] = [
        Error(
            f"{name} is {getattr(settings, name)}; from {least} to {most} is allowed",
            id="presence.E001",
        )
        for name, (least, most) in BOUNDS.items()
        if not least <= getattr(settings, name) <= most
    ]
    if settings.PRESENCE_VENUE_DAYS < settings.PRESENCE_KEEP_DAYS:
        wrong.append(
            Error("PRESENCE_VENUE_DAYS is less than PRESENCE_KEEP_DAYS", id="presence.E002")
        )
    return wrong
