"""What this room keeps of people: who they are, who may act for them, and what they agreed to."""

from .mandates import Mandate, MandateUse
from .people import ASSIGNED_DAYS, CaseAssignment, Citizen, CitizenQuerySet, Identity, StaleMark

__all__ = [
    "ASSIGNED_DAYS",
    "CaseAssignment",
    "Citizen",
    "CitizenQuerySet",
    "Identity",
    "Mandate",
    "MandateUse",
    "StaleMark",
]
