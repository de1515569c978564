"""What is kept of tests: results and vaccinations, laboratories, sites and appointments."""

from .laboratories import Laboratory, LaboratoryKey, ReportVersion, SealedResult, ToldHome
from .results import (
    Method,
    Outcome,
    Result,
    ResultQuerySet,
    Vaccination,
    VaccinationQuerySet,
)
from .sites import Appointment, AppointmentQuerySet, Site, SiteQuerySet, Slot, State

__all__ = [
    "Appointment",
    "AppointmentQuerySet",
    "Laboratory",
    "LaboratoryKey",
    "Method",
    "Outcome",
    "ReportVersion",
    "Result",
    "ResultQuerySet",
    "SealedResult",
    "Site",
    "SiteQuerySet",
    "Slot",
    "State",
    "ToldHome",
    "Vaccination",
    "VaccinationQuerySet",
]
