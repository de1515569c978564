"""Is a switch obeyed within seconds, everybody told in time, and is misuse looked for?"""

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


# The least that each may be: below, everybody would be a case, and cases would not be read.
LEAST = {
    "OVERSIGHT_REPEATED_LOOKS": 2,
    "OVERSIGHT_OUT_OF_HOURS_LOOKS": 1,
    "OVERSIGHT_VOLUME_LEAST": 5,
    "OVERSIGHT_VOLUME_SCORE": 2,
    "OVERSIGHT_WITHOUT_ACT": 3,
    "OVERSIGHT_ACT_DAYS": 1,
    "OVERSIGHT_COHORT_LEAST": 3,
    "OVERSIGHT_PAIR_LEAST": 3,
    "OVERSIGHT_FILING_DAYS": 7,
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


@register()
def misuse_is_looked_for(**_: Any) -> list[CheckMessage]:
    """A threshold is a number, and office hours are a part of the day."""
    found: list[CheckMessage] = [
        Error(f"{name} is {value}; it is {least} at least", id="oversight.E003")
        for name, least in LEAST.items()
        if (value := getattr(settings, name)) < least
    ]
    start, end = settings.OVERSIGHT_OFFICE_HOURS
    if not 0 <= start < end <= 24:
        found.append(Error("OVERSIGHT_OFFICE_HOURS is no part of a day", id="oversight.E004"))
    return found
