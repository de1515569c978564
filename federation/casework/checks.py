"""What the settings of casework must be for a person to be safe from another province's word."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from .limits import limits, settling
from .words import NEEDED_TEXTS, OFFICE_TEXTS

# A host's word reaches home within a minute; settling must leave time for that.
MOST_SETTLING = 60


@register()
def check_words(**_kwargs: Any) -> list[CheckMessage]:
    """Refuse what no home would take in a laboratory's word: then none would be told."""
    return [
        Error(f"{name} must have 1 to {most} printable characters", id="casework.E003")
        for name, most in (
            ("CASEWORK_LABORATORY_BASIS", NEEDED_TEXTS["legal_basis"]),
            ("CASEWORK_HEALTH_PHONE", OFFICE_TEXTS["phone"]),
        )
        if not _is_fit(getattr(settings, name), most)
    ]


def _is_fit(text: str, most: int) -> bool:
    return bool(text.strip()) and text.isprintable() and len(text) <= most


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
