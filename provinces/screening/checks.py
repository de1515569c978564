"""Are results kept for as long as rules may look back, and no longer?"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def results_are_kept_for_a_while(**_: Any) -> list[CheckMessage]:
    """A fortnight is the longest window of the rules known to us; for good is too long."""
    return [
        Error(
            f"{name} is {getattr(settings, name)}; between {least} and {most} is sensible", id=key
        )
        for name, least, most, key in (
            ("SCREENING_RESULT_DAYS", 14, 60, "screening.E001"),
            ("SCREENING_VACCINATION_DAYS", 180, 1000, "screening.E002"),
        )
        if not least <= getattr(settings, name) <= most
    ]
