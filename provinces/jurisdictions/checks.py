"""Do proposals end, and is nobody suspended for long by one official alone?"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

# A weekend is survived, no more; an office is granted for a year and a day at most.
MOST = {
    "JURISDICTIONS_PROPOSAL_DAYS": 14,
    "JURISDICTIONS_EMERGENCY_HOURS": 72,
    "JURISDICTIONS_LONGEST_DAYS": 366,
}
LEAST = {"JURISDICTIONS_ACQUAINTED_DAYS": 30}


@register()
def everything_about_offices_ends(**_: Any) -> list[CheckMessage]:
    """What one official alone can do is short, and what two do ends as well."""
    too_long = [
        Error(f"{name} is {value}; it is 1 to {most}", id="jurisdictions.E001")
        for name, most in MOST.items()
        if not 1 <= (value := getattr(settings, name)) <= most
    ]
    too_short = [
        Error(f"{name} is {value}; it is {least} at least", id="jurisdictions.E002")
        for name, least in LEAST.items()
        if (value := getattr(settings, name)) < least
    ]
    return [*too_long, *too_short]
