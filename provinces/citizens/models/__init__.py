"""What this room keeps of people: who they are, who may act for them, and what they agreed to."""

from .budgets import Canary, Reached, Spent
from .enrolling import Challenge, Consent, Contact, RegularPlace
from .mandates import Mandate, MandateUse
from .people import (
    ASSIGNED_DAYS,
    CaseAssignment,
    Citizen,
    CitizenQuerySet,
    Departure,
    Identity,
    StaleMark,
)

__all__ = [
    "ASSIGNED_DAYS",
    "Canary",
    "CaseAssignment",
    "Challenge",
    "Citizen",
    "CitizenQuerySet",
    "Consent",
    "Contact",
    "Departure",
    "Identity",
    "Mandate",
    "MandateUse",
    "Reached",
    "RegularPlace",
    "Spent",
    "StaleMark",
]
