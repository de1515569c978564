"""Is a switch obeyed within seconds, and is everybody told in time?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# Name to the least and the most that is allowed.
BOUNDS: dict[str, tuple[Any, Any]] = {
    # Any part is off within a minute, of which a process may take ten seconds.
    "OVERSIGHT_SWITCH_SECONDS": (1, 10),
    "OVERSIGHT_LAWFUL_PER_DAY": (1, 20),
    "OVERSIGHT_LAWFUL_MOST_DAYS": (1, 30),
    "OVERSIGHT_LAWFUL_EXAMINE_WITHIN": (DAY, 14 * DAY),
    "OVERSIGHT_LAWFUL_TELL_WITHIN": (DAY, 90 * DAY),
    "OVERSIGHT_LAWFUL_FILE_LASTS": (HOUR, 7 * DAY),
    "OVERSIGHT_BREACH_TELL_WITHIN": (HOUR, 72 * HOUR),
}


@register()
def clocks_are_within_bounds(**_: Any) -> list[CheckMessage]:
    """Each clock lies within its bounds, and an escalation comes before the end."""
    found: list[CheckMessage] = [
        Error(f"{name} is {value}; from {least} to {most} is allowed", id="oversight.E001")
        for name, (least, most) in BOUNDS.items()
        if not least <= (value := getattr(settings, name)) <= most
    ]
    if not (
        HOUR <= settings.OVERSIGHT_BREACH_ESCALATE_AFTER < settings.OVERSIGHT_BREACH_TELL_WITHIN
    ):
        found.append(
            Error("OVERSIGHT_BREACH_ESCALATE_AFTER is not before the end", id="oversight.E002")
        )
    return found
