"""What this room keeps of people: who they are, who may act for them, and what they agreed to."""

from .budgets import Canary, Reached, Spent
from .emergencies import EMERGENCY_LASTS, Emergency
from .enrolling import Challenge, Consent, Contact, RegularPlace
from .guarding import (
    CONSENT_LASTS,
    EXPORT_LASTS,
    EXPORT_ROWS,
    PROTECTED_DAYS,
    Admission,
    Export,
    Lifting,
    Protection,
)
from .mandates import Mandate, MandateUse
from .people import (
    ASSIGNED_DAYS,
    CaseAssignment,
    Citizen,
    CitizenQuerySet,
    Departure,
    Identity,
    StaleMark,
    reached,
    unguarded,
)

__all__ = [
    "ASSIGNED_DAYS",
    "CONSENT_LASTS",
    "EMERGENCY_LASTS",
    "EXPORT_LASTS",
    "EXPORT_ROWS",
    "PROTECTED_DAYS",
    "Admission",
    "Canary",
    "CaseAssignment",
    "Challenge",
    "Citizen",
    "CitizenQuerySet",
    "Consent",
    "Contact",
    "Departure",
    "Emergency",
    "Export",
    "Identity",
    "Lifting",
    "Mandate",
    "MandateUse",
    "Protection",
    "Reached",
    "RegularPlace",
    "Spent",
    "StaleMark",
    "reached",
    "unguarded",
]
