"""How much officials may file before it is held, as the settings have it."""

from __future__ import annotations

from django.conf import settings

from .breaker import Limits

NAMES = {
    "EVIDENCE_OFFICIAL_HOUR": "official_hour",
    "EVIDENCE_OFFICIAL_DAY": "official_day",
    "EVIDENCE_UNIT_HOUR": "unit_hour",
    "EVIDENCE_UNIT_DAY": "unit_day",
    "EVIDENCE_UNLINKED_DAY": "unlinked",
    "EVIDENCE_SHARED_DAY": "shared",
    "EVIDENCE_ONE_CASE_DAY": "one_case",
}


def limits() -> Limits:
    """Return the limits in force."""
    return Limits(**{field: getattr(settings, name) for name, field in NAMES.items()})
