"""Is evidence kept for long enough to contest what rested on it, and no longer?"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def evidence_is_kept_for_a_while(**_: Any) -> list[CheckMessage]:
    """What is dropped at once cannot be contested; what stays for good is a file on somebody."""
    days = settings.EVIDENCE_KEEP_DAYS
    if 1 <= days <= 90:
        return []
    return [
        Error(f"EVIDENCE_KEEP_DAYS is {days}; between 1 and 90 is sensible", id="evidence.E001")
    ]
