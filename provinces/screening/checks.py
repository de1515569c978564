"""Is what is kept of tests kept for as long as it is needed, and no longer?"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def periods_are_sensible(**_: Any) -> list[CheckMessage]:
    """Rules known to us look back a fortnight at most; for good is too long for anything."""
    return [
        Error(
            f"{name} is {getattr(settings, name)}; between {least} and {most} is sensible", id=key
        )
        for name, least, most, key in (
            ("SCREENING_RESULT_DAYS", 14, 60, "screening.E001"),
            ("SCREENING_VACCINATION_DAYS", 180, 1000, "screening.E002"),
            ("SCREENING_POOL_HOURS", 24, 120, "screening.E003"),
            ("SCREENING_SEALED_DAYS", 1, 28, "screening.E004"),
            ("SCREENING_KEY_DAYS", 1, 400, "screening.E005"),
            ("SCREENING_BOOK_DAYS", 1, 28, "screening.E006"),
            ("SCREENING_BOOKED_AT_ONCE", 1, 10, "screening.E007"),
            ("SCREENING_TUBE_OF", 2, 20, "screening.E008"),
            ("SCREENING_MISSED_HOURS", 1, 24, "screening.E009"),
            ("SCREENING_APPOINTMENT_DAYS", 1, 14, "screening.E010"),
            ("SCREENING_UNMATCHED_SHARE", 1, 90, "screening.E011"),
        )
        if not least <= getattr(settings, name) <= most
    ]
