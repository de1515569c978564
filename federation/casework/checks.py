"""What the settings of casework must be for a person to be safe from another province's word."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from .limits import limits, settling

# A host's word reaches home within a minute; settling must leave time for that.
MOST_SETTLING = 60


@register()
def check_limits(**_kwargs: Any) -> list[CheckMessage]:
    """Refuse limits that would hold everything, or nothing."""
    bounds, found = limits(), []
    for name, value in (
        ("CASEWORK_REMOTE_PER_DAY", bounds.remote_per_day),
        ("CASEWORK_SHARE_ONE_SOURCE", bounds.share_one_source),
        ("CASEWORK_COHORT_LEAST", bounds.least),
        ("CASEWORK_REMOTE_STANDING", bounds.remote_standing),
        ("CASEWORK_REMOTE_OF_ALL", bounds.remote_of_all),
        ("CASEWORK_BURST_LEAST", bounds.burst_least),
        ("CASEWORK_BURST_TIMES", bounds.burst_times),
    ):
        if not 1 <= value <= 1000:
            found.append(Error(f"{name} is {value}, not 1 to 1000", id="casework.E001"))
    if not 0 <= settling().total_seconds() <= MOST_SETTLING:
        message = f"CASEWORK_SETTLE_SECONDS must be at most {MOST_SETTLING}"
        found.append(Error(message, id="casework.E002"))
    return list(found)
